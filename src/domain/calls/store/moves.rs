//! Calls on their way: written, locked, moved from state to state.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{count, mode, seconds, state};
use crate::{
    domain::{
        calls::{open::Opening, rate::Rates},
        error::Internal,
        numbers::CompanyUse,
        tenancy::shop::SettlementMode,
        wallet::open::Owner,
    },
    shared::{
        call::{CallState, length},
        currency::Currency,
        ids::{CallId, EmployeeId, NumberId, OrganizationId, ResellerId, TeamId, UserId, WalletId},
        money::Money,
        price::PriceStack,
    },
};

pub(in crate::domain::calls) struct NewCall<'a> {
    pub opening: &'a Opening<'a>,
    pub wallet: WalletId,
}

/// False when the call is there already. Waits for another writer of it to commit.
pub(in crate::domain::calls) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewCall<'_>,
) -> Result<bool, Internal> {
    let Opening {
        id,
        user,
        number,
        rates,
        now,
        company,
        ..
    } = new.opening;
    let opening = new.opening;
    let (direction, kind) = if opening.is_out {
        ("out", "held")
    } else {
        ("in", "incoming")
    };
    let json = |rate: &Option<PriceStack>| rate.as_ref().map(serde_json::to_value).transpose();
    let made = sqlx::query_scalar!(
        r#"with made as (
               insert into call_detail_records (id, reseller_id, user_id, number_id, direction, peer, country, phone, state,
                                                provider, provider_call_id, payer, wallet_id, settlement_mode, first_rate,
                                                second_rate, limit_seconds, held_seconds, watch_at, currency, created_at,
                                                updated_at, organization_id, employee_id, team_id, cost_centre)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $19, $12, $13, $14, $15, 0, 0, $16, $17, $16,
                       $16, $20, $21, $22, $23)
               on conflict do nothing returning 1),
           event as (
               insert into call_events (reseller_id, call_id, kind, at) select $2, $1, $18, $16 from made)
           select count(*) as "made!" from made"#,
        id.uuid(),
        reseller.uuid(),
        user.uuid(),
        number.uuid(),
        direction,
        opening.peer,
        opening.country.as_str(),
        opening.phone,
        if opening.is_out { "queued" } else { "ringing" },
        opening.provider,
        opening.provider_call_id,
        new.wallet.uuid(),
        opening.settlement_mode.as_str(),
        json(&rates.first)?,
        json(&rates.second)?,
        now,
        opening.currency.code(),
        kind,
        if company.is_some() { "organization" } else { "customer" },
        company.map(|of| of.organization.uuid()),
        company.and_then(|of| of.employee).map(EmployeeId::uuid),
        company.and_then(|of| of.team).map(TeamId::uuid),
        company.map_or("", |of| of.cost_centre.as_str()),
    )
    .fetch_one(conn)
    .await?;
    Ok(made == 1)
}

pub(in crate::domain::calls) async fn set_limit(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    limit: u32,
    (held, price): (u32, Option<Money>),
    until: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update call_detail_records set limit_seconds = $3, held_seconds = $4, watch_at = $5, held_micros = $6
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        count(limit),
        count(held),
        until,
        price.map_or(0, Money::micros),
    )
    .execute(conn)
    .await
    .map(drop)
}

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

pub(in crate::domain::calls) async fn set_submitted(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records set submitted_at = $3, updated_at = $3
             where reseller_id = $1 and id = $2 and state = 'queued' returning 1)
         insert into call_events (reseller_id, call_id, kind, at) select $1, $2, 'submitted', $3 from moved",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::calls) async fn set_unknown(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records set state = 'unknown', updated_at = $3
             where reseller_id = $1 and id = $2 and state = 'queued' returning 1)
         insert into call_events (reseller_id, call_id, kind, at) select $1, $2, 'unknown', $3 from moved",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The vendor has it; a call that came further stays where it is.
pub(in crate::domain::calls) async fn set_ringing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    provider_call_id: &str,
    is_assumed: bool,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records set provider_call_id = $3, is_assumed = $4, updated_at = $5,
                    state = case when state in ('queued', 'unknown') then 'ringing' else state end
             where reseller_id = $1 and id = $2 and provider_call_id is null and ended_at is null returning 1)
         insert into call_events (reseller_id, call_id, kind, at) select $1, $2, 'ringing', $5 from moved",
        reseller.uuid(),
        id.uuid(),
        provider_call_id,
        is_assumed,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The caller's phone was answered: from now on the slice is used.
