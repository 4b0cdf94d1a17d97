//! The SQL of the contacts room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{numbers::format::display, scope::Buys},
    shared::{
        ids::{ContactId, OrganizationId, ResellerId, UserId},
        message::ContactRow,
    },
};

/// Where a page ended: the name in small letters, and the id.
pub(super) struct Cursor {
    name: String,
    id: Uuid,
}

impl Cursor {
    pub fn of(row: &ContactRow) -> Self {
        Self {
            name: row.name.to_lowercase(),
            id: row.id.uuid(),
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (id, name) = text.split_once('-')?;
        Some(Self {
            name: name.to_owned(),
            id: Uuid::try_parse(id).ok()?,
        })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.id.simple(), self.name)
    }
}

/// They that fit, by name. Planned for what is asked, so only in a search's transaction.
pub(super) async fn list(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    wanted: &str,
    id: Option<ContactId>,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<ContactRow>, sqlx::Error> {
    let digits: String = wanted.chars().filter(char::is_ascii_digit).collect();
    let rows = sqlx::query!(
        r#"select id as "id: ContactId", name, e164, tags, note from contacts
           where reseller_id = $1 and owner_id = $2
             and ($3 = '' or position(lower($3) in lower(name)) > 0 or lower($3) = any(tags)
                  or (length($4) >= 3 and position($4 in e164) > 0))
             and ($5::uuid is null or id = $5)
             and ($6::uuid is null or (lower(name), id) > ($7, $6))
           order by lower(name), id limit $8"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        wanted,
        digits,
        id.map(ContactId::uuid),
        after.map(|cursor| cursor.id),
        after.map_or("", |cursor| cursor.name.as_str()),
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ContactRow {
            id: row.id,
            name: row.name,
            display: display(&row.e164),
            e164: row.e164,
            tags: row.tags,
            note: row.note,
        })
        .collect())
}

/// A contact that was checked.
pub(super) struct Contact<'a> {
    pub id: ContactId,
    pub name: &'a str,
    pub e164: &'a str,
    pub tags: &'a [String],
    pub note: &'a str,
}

pub(super) async fn count(conn: &mut PgConnection, buyer: &impl Buys) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from contacts where reseller_id = $1 and owner_id = $2"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    new: &Contact<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into contacts (id, reseller_id, user_id, e164, name, tags, note, created_at, updated_at,
                               organization_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
        new.id.uuid(),
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        new.e164,
        new.name,
        new.tags,
        new.note,
        now,
        buyer.company().map(OrganizationId::uuid),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn update(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    new: &Contact<'_>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update contacts set e164 = $4, name = $5, tags = $6, note = $7, updated_at = $8
         where reseller_id = $2 and owner_id = $3 and id = $1",
        new.id.uuid(),
        buyer.reseller().uuid(),
        buyer.owner_id(),
        new.e164,
        new.name,
        new.tags,
        new.note,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: ContactId,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from contacts where reseller_id = $1 and owner_id = $2 and id = $3",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        id.uuid(),
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete_all(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from contacts where reseller_id = $1 and owner_id = $2",
        reseller.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}
