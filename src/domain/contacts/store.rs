//! The SQL of the contacts room: contacts. Fields have a file of their own.

mod fields;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

pub(super) use self::fields::{delete_field, fields, forget_said, hold_owner, insert_field};
use super::{details::Checked, import::Columns, list::ContactFilter};
use crate::{
    domain::{numbers::format::display, scope::Buys},
    shared::{
        contact::{ContactField, ContactRow, Said},
        ids::{ContactId, OrganizationId, ResellerId, UserId},
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
    filter: &ContactFilter,
    id: Option<ContactId>,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<ContactRow>, sqlx::Error> {
    let digits: String = filter.wanted.chars().filter(char::is_ascii_digit).collect();
    let rows = sqlx::query!(
        r#"select id as "id: ContactId", name, e164, groups, tags, note, custom from contacts
           where reseller_id = $1 and owner_id = $2
             and ($3 = '' or position(lower($3) in lower(name)) > 0 or lower($3) = any(tags)
                  or exists (select from unnest(groups) one where lower(one) = lower($3))
                  or exists (select from jsonb_each_text(custom) said
                              where position(lower($3) in lower(said.value)) > 0)
                  or (length($4) >= 3 and position($4 in e164) > 0))
             and ($5::uuid is null or id = $5)
             and ($6::uuid is null or (lower(name), id) > ($7, $6))
             and ($9 = '' or exists (select from unnest(groups) one where lower(one) = lower($9)))
           order by lower(name), id limit $8"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        filter.wanted,
        digits,
        id.map(ContactId::uuid),
        after.map(|cursor| cursor.id),
        after.map_or("", |cursor| cursor.name.as_str()),
        limit,
        filter.group,
    )
    .fetch_all(&mut *conn)
    .await?;
    let fields = fields(conn, buyer).await?;
    Ok(rows
        .into_iter()
        .map(|row| ContactRow {
            said: said(&fields, &row.custom),
            id: row.id,
            name: row.name,
            display: display(&row.e164),
            e164: row.e164,
            groups: row.groups,
            tags: row.tags,
            note: row.note,
        })
        .collect())
}

/// What the fields say, in their order.
fn said(fields: &[ContactField], custom: &serde_json::Value) -> Vec<Said> {
    fields
        .iter()
        .filter_map(|field| {
            let text = custom.get(field.id.uuid().to_string())?.as_str()?;
            Some(Said {
                field: field.id,
                name: field.name.clone(),
                text: text.to_owned(),
            })
        })
        .collect()
}

/// Each group once, however it is written.
pub(super) async fn groups(conn: &mut PgConnection, buyer: &impl Buys) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select min(one) as "one!" from contacts, unnest(groups) one where reseller_id = $1 and owner_id = $2
           group by lower(one) order by lower(one) limit 100"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
    )
    .fetch_all(conn)
    .await
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
    id: ContactId,
    new: &Checked,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into contacts (id, reseller_id, user_id, e164, name, tags, note, created_at, updated_at,
                               organization_id, groups, custom)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11)",
        id.uuid(),
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        new.e164,
        new.name,
        &new.tags,
        new.note,
        now,
        buyer.company().map(OrganizationId::uuid),
        &new.groups,
        new.custom,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn update(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: ContactId,
    new: &Checked,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update contacts
         set e164 = $4, name = $5, tags = $6, note = $7, updated_at = $8, groups = $9, custom = $10
         where reseller_id = $2 and owner_id = $3 and id = $1",
        id.uuid(),
        buyer.reseller().uuid(),
        buyer.owner_id(),
        new.e164,
        new.name,
        &new.tags,
        new.note,
        now,
        &new.groups,
        new.custom,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Contacts of a file, each number once: new, or in the place of the one with its number where that says something
/// else. How many.
pub(super) async fn upsert(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    columns: &Columns,
    rows: &[Checked],
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let ids: Vec<Uuid> = rows.iter().map(|_| ContactId::new().uuid()).collect();
    let all = |of: fn(&Checked) -> String| -> Vec<String> { rows.iter().map(of).collect() };
    let customs: Vec<serde_json::Value> = rows.iter().map(|row| row.custom.clone()).collect();
    let done = sqlx::query!(
        "insert into contacts as known (id, reseller_id, user_id, organization_id, created_at, updated_at, e164, name,
                                        groups, tags, note, custom)
         select one.id, $1, $2, $3, $4, $4, one.e164, one.name, string_to_array(one.groups, ','),
                string_to_array(one.tags, ','), one.note, one.custom
         from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[])
              as one (id, e164, name, groups, tags, note, custom)
         on conflict on constraint contact_once do update
         set name = excluded.name, updated_at = excluded.updated_at,
             groups = case when $12 then excluded.groups else known.groups end,
             tags = case when $13 then excluded.tags else known.tags end,
             note = case when $14 then excluded.note else known.note end,
             custom = (known.custom - $15::text[]) || excluded.custom
         where known.name <> excluded.name
            or ($12 and known.groups <> excluded.groups)
            or ($13 and known.tags <> excluded.tags)
            or ($14 and known.note <> excluded.note)
            or (known.custom - $15::text[]) || excluded.custom <> known.custom",
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        buyer.company().map(OrganizationId::uuid),
        now,
        &ids,
        &all(|row| row.e164.clone()),
        &all(|row| row.name.clone()),
        // No group and no tag has a comma.
        &all(|row| row.groups.join(",")),
        &all(|row| row.tags.join(",")),
        &all(|row| row.note.clone()),
        &customs,
        columns.groups,
        columns.tags,
        columns.note,
        &columns.fields,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
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

/// Contacts and fields of a person.
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
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from contact_fields where reseller_id = $1 and owner_id = $2",
        reseller.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}
