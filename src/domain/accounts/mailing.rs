//! The mails of this room, written in the caller's transaction. Links lead to the host the person was on.

use chrono::TimeDelta;
use sqlx::PgConnection;
use url::form_urlencoded;

use super::{LinkToken, LocalPath, store::links};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{self, Notice, send::Recipient},
    },
    shared::ids::{ResellerId, UserId},
};

/// Hours a verification link works.
const VERIFICATION_HOURS: u32 = 48;
/// Minutes a reset link works.
const RESET_MINUTES: u32 = 60;
/// Days the first link of a new shop's owner works. After that the shop's own "forgot password" does.
const OWNER_DAYS: u32 = 7;

pub(super) use notices::send::link_host;

/// Queues one mail.
pub(super) async fn send(
    conn: &mut PgConnection,
    backend: &Backend,
    to: &Recipient<'_>,
    notice: &Notice,
) -> Result<(), Internal> {
    notices::send::send(conn, &backend.address, backend.now(), to, notice)
        .await
        .map(drop)
}

/// Queues a mail with a fresh link to verify the address.
pub(super) async fn send_verification(
    conn: &mut PgConnection,
    backend: &Backend,
    to: &Recipient<'_>,
    host: &str,
    next: Option<&LocalPath>,
) -> Result<(), Internal> {
    let (now, token) = (backend.now(), LinkToken::new());
    let expires_at = now + TimeDelta::hours(VERIFICATION_HOURS.into());
    links::insert_verification(conn, to.reseller, owner(to)?, &token, now, expires_at).await?;
    let link = link(conn, backend, to.reseller, host, "/verify-email", &token, next).await?;
    send(
        conn,
        backend,
        to,
        &Notice::VerifyEmail {
            link,
            hours: VERIFICATION_HOURS,
        },
    )
    .await
}

/// Queues a mail with a fresh link to choose a new password.
pub(super) async fn send_reset(
    conn: &mut PgConnection,
    backend: &Backend,
    to: &Recipient<'_>,
    host: &str,
) -> Result<(), Internal> {
    let (now, token) = (backend.now(), LinkToken::new());
    let expires_at = now + TimeDelta::minutes(RESET_MINUTES.into());
    links::insert_reset(conn, to.reseller, owner(to)?, &token, now, expires_at).await?;
    let link = link(conn, backend, to.reseller, host, "/reset-password", &token, None).await?;
    send(
        conn,
        backend,
        to,
        &Notice::ResetPassword {
            link,
            minutes: RESET_MINUTES,
        },
    )
    .await
}

/// Queues a mail with a link to choose the first password of a shop's owner.
pub(super) async fn send_owner_invitation(
    conn: &mut PgConnection,
    backend: &Backend,
    to: &Recipient<'_>,
    host: &str,
) -> Result<(), Internal> {
    let (now, token) = (backend.now(), LinkToken::new());
    let expires_at = now + TimeDelta::days(OWNER_DAYS.into());
    links::insert_reset(conn, to.reseller, owner(to)?, &token, now, expires_at).await?;
    let link = link(conn, backend, to.reseller, host, "/reset-password", &token, None).await?;
    let notice = Notice::OwnerInvited {
        link,
        days: OWNER_DAYS,
    };
    send(conn, backend, to, &notice).await
}

fn owner(to: &Recipient<'_>) -> Result<UserId, Internal> {
    to.user.ok_or_else(|| Internal::broken("a link needs an account"))
}

async fn link(
    conn: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    host: &str,
    path: &str,
    token: &LinkToken,
    next: Option<&LocalPath>,
) -> Result<String, Internal> {
    let host = link_host(conn, reseller, host).await?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("token", &token.reveal());
    if let Some(next) = next {
        query.append_pair("next", next.as_str());
    }
    Ok(backend.address.url(&host, &format!("{path}?{}", query.finish())))
}
