//! Calls on their way: written, moved from state to state.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::count;
use crate::{
    domain::{calls::open::Opening, error::Internal},
    shared::{
        call::{CallState, length},
        ids::{CallId, EmployeeId, ResellerId, TeamId, WalletId},
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
