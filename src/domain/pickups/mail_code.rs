//! Mails a code to the employee, whose page asks for one.

use chrono::TimeDelta;

use super::{
    ATTEMPTS_MAX, CODES_MAX,
    link::{self, CODE_COLUMN},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        accounts::LinkToken,
        error::{Internal, with_internal},
        notices::{
            Notice,
            send::{self, Recipient},
        },
        scope::{Scope, Visitor},
    },
    shared::pickup::PickupCheck,
};

/// How long a code is good.
const MINUTES: i64 = 10;
/// Between two codes.
const PAUSE: TimeDelta = TimeDelta::seconds(60);

/// Why nothing was mailed.
#[derive(Debug, thiserror::Error)]
pub enum MailCodeError {
    /// No such link here, or not any more, or it asks for no code.
    #[error("no such link")]
    Gone,
    #[error("too many wrong ones")]
    Locked,
    /// A moment ago, or too often for this link.
    #[error("too soon")]
    TooSoon,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(MailCodeError);

/// The former code ends.
pub async fn mail_code(
    backend: &Backend,
    visitor: &Visitor,
    token: Option<&LinkToken>,
) -> Result<(), MailCodeError> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    let token = token.ok_or(MailCodeError::Gone)?;
    let mut tx = backend.begin(visitor).await?;
    store::lock(&mut tx, reseller, token).await?;
    let found = store::by_token(&mut tx, reseller, token)
        .await?
        .filter(|found| found.works(now) && found.check == PickupCheck::Code)
        .ok_or(MailCodeError::Gone)?;
    if found.attempts >= ATTEMPTS_MAX {
        return Err(MailCodeError::Locked);
    }
    let is_soon = found.code_mailed_at.is_some_and(|at| now - at < PAUSE);
    if is_soon || found.codes_mailed >= CODES_MAX {
        return Err(MailCodeError::TooSoon);
    }
    let code = link::digits();
    let sealed = backend
        .seal
        .close(reseller, CODE_COLUMN, &found.id.to_string(), code.as_bytes())?;
    store::set_code(
        &mut tx,
        reseller,
        &found,
        &sealed,
        now,
        now + TimeDelta::minutes(MINUTES),
    )
    .await?;
    let notice = Notice::PickupCode {
        company: found.company,
        code,
        minutes: MINUTES,
        link: link::address(&mut tx, backend, visitor, token).await?,
    };
    let to = Recipient {
        reseller,
        user: None,
        email: &found.email,
        first_name: &found.first_name,
    };
    send::send(&mut tx, &backend.address, now, &to, &notice).await?;
    tx.commit().await?;
    Ok(())
}
