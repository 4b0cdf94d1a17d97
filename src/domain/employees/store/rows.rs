//! Employees.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::employees::{Allocation, EmployeeFilter, details::Details},
    shared::{
        company::{EmployeeRow, EmployeeState, TeamChoice},
        ids::{EmployeeId, OrganizationId, ResellerId, TeamId},
        line::LeaverLines,
    },
};

/// The day it is in the company's time zone.
pub(in crate::domain::employees) async fn today(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<NaiveDate, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select ($3::timestamptz at time zone timezone)::date as "today!" from organizations
           where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        now,
    )
    .fetch_one(conn)
    .await
}

struct Found {
    id: EmployeeId,
    email: String,
    first_name: String,
    last_name: String,
    phone_model: String,
    cost_centre: String,
    team: Option<TeamId>,
    team_name: Option<String>,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    created_at: DateTime<Utc>,
}

impl Found {
    fn row(self, today: NaiveDate) -> EmployeeRow {
        EmployeeRow {
            id: self.id,
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            phone_model: self.phone_model,
            cost_centre: self.cost_centre,
            team: self
                .team
                .zip(self.team_name)
                .map(|(id, name)| TeamChoice { id, name }),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            state: EmployeeState::on(today, self.starts_on, self.ends_on),
            created_at: self.created_at,
        }
    }
}

pub(in crate::domain::employees) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: EmployeeId,
    today: NaiveDate,
) -> Result<Option<EmployeeRow>, sqlx::Error> {
    let found = sqlx::query_as!(
        Found,
        r#"select e.id as "id: EmployeeId", e.email, e.first_name, e.last_name, e.phone_model, e.cost_centre,
                  e.team_id as "team: TeamId", t.name as "team_name?", e.starts_on, e.ends_on, e.created_at
           from employees e
           left join teams t on t.reseller_id = e.reseller_id and t.organization_id = e.organization_id
                            and t.id = e.team_id
           where e.reseller_id = $1 and e.organization_id = $2 and e.id = $3"#,
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|found| found.row(today)))
}

/// Which employees.
pub(in crate::domain::employees) struct Wanted<'a> {
    pub filter: &'a EmployeeFilter,
    /// These alone; `None` for all.
    pub teams: Option<&'a [TeamId]>,
    pub today: NaiveDate,
    pub limit: i64,
}

/// By last name. The text is the beginning of a name, a last name or an address.
pub(in crate::domain::employees) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    wanted: &Wanted<'_>,
) -> Result<Vec<EmployeeRow>, sqlx::Error> {
    let teams: Option<Vec<Uuid>> = wanted
        .teams
        .map(|teams| teams.iter().map(|team| team.uuid()).collect());
    let text = (!wanted.filter.q.is_empty()).then(|| wanted.filter.q.clone());
    let end = text.as_ref().map(|text| format!("{text}\u{10FFFF}"));
    let found = sqlx::query_as!(
        Found,
        r#"select e.id as "id: EmployeeId", e.email, e.first_name, e.last_name, e.phone_model, e.cost_centre,
                  e.team_id as "team: TeamId", t.name as "team_name?", e.starts_on, e.ends_on, e.created_at
           from employees e
           left join teams t on t.reseller_id = e.reseller_id and t.organization_id = e.organization_id
                            and t.id = e.team_id
           where e.reseller_id = $1 and e.organization_id = $2
             and ($3::uuid[] is null or e.team_id = any($3))
             and ($4::uuid is null or e.team_id = $4)
             and case $5::text
                     when 'planned' then e.starts_on > $6 and (e.ends_on is null or e.ends_on >= $6)
                     when 'active' then e.starts_on <= $6 and (e.ends_on is null or e.ends_on >= $6)
                     when 'left' then e.ends_on < $6
                     else e.ends_on is null or e.ends_on >= $6
                 end
             and ($7::text is null
                  or (e.surname_key >= $7 collate "C" and e.surname_key < $8 collate "C")
                  or (e.name_key >= $7 collate "C" and e.name_key < $8 collate "C")
                  or (e.email collate "C" >= $7 collate "C" and e.email collate "C" < $8 collate "C"))
             and ($9::uuid is null or (e.surname_key, e.id) >
                  (select l.surname_key, l.id from employees l
                   where l.reseller_id = $1 and l.organization_id = $2 and l.id = $9))
           order by e.surname_key, e.id limit $10"#,
        reseller.uuid(),
        organization.uuid(),
        teams.as_deref(),
        wanted.filter.team.map(TeamId::uuid),
        wanted.filter.state.map(EmployeeState::as_str),
        wanted.today,
        text,
        end,
        wanted.filter.after.map(EmployeeId::uuid),
        wanted.limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(found.into_iter().map(|found| found.row(wanted.today)).collect())
}

pub(in crate::domain::employees) async fn count(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from employees where reseller_id = $1 and organization_id = $2"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// Those of the addresses that are an employee's.
pub(in crate::domain::employees) async fn taken(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    addresses: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select email from employees where reseller_id = $1 and organization_id = $2 and email = any($3)",
        reseller.uuid(),
        organization.uuid(),
        addresses,
    )
    .fetch_all(conn)
    .await
}

/// Held until the transaction ends.
pub(in crate::domain::employees) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: EmployeeId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from employees where reseller_id = $1 and organization_id = $2 and id = $3 for no key update",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(drop)
}

