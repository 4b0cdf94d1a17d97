//! The SQL of the audit room.

pub(super) mod list;
pub(super) mod of_company;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::ipnet::IpNet};
use uuid::Uuid;

use super::Audit;
use crate::shared::ids::{OrganizationId, ResellerId, UserId};

/// Who acted, in whose place, and in which company.
pub(super) struct Actors {
    pub actor: Option<UserId>,
    pub on_behalf_of: Option<UserId>,
    pub company: Option<OrganizationId>,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    actors: Actors,
    now: DateTime<Utc>,
    audit: Audit<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into audit_logs (id, reseller_id, actor_id, on_behalf_of, action, entity, before, after, request_id,
                                 address, at, organization_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        Uuid::now_v7(),
        reseller.uuid(),
        actors.actor.map(UserId::uuid),
        actors.on_behalf_of.map(UserId::uuid),
        audit.action,
        audit.entity,
        audit.before,
        audit.after,
        audit.request_id,
        audit.address.map(IpNet::from),
        now,
        actors.company.map(OrganizationId::uuid),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The platform's own shop.
pub(super) async fn platform(conn: &mut PgConnection) -> Result<ResellerId, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: ResellerId" from resellers where is_platform"#)
        .fetch_one(conn)
        .await
}
