//! Settings of a company's provider.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        ids::{OrganizationId, ResellerId},
        permissions::OrganizationRole,
    },
};

/// The settings, with the secret as it is kept.
pub(in crate::domain::sign_in) struct Row {
    pub organization: OrganizationId,
    pub short_name: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Vec<u8>,
    pub groups_claim: String,
    pub default_role: Option<OrganizationRole>,
    pub is_on: bool,
    pub is_enforced: bool,
    pub is_proven: bool,
    pub last_test: Option<Value>,
}

fn role(text: Option<&str>) -> Result<Option<OrganizationRole>, Internal> {
    text.map(|text| {
        OrganizationRole::parse(text).ok_or_else(|| Internal::broken("unknown role in a company"))
    })
    .transpose()
}

/// Held until the transaction ends.
pub(in crate::domain::sign_in) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Option<Row>, Internal> {
    let row = sqlx::query!(
        r#"select short_name, issuer, client_id, client_secret, groups_claim, default_role, is_on, is_enforced,
                  proven_at is not null as "is_proven!", last_test
           from organization_sign_ins where reseller_id = $1 and organization_id = $2 for no key update"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Row {
            organization,
            short_name: row.short_name,
            issuer: row.issuer,
            client_id: row.client_id,
            client_secret: row.client_secret,
            groups_claim: row.groups_claim,
            default_role: role(row.default_role.as_deref())?,
            is_on: row.is_on,
            is_enforced: row.is_enforced,
            is_proven: row.is_proven,
            last_test: row.last_test,
        })
    })
    .transpose()
}

/// The company whose sign-in is switched on under this name.
pub(in crate::domain::sign_in) async fn by_short_name(
    conn: &mut PgConnection,
    reseller: ResellerId,
    name: &str,
) -> Result<Option<OrganizationId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select organization_id as "id: OrganizationId" from organization_sign_ins
           where reseller_id = $1 and short_name = $2 and is_on"#,
        reseller.uuid(),
        name,
    )
    .fetch_optional(conn)
    .await
}

/// The company of a member with this address, or the one whose domain it is in.
pub(in crate::domain::sign_in) async fn by_email(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &str,
    domain: &str,
) -> Result<Option<OrganizationId>, sqlx::Error> {
    let of_member = sqlx::query_scalar!(
        r#"select c.organization_id as "id: OrganizationId"
           from users u
           join organization_members m on m.reseller_id = u.reseller_id and m.user_id = u.id and m.state = 'active'
           join organization_sign_ins c on c.reseller_id = m.reseller_id and c.organization_id = m.organization_id
           where u.reseller_id = $1 and u.email = $2 and c.is_on
           order by c.is_enforced desc, m.created_at limit 1"#,
        reseller.uuid(),
        email,
    )
    .fetch_optional(&mut *conn)
    .await?;
    if of_member.is_some() {
        return Ok(of_member);
    }
    sqlx::query_scalar!(
        r#"select c.organization_id as "id: OrganizationId"
           from organization_email_domains d
           join organization_sign_ins c on c.reseller_id = d.reseller_id and c.organization_id = d.organization_id
           where d.reseller_id = $1 and d.domain = $2 and d.verified_at is not null and c.is_on"#,
        reseller.uuid(),
        domain,
    )
    .fetch_optional(conn)
    .await
}

/// Whether another company of the shop has the name.
pub(in crate::domain::sign_in) async fn is_taken(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    name: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from organization_sign_ins
                          where reseller_id = $1 and organization_id <> $2 and short_name = $3) as "is!""#,
        reseller.uuid(),
        organization.uuid(),
        name,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::sign_in) async fn save(
    conn: &mut PgConnection,
    reseller: ResellerId,
    row: &Row,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into organization_sign_ins
             (reseller_id, organization_id, short_name, issuer, client_id, client_secret, groups_claim, default_role,
              is_on, is_enforced, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, false, $12)
         on conflict (reseller_id, organization_id) do update set
             short_name = excluded.short_name, issuer = excluded.issuer, client_id = excluded.client_id,
             client_secret = excluded.client_secret, groups_claim = excluded.groups_claim,
             default_role = excluded.default_role, is_on = excluded.is_on, is_enforced = $10,
             proven_at = case when $11 then organization_sign_ins.proven_at end, updated_at = excluded.updated_at",
        reseller.uuid(),
        row.organization.uuid(),
        row.short_name,
        row.issuer,
        row.client_id,
        row.client_secret,
        row.groups_claim,
        row.default_role.map(OrganizationRole::as_str),
        row.is_on,
        row.is_enforced,
        row.is_proven,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::sign_in) async fn set_enforced(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    is_enforced: bool,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_sign_ins set is_enforced = $3, updated_at = $4
         where reseller_id = $1 and organization_id = $2",
        reseller.uuid(),
        organization.uuid(),
        is_enforced,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Somebody came through with these settings.
pub(in crate::domain::sign_in) async fn set_proven(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_sign_ins set proven_at = $3
         where reseller_id = $1 and organization_id = $2 and proven_at is null",
        reseller.uuid(),
        organization.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::sign_in) async fn set_last_test(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    test: &Value,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_sign_ins set last_test = $3 where reseller_id = $1 and organization_id = $2",
        reseller.uuid(),
        organization.uuid(),
        test,
    )
    .execute(conn)
    .await
    .map(drop)
}