/// False when the address is taken.
pub(in crate::domain::employees) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: EmployeeId,
    new: &Details,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "insert into employees (id, reseller_id, organization_id, email, first_name, last_name, phone_model,
                                cost_centre, team_id, starts_on, ends_on, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing",
        id.uuid(),
        reseller.uuid(),
        organization.uuid(),
        new.email.as_str(),
        new.first_name,
        new.last_name,
        new.phone_model,
        new.cost_centre,
        new.team.map(TeamId::uuid),
        new.starts_on,
        new.ends_on,
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// How many were entered; an address that was taken meanwhile is left out.
pub(in crate::domain::employees) async fn insert_all(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    rows: &[Details],
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let texts =
        |of: fn(&Details) -> &str| -> Vec<String> { rows.iter().map(|row| of(row).to_owned()).collect() };
    let ids: Vec<Uuid> = rows.iter().map(|_| EmployeeId::new().uuid()).collect();
    let teams: Vec<Option<Uuid>> = rows.iter().map(|row| row.team.map(TeamId::uuid)).collect();
    let starts: Vec<NaiveDate> = rows.iter().map(|row| row.starts_on).collect();
    let ends: Vec<Option<NaiveDate>> = rows.iter().map(|row| row.ends_on).collect();
    sqlx::query!(
        "insert into employees (id, reseller_id, organization_id, email, first_name, last_name, phone_model,
                                cost_centre, team_id, starts_on, ends_on, created_at)
         select id, $1, $2, email, first_name, last_name, phone_model, cost_centre, team_id, starts_on, ends_on, $12
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[],
                     $10::date[], $11::date[])
              as new (id, email, first_name, last_name, phone_model, cost_centre, team_id, starts_on, ends_on)
         on conflict do nothing",
        reseller.uuid(),
        organization.uuid(),
        &ids,
        &texts(|row| row.email.as_str()),
        &texts(|row| &row.first_name),
        &texts(|row| &row.last_name),
        &texts(|row| &row.phone_model),
        &texts(|row| &row.cost_centre),
        &teams as &[Option<Uuid>],
        &starts,
        &ends as &[Option<NaiveDate>],
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// False when the address is somebody else's.
pub(in crate::domain::employees) async fn update(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: EmployeeId,
    new: &Details,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update employees set email = $4, first_name = $5, last_name = $6, phone_model = $7, cost_centre = $8,
                              team_id = $9, starts_on = $10, ends_on = $11
         where reseller_id = $1 and organization_id = $2 and id = $3
           and not exists (select from employees other where other.reseller_id = $1 and other.organization_id = $2
                           and other.email = $4 and other.id <> $3)",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        new.email.as_str(),
        new.first_name,
        new.last_name,
        new.phone_model,
        new.cost_centre,
        new.team.map(TeamId::uuid),
        new.starts_on,
        new.ends_on,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

pub(in crate::domain::employees) async fn set_end(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: EmployeeId,
    (starts_on, last_day): (NaiveDate, NaiveDate),
    lines: Option<LeaverLines>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update employees set starts_on = $6, ends_on = $4, leaver_lines = $5
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        last_day,
        lines.map(LeaverLines::as_str),
        starts_on,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The employee's name, team and cost centre.
pub(in crate::domain::employees) async fn allocation(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: EmployeeId,
) -> Result<Option<Allocation>, sqlx::Error> {
    sqlx::query_as!(
        Allocation,
        r#"select first_name || ' ' || last_name as "name!", team_id as "team: TeamId", cost_centre from employees
           where reseller_id = $1 and organization_id = $2 and id = $3"#,
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Who has this address and has not left.
pub(in crate::domain::employees) async fn staying(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    email: &str,
    today: NaiveDate,
) -> Result<Option<EmployeeId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: EmployeeId" from employees
           where reseller_id = $1 and organization_id = $2 and email = $3 and (ends_on is null or ends_on >= $4)"#,
        reseller.uuid(),
        organization.uuid(),
        email,
        today,
    )
    .fetch_optional(conn)
    .await
}
