//! SQL of the fields contacts have.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::scope::Buys,
    shared::{
        contact::ContactField,
        ids::{ContactFieldId, OrganizationId},
    },
};

/// Oldest first.
pub(in crate::domain::contacts) async fn fields(
    conn: &mut PgConnection,
    buyer: &impl Buys,
) -> Result<Vec<ContactField>, sqlx::Error> {
    sqlx::query_as!(
        ContactField,
        r#"select id as "id: ContactFieldId", name from contact_fields
           where reseller_id = $1 and owner_id = $2 order by created_at, id limit 100"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
    )
    .fetch_all(conn)
    .await
}

/// One change of an owner's fields, or one file, at a time.
pub(in crate::domain::contacts) async fn hold_owner(
    conn: &mut PgConnection,
    buyer: &impl Buys,
) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!(
        r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "lock: ()""#,
        format!("contacts {}", buyer.owner_id()),
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

/// False when there is one of this name.
pub(in crate::domain::contacts) async fn insert_field(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: ContactFieldId,
    name: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let company = buyer.company().map(OrganizationId::uuid);
    let person = company.is_none().then(|| buyer.user().uuid());
    let done = sqlx::query!(
        "insert into contact_fields (reseller_id, id, user_id, organization_id, name, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        buyer.reseller().uuid(),
        id.uuid(),
        person,
        company,
        name,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Its name, when it was there.
pub(in crate::domain::contacts) async fn delete_field(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: ContactFieldId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "delete from contact_fields where reseller_id = $1 and owner_id = $2 and id = $3 returning name",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// What contacts say in a field.
pub(in crate::domain::contacts) async fn forget_said(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: ContactFieldId,
) -> Result<(), sqlx::Error> {
    let key = id.uuid().to_string();
    sqlx::query!(
        "update contacts set custom = custom - $3::text where reseller_id = $1 and owner_id = $2 and custom ? $3::text",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        key,
    )
    .execute(conn)
    .await
    .map(drop)
}
