//! Reading the log of one company.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    domain::time_cursor::TimeCursor,
    shared::ids::{AuditId, OrganizationId, ResellerId},
};

/// An act as stored, with the address of whoever acted and the name of what it was done to.
pub(in crate::domain::audit) struct Found {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    pub actor: Option<String>,
    pub is_by_itself: bool,
    pub action: String,
    pub entity: String,
    pub subject: Option<String>,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// The acts, newest first. `actor` is `None` for whoever is no customer of the shop: its staff, or its systems. The
/// entity's text is a prefix and the UUID without hyphens.
pub(in crate::domain::audit) async fn acts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    after: Option<TimeCursor>,
    limit: usize,
) -> Result<Vec<Found>, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"with page as (
               select a.*, case when a.entity ~ '^[a-z]{3}_[0-9a-f]{32}$' then substr(a.entity, 5)::uuid end as thing
               from audit_logs a
               where a.reseller_id = $1 and a.organization_id = $2
                 and ($3::timestamptz is null or (a.at, a.id) < ($3, $4::uuid))
               order by a.at desc, a.id desc limit $5)
           select p.id as "id!: AuditId", p.at as "at!", actor.email as "actor?", p.actor_id is null as "is_by_itself!", p.action as "action!",
                  p.entity as "entity!", p.before, p.after,
                  coalesce(person.email, employee.first_name || ' ' || employee.last_name, team.name, invited.email,
                           import.name, holder.first_name || ' ' || holder.last_name, assigned.name,
                           case when p.action like 'member.invit%' then coalesce(p.after ->> 'email', p.before ->> 'email') end)
                      as subject
           from page p
           left join users actor on actor.reseller_id = $1 and actor.id = p.actor_id and p.on_behalf_of is null
                and actor.role = 'user'
           left join users person on person.reseller_id = $1 and person.id = p.thing
           left join employees employee on employee.reseller_id = $1 and employee.organization_id = $2
                and employee.id = p.thing
           left join teams team on team.reseller_id = $1 and team.organization_id = $2 and team.id = p.thing
           left join organization_invitations invited on invited.reseller_id = $1 and invited.organization_id = $2
                and invited.id = p.thing
           left join employee_imports import on import.reseller_id = $1 and import.organization_id = $2
                and import.id = p.thing
           left join lines line on line.reseller_id = $1 and line.organization_id = $2 and line.id = p.thing
           left join employees holder on holder.reseller_id = $1 and holder.organization_id = $2
                and holder.id = line.employee_id
           left join line_batches batch on batch.reseller_id = $1 and batch.organization_id = $2
                and batch.id = p.thing
           left join esim_data_plans assigned on assigned.id = batch.plan_id
           order by p.at desc, p.id desc"#,
        reseller.uuid(),
        organization.uuid(),
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(conn)
    .await
}
