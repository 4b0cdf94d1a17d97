//! A link and the mail that carries it.

use chrono::TimeDelta;
use sqlx::PgConnection;

use super::store::{self, NewLink, Receiver, Rules};
use crate::{
    backend::Backend,
    domain::{
        accounts::LinkToken,
        error::Internal,
        notices::{
            Notice,
            send::{self, Recipient},
        },
        scope::Scope,
    },
    shared::{
        ids::{LineId, OrganizationId, PickupId},
        pickup::PickupCheck,
    },
};

pub(super) const TOKEN_COLUMN: &str = "line_pickups.token";
pub(super) const PIN_COLUMN: &str = "line_pickups.pin";
pub(super) const CODE_COLUMN: &str = "line_pickups.code";

/// Six random digits.
pub(super) fn digits() -> String {
    format!("{:06}", rand::random_range(0..1_000_000_u32))
}

/// Writes a new link of the line, whose former one ends, and returns its token.
pub(super) async fn write(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    rules: &Rules,
    organization: OrganizationId,
    line: LineId,
) -> Result<LinkToken, Internal> {
    let (reseller, now, id, token) = (scope.reseller(), backend.now(), PickupId::new(), LinkToken::new());
    store::revoke(conn, reseller, organization, line, now).await?;
    let close = |column, text: &str| {
        backend
            .seal
            .close(reseller, column, &id.to_string(), text.as_bytes())
    };
    let pin = match rules.check {
        PickupCheck::Pin => Some(close(PIN_COLUMN, &digits())?),
        PickupCheck::Nothing | PickupCheck::Code => None,
    };
    let new = NewLink {
        id,
        organization,
        line,
        token: &token,
        token_sealed: &close(TOKEN_COLUMN, &token.reveal())?,
        check: rules.check,
        pin_sealed: pin.as_deref(),
        expires_at: now + TimeDelta::days(rules.days.into()),
    };
    store::insert(conn, reseller, &new, now).await?;
    Ok(token)
}

/// The token of a stored link.
pub(super) fn token(
    backend: &Backend,
    scope: &impl Scope,
    id: PickupId,
    sealed: &[u8],
) -> Result<LinkToken, Internal> {
    let text = text(backend, scope, TOKEN_COLUMN, id, sealed)?;
    LinkToken::parse(&text).ok_or_else(|| Internal::broken("a sealed link cannot be read"))
}

/// A sealed text of a link.
pub(super) fn text(
    backend: &Backend,
    scope: &impl Scope,
    column: &str,
    id: PickupId,
    sealed: &[u8],
) -> Result<String, Internal> {
    let bytes = backend
        .seal
        .open(scope.reseller(), column, &id.to_string(), sealed)?;
    String::from_utf8(bytes).map_err(|_| Internal::broken("a sealed text of a link cannot be read"))
}

/// The address of the page, on the shop's primary host.
pub(super) async fn address(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    token: &LinkToken,
) -> Result<String, Internal> {
    let host = send::link_host(conn, scope.reseller(), "").await?;
    Ok(backend.address.url(&host, &format!("/pickup/{}", token.reveal())))
}

/// Mails the link to the employee.
pub(super) async fn mail(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    receiver: &Receiver,
    token: &LinkToken,
    days: i64,
) -> Result<(), Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let notice = Notice::LinePickup {
        company: receiver.company.clone(),
        plan: receiver.plan.clone(),
        check: receiver.check,
        link: address(conn, backend, scope, token).await?,
        days,
    };
    let to = Recipient {
        reseller,
        user: None,
        email: &receiver.email,
        first_name: &receiver.first_name,
    };
    send::send(conn, &backend.address, now, &to, &notice).await?;
    store::set_mailed(conn, reseller, receiver.organization, receiver.line, now).await?;
    Ok(())
}
