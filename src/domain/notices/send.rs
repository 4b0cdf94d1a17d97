//! Puts a mail into the queue, in the transaction that makes it true.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{MailBrand, Notice, RenderedMail, render, store};
use crate::{
    backend::PublicAddress,
    domain::{
        error::Internal,
        queue::{self, Job},
        themes::{contrast::text_on, tokens::ThemeTokens},
    },
    shared::ids::{AssetId, MailId, ResellerId, UserId},
};

/// Who is written to.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    pub reseller: ResellerId,
    /// Their account, if they have one.
    pub user: Option<UserId>,
    pub email: &'a str,
    /// May be empty.
    pub first_name: &'a str,
}

/// Renders the notice in the reseller's name and queues it.
pub async fn send(
    conn: &mut PgConnection,
    address: &PublicAddress,
    now: DateTime<Utc>,
    to: &Recipient<'_>,
    notice: &Notice,
) -> Result<MailId, Internal> {
    let brand = mail_brand(conn, address, to.reseller).await?;
    let mail = render(&brand, to.first_name, notice)
        .map_err(|error| Internal::broken(format!("rendering a mail: {error}")))?;
    Ok(queue(conn, now, to, notice.name(), &mail).await?)
}

/// Queues a rendered mail. It goes out soon after the transaction commits, and not at all if it does not.
pub async fn queue(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    to: &Recipient<'_>,
    template: &str,
    mail: &RenderedMail,
) -> Result<MailId, sqlx::Error> {
    let id = MailId::new();
    store::insert(conn, id, to, template, mail, now).await?;
    queue::enqueue(
        conn,
        &Job::SendMail {
            reseller: to.reseller,
            mail: id,
        },
        now,
    )
    .await?;
    Ok(id)
}

/// What a mail shows of the reseller.
pub async fn mail_brand(
    conn: &mut PgConnection,
    address: &PublicAddress,
    reseller: ResellerId,
) -> Result<MailBrand, Internal> {
    let row = store::brand(conn, reseller).await?;
    let row = row.ok_or_else(|| Internal::broken("a reseller without a host or a look"))?;
    let tokens: ThemeTokens = serde_json::from_value(row.tokens)?;
    Ok(MailBrand {
        legal_line: format!("{} · {}", row.name, row.support_email),
        name: row.name,
        support_email: row.support_email,
        sender_name: row.sender_name,
        sender_email: row.sender_email,
        primary: tokens.primary,
        primary_text: text_on(tokens.primary),
        // Mail programs show no SVG, which the demo's logos are; uploaded ones are PNG.
        logo_url: row
            .png_logo
            .map(|id| address.url(&row.host, &format!("/brand/{}", AssetId::from(id)))),
        home_url: address.url(&row.host, "/"),
    })
}

/// Host for a mailed link: the one asked from, when it is a verified domain of the reseller, else its primary one.
/// A Host header alone must never decide where a secret link leads.
pub async fn link_host(
    conn: &mut PgConnection,
    reseller: ResellerId,
    asked: &str,
) -> Result<String, Internal> {
    let host = store::link_host(conn, reseller, asked).await?;
    host.ok_or_else(|| Internal::broken("a reseller without a verified domain"))
}
