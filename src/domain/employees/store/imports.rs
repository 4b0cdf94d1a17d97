//! Files of employees.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        company::ImportRefused,
        ids::{ImportId, OrganizationId, ResellerId, UserId},
    },
};

pub(in crate::domain::employees) struct NewImport<'a> {
    pub id: ImportId,
    pub by: UserId,
    pub name: &'a str,
    pub text: &'a str,
    pub now: DateTime<Utc>,
}

pub(in crate::domain::employees) async fn keep(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    new: &NewImport<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into employee_imports (id, reseller_id, organization_id, created_by, name, text, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.id.uuid(),
        reseller.uuid(),
        organization.uuid(),
        new.by.uuid(),
        new.name,
        new.text,
        new.now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::employees) async fn forget_waiting(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    by: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from employee_imports
         where reseller_id = $1 and organization_id = $2 and created_by = $3 and applied_at is null",
        reseller.uuid(),
        organization.uuid(),
        by.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A file as it is kept; without its text once it was used.
pub(in crate::domain::employees) struct Kept {
    pub name: String,
    pub text: Option<String>,
    pub added: Option<i32>,
    pub refused: Vec<ImportRefused>,
}

pub(in crate::domain::employees) async fn kept(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: ImportId,
    by: UserId,
) -> Result<Option<Kept>, Internal> {
    let row = sqlx::query!(
        "select name, text, added, refused from employee_imports
         where reseller_id = $1 and organization_id = $2 and id = $3 and created_by = $4",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        by.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Kept {
            name: row.name,
            text: row.text,
            added: row.added,
            refused: row
                .refused
                .map(serde_json::from_value)
                .transpose()?
                .unwrap_or_default(),
        })
    })
    .transpose()
}

/// Of two who use it at the same time, the second finds it used.
pub(in crate::domain::employees) async fn hold_import(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: ImportId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from employee_imports
         where reseller_id = $1 and organization_id = $2 and id = $3 for no key update",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(drop)
}

pub(in crate::domain::employees) async fn finish(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: ImportId,
    added: u64,
    refused: &[ImportRefused],
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    sqlx::query!(
        "update employee_imports set text = null, added = $4, refused = $5, applied_at = $6
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        i32::try_from(added).unwrap_or(i32::MAX),
        serde_json::to_value(refused)?,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Every company's files that waited since before this, with their text. Returns how many.
pub(in crate::domain::employees) async fn forget_waiting_since(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    sqlx::query!(
        "delete from employee_imports where applied_at is null and created_at < $1",
        before,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}
