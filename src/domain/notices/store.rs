//! The SQL of the notices room.

pub(super) mod log;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{RenderedMail, send::Recipient};
use crate::{
    providers::mail::Letter,
    shared::ids::{MailId, ResellerId, UserId},
};

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: MailId,
    to: &Recipient<'_>,
    template: &str,
    mail: &RenderedMail,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into mails (id, reseller_id, user_id, recipient, template, subject, text_body, html_body, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.uuid(),
        to.reseller.uuid(),
        to.user.map(UserId::uuid),
        to.email,
        template,
        mail.subject,
        mail.text,
        mail.html,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A mail; without a letter when it is out or was given up.
pub(super) struct Found {
    pub letter: Option<Letter>,
}

pub(super) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MailId,
) -> Result<Option<Found>, sqlx::Error> {
    let row = sqlx::query!(
        "select m.recipient, m.subject, m.text_body, m.html_body, m.state, r.sender_name, r.sender_email,
                r.support_email
         from mails m join resellers r on r.id = m.reseller_id
         where m.reseller_id = $1 and m.id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let bodies = row.text_body.zip(row.html_body).filter(|_| row.state == "queued");
        let letter = bodies.map(|(text, html)| Letter {
            id: id.to_string(),
            from_name: row.sender_name,
            from_email: row.sender_email,
            reply_to: row.support_email,
            to: row.recipient,
            subject: row.subject,
            text,
            html,
        });
        Found { letter }
    }))
}

pub(super) async fn mark_sent(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MailId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update mails set state = 'sent', sent_at = $3, text_body = null, html_body = null
         where reseller_id = $1 and id = $2 and state = 'queued'",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn link_host(
    conn: &mut PgConnection,
    reseller: ResellerId,
    asked: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select host from reseller_domains where reseller_id = $1 and state = 'verified'
         order by host = $2 desc, is_primary desc limit 1",
        reseller.uuid(),
        asked,
    )
    .fetch_optional(conn)
    .await
}

/// What the shop of a mail looks like, as stored.
pub(super) struct BrandRow {
    pub name: String,
    pub support_email: String,
    pub host: String,
    pub sender_name: String,
    pub sender_email: String,
    pub tokens: serde_json::Value,
    pub png_logo: Option<uuid::Uuid>,
}

pub(super) async fn brand(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<BrandRow>, sqlx::Error> {
    sqlx::query_as!(
        BrandRow,
        r#"select r.name, r.support_email, r.sender_name, r.sender_email, d.host, t.tokens, a.id as "png_logo?"
         from resellers r
         join reseller_domains d on d.reseller_id = r.id and d.is_primary
         join themes t on t.reseller_id = r.id and t.state = 'published'
         left join brand_assets a
             on a.reseller_id = r.id and a.id = t.logo_id and a.media_type = 'image/png'
         where r.id = $1"#,
        reseller.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// The owner of an account that is not closed, to be written to.
pub(super) struct Owner {
    pub email: String,
    pub first_name: String,
}

pub(super) async fn recipient(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<Option<Owner>, sqlx::Error> {
    sqlx::query_as!(
        Owner,
        "select email, first_name from users where reseller_id = $1 and id = $2 and status <> 'deleted'",
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// People with these accounts, to be written to.
pub(super) async fn readers(
    conn: &mut PgConnection,
    reseller: ResellerId,
    users: &[UserId],
) -> Result<Vec<StaffRow>, sqlx::Error> {
    let ids: Vec<uuid::Uuid> = users.iter().map(|user| user.uuid()).collect();
    sqlx::query_as!(
        StaffRow,
        r#"select id as "id: UserId", email, first_name from users
           where reseller_id = $1 and id = any($2) and status <> 'deleted' order by id"#,
        reseller.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await
}

/// Somebody of a reseller's staff, to be written to.
pub(super) struct StaffRow {
    pub id: UserId,
    pub email: String,
    pub first_name: String,
}

pub(super) async fn staff(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Vec<StaffRow>, sqlx::Error> {
    sqlx::query_as!(
        StaffRow,
        r#"select id as "id: UserId", email, first_name from users
           where reseller_id = $1 and role = 'reseller' and status = 'active' order by id"#,
        reseller.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn owners(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Vec<StaffRow>, sqlx::Error> {
    sqlx::query_as!(
        StaffRow,
        r#"select u.id as "id: UserId", u.email, u.first_name
           from staff_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.role = 'owner' and u.status = 'active' order by u.id"#,
        reseller.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn count_since(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    template: &str,
    since: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from mails
           where reseller_id = $1 and user_id = $2 and created_at > $4 and template = $3"#,
        reseller.uuid(),
        user.uuid(),
        template,
        since,
    )
    .fetch_one(conn)
    .await
}
