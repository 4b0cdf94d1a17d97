//! Calls as they stand: locked with all that finishing them takes, and found where nobody takes them further.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{mode, seconds, state};
use crate::{
    domain::{
        calls::rate::Rates, error::Internal, numbers::CompanyUse, tenancy::shop::SettlementMode,
        wallet::open::Owner,
    },
    shared::{
        call::CallState,
        currency::Currency,
        ids::{CallId, EmployeeId, NumberId, OrganizationId, ResellerId, TeamId, UserId},
        money::Money,
    },
};

/// A call with all that finishing it takes, its row locked.
pub(in crate::domain::calls) struct OpenCall {
    pub id: CallId,
    pub user: UserId,
    /// What it counts for in the company that pays.
    pub company: Option<CompanyUse>,
    /// Set aside for the slice.
    pub held: Money,
    pub number_id: NumberId,
    pub number: String,
    pub is_out: bool,
    pub peer: String,
    pub phone: Option<String>,
    pub state: CallState,
    pub provider: String,
    pub provider_call_id: Option<String>,
    pub rates: Rates,
    pub limit_seconds: u32,
    pub held_seconds: u32,
    pub slice: i32,
    pub watch_at: DateTime<Utc>,
    pub settlement_mode: SettlementMode,
    pub currency: Currency,
    pub is_cut_off: bool,
    pub has_voicemail: bool,
    pub attempts: i32,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
}

pub(in crate::domain::calls) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
) -> Result<Option<OpenCall>, Internal> {
    let row = sqlx::query!(
        r#"select c.user_id as "user: UserId", c.number_id as "number: NumberId", n.e164, c.direction, c.peer, c.phone,
                  c.state, c.provider, c.provider_call_id, c.first_rate, c.second_rate, c.limit_seconds, c.held_seconds, c.slice,
                  c.watch_at, c.settlement_mode, c.currency, c.is_cut_off, c.attempts, c.created_at, c.submitted_at,
                  c.organization_id as "organization: OrganizationId", c.employee_id as "employee: EmployeeId",
                  c.team_id as "team: TeamId", c.cost_centre, c.held_micros,
                  exists (select from voicemails v
                          where v.reseller_id = c.reseller_id and v.call_id = c.id) as "has_voicemail!"
           from call_detail_records c
           join virtual_numbers n on n.reseller_id = c.reseller_id and n.id = c.number_id
           where c.reseller_id = $1 and c.id = $2 for no key update of c"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let currency: Currency = row.currency.parse()?;
        let (employee, team, cost_centre) = (row.employee, row.team, row.cost_centre);
        Ok(OpenCall {
            id,
            user: row.user,
            company: row.organization.map(|organization| CompanyUse {
                organization,
                employee,
                team,
                cost_centre,
            }),
            held: Money::from_micros(row.held_micros, currency),
            number_id: row.number,
            number: row.e164,
            is_out: row.direction == "out",
            peer: row.peer,
            phone: row.phone,
            state: state(&row.state)?,
            provider: row.provider,
            provider_call_id: row.provider_call_id,
            rates: Rates {
                first: row.first_rate.map(serde_json::from_value).transpose()?,
                second: row.second_rate.map(serde_json::from_value).transpose()?,
            },
            limit_seconds: seconds(row.limit_seconds),
            held_seconds: seconds(row.held_seconds),
            slice: row.slice,
            watch_at: row.watch_at,
            settlement_mode: mode(&row.settlement_mode)?,
            currency,
            is_cut_off: row.is_cut_off,
            has_voicemail: row.has_voicemail,
            attempts: row.attempts,
            created_at: row.created_at,
            submitted_at: row.submitted_at,
        })
    })
    .transpose()
}

impl OpenCall {
    /// Whose wallet pays.
    pub fn owner(&self) -> Owner {
        self.company.as_ref().map_or(Owner::Customer(self.user), |of| {
            Owner::Organization(of.organization)
        })
    }
}

/// The same by the vendor's id.
pub(in crate::domain::calls) async fn lock_by_vendor(
    conn: &mut PgConnection,
    reseller: ResellerId,
    provider: &str,
    provider_call_id: &str,
) -> Result<Option<OpenCall>, Internal> {
    match by_vendor(conn, provider, provider_call_id).await? {
        Some((of, id)) if of == reseller => lock(conn, reseller, id).await,
        _ => Ok(None),
    }
}

/// Whose call the vendor's id is, as far as the transaction sees.
pub(in crate::domain::calls) async fn by_vendor(
    conn: &mut PgConnection,
    provider: &str,
    provider_call_id: &str,
) -> Result<Option<(ResellerId, CallId)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: CallId" from call_detail_records
           where provider = $1 and provider_call_id = $2"#,
        provider,
        provider_call_id,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.reseller, row.id)))
}

/// The place of the first that no call here is known to be, as far as the transaction sees.
pub(in crate::domain::calls) async fn first_free(
    conn: &mut PgConnection,
    provider: &str,
    ids: &[String],
) -> Result<Option<usize>, sqlx::Error> {
    let known = sqlx::query_scalar!(
        r#"select provider_call_id as "id!" from call_detail_records
           where provider = $1 and provider_call_id = any($2)"#,
        provider,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.iter().position(|id| !known.contains(id)))
}

/// Calls nobody has taken further since then, and whether the vendor has them; and calls whose slice ended before then.
pub(in crate::domain::calls) async fn idle(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ResellerId, CallId, bool)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: CallId",
                  provider_call_id is not null as "is_rung!"
           from call_detail_records
           where ended_at is null
             and ((provider_call_id is null and updated_at < $1) or (provider_call_id is not null and watch_at < $1))
           order by watch_at limit $2"#,
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.reseller, row.id, row.is_rung))
        .collect())
}