pub(in crate::domain::calls) async fn set_answered(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    provider_call_id: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records
             set provider_call_id = $3, state = 'in_progress', answered_at = $4, updated_at = $4,
                 watch_at = $4::timestamptz + make_interval(secs => held_seconds)
             where reseller_id = $1 and id = $2 and answered_at is null and ended_at is null returning 1)
         insert into call_events (reseller_id, call_id, kind, at) select $1, $2, 'answered', $4 from moved",
        reseller.uuid(),
        id.uuid(),
        provider_call_id,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::calls) async fn set_in_progress(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update call_detail_records set state = 'in_progress', updated_at = $3
         where reseller_id = $1 and id = $2 and state in ('queued', 'unknown', 'ringing')",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What the second leg came to: whether anybody talked, how long, and whether the money was used up by it.
pub(in crate::domain::calls) async fn set_joined(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    leg: Option<&str>,
    (is_talked, lasted, is_used_up): (bool, u32, bool),
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records set provider_leg_id = coalesce(provider_leg_id, $3), updated_at = $5,
                    is_cut_off = is_cut_off or $4
             where reseller_id = $1 and id = $2 and ended_at is null returning 1)
         insert into call_events (reseller_id, call_id, kind, detail, at) select $1, $2, $6, $7, $5 from moved",
        reseller.uuid(),
        id.uuid(),
        leg,
        is_used_up,
        now,
        if is_talked { "talked" } else { "not_joined" },
        if is_talked { length(i32::try_from(lasted).unwrap_or(i32::MAX)) } else { String::new() },
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::calls) async fn add_voicemail(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    recording: &str,
    lasted: u32,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with made as (
             insert into voicemails (reseller_id, call_id, provider_recording_id, seconds, at)
             values ($1, $2, $3, $4, $5) on conflict do nothing returning 1)
         insert into call_events (reseller_id, call_id, kind, detail, at)
         select $1, $2, 'recorded', $6, $5 from made",
        reseller.uuid(),
        id.uuid(),
        recording,
        count(lasted),
        now,
        length(i32::try_from(lasted).unwrap_or(i32::MAX)),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Whether somebody left a message, as it stands now.
pub(in crate::domain::calls) async fn has_voicemail(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from voicemails where reseller_id = $1 and call_id = $2) as "has!""#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// A message was left by somebody whose call ended without one.
pub(in crate::domain::calls) async fn set_message_left(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update call_detail_records set state = 'completed', updated_at = $3
         where reseller_id = $1 and id = $2 and direction = 'in' and state = 'no_answer'",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::calls) async fn set_lengthened(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    (held, slice, price): (u32, i32, Option<Money>),
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records set held_seconds = $3, slice = $4, watch_at = $5, updated_at = $6, held_micros = $8
             where reseller_id = $1 and id = $2 and ended_at is null returning 1)
         insert into call_events (reseller_id, call_id, kind, detail, at)
         select $1, $2, 'lengthened', $7, $6 from moved",
        reseller.uuid(),
        id.uuid(),
        count(held),
        slice,
        until,
        now,
        format!("up to {} min", held / 60),
        price.map_or(0, Money::micros),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::calls) async fn set_cut_off(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records set is_cut_off = true, updated_at = $3
             where reseller_id = $1 and id = $2 and ended_at is null and not is_cut_off returning 1)
         insert into call_events (reseller_id, call_id, kind, at) select $1, $2, 'cut_off', $3 from moved",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// How a call ended.
pub(in crate::domain::calls) struct Ended<'a> {
    pub state: CallState,
    pub seconds: u32,
    pub billed_seconds: u32,
    pub unbilled_seconds: u32,
    pub stack: Option<&'a PriceStack>,
    pub now: DateTime<Utc>,
}

pub(in crate::domain::calls) async fn set_over(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    ended: &Ended<'_>,
) -> Result<(), Internal> {
    sqlx::query!(
        "with moved as (
             update call_detail_records
             set state = $3, seconds = $4, billed_seconds = $5, unbilled_seconds = $6, price_stack = $7,
                 charged_micros = $8, ended_at = $9, updated_at = $9
             where reseller_id = $1 and id = $2 and ended_at is null returning 1)
         insert into call_events (reseller_id, call_id, kind, at)
         select $1, $2, event.kind, $9 from moved, unnest($10::text[]) with ordinality as event (kind, nth)
         order by event.nth",
        reseller.uuid(),
        id.uuid(),
        ended.state.as_str(),
        count(ended.seconds),
        count(ended.billed_seconds),
        count(ended.unbilled_seconds),
        ended.stack.map(serde_json::to_value).transpose()?,
        ended.stack.map(|stack| stack.charged.micros()),
        ended.now,
        &[
            ended.state.as_str().to_owned(),
            if ended.stack.is_some() {
                "captured"
            } else {
                "released"
            }
            .to_owned(),
        ],
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::domain::calls) async fn set_refused(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    refusal: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records
             set state = 'failed', refusal = $3, seconds = 0, billed_seconds = 0, ended_at = $4, updated_at = $4
             where reseller_id = $1 and id = $2 and ended_at is null returning 1)
         insert into call_events (reseller_id, call_id, kind, detail, at)
         select $1, $2, 'refused', $3, $4 from moved",
        reseller.uuid(),
        id.uuid(),
        refusal,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::calls) async fn count_attempt(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update call_detail_records set attempts = attempts + 1, updated_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
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
