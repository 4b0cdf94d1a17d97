//! Numbers AI agents answer, and their calls.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{count, mode, number_state};
use crate::{
    domain::{error::Internal, scope::Buys, tenancy::shop::SettlementMode},
    shared::{
        currency::Currency,
        ids::{CallId, NumberId, ResellerId, UserId},
        number::NumberState,
        place::CountryCode,
        shop_set_up::ShopStatus,
    },
};

/// Who holds a number now, and which assistant answers it.
pub(in crate::domain::calls) struct AgentHolder {
    pub reseller: ResellerId,
    /// Of a company's number, the member it was given to or who bought it.
    pub user: UserId,
    pub is_company: bool,
    pub number: NumberId,
    pub state: NumberState,
    pub country: CountryCode,
    pub shop: ShopStatus,
    pub settlement_mode: SettlementMode,
    pub currency: Currency,
    pub assistant: Option<String>,
    /// The number is a company's of the enterprise plan.
    pub is_enterprise: bool,
}

/// Whoever sold us the number.
pub(in crate::domain::calls) async fn agent_holder(
    conn: &mut PgConnection,
    e164: &str,
) -> Result<Option<AgentHolder>, Internal> {
    let row = sqlx::query!(
        r#"select n.reseller_id as "reseller: ResellerId", coalesce(n.member_id, n.user_id) as "user!: UserId",
                  n.id as "number: NumberId", n.organization_id is not null as "is_company!",
                  n.state, n.country, r.status, r.settlement_mode, r.currency, s.assistant_id as "assistant?",
                  exists (select from organizations o
                          where o.reseller_id = n.reseller_id and o.id = n.organization_id
                            and o.plan_tier = 'enterprise') as "is_enterprise!"
           from virtual_numbers n
           join resellers r on r.id = n.reseller_id
           left join number_settings s on s.reseller_id = n.reseller_id and s.number_id = n.id
           where n.e164 = $1 and n.state in ('active', 'suspended', 'grace')"#,
        e164,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(AgentHolder {
            reseller: row.reseller,
            user: row.user,
            is_company: row.is_company,
            number: row.number,
            state: number_state(&row.state)?,
            country: row.country.parse()?,
            shop: ShopStatus::parse(&row.status)
                .ok_or_else(|| Internal::broken("unknown status of a shop"))?,
            settlement_mode: mode(&row.settlement_mode)?,
            currency: row.currency.parse()?,
            assistant: row.assistant,
            is_enterprise: row.is_enterprise,
        })
    })
    .transpose()
}

pub(in crate::domain::calls) async fn set_assistant(
    conn: &mut PgConnection,
    reseller: ResellerId,
    call: CallId,
    assistant: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update call_detail_records set assistant_id = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        call.uuid(),
        assistant,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// True for a call an agent answered.
pub(in crate::domain::calls) async fn is_agents(
    conn: &mut PgConnection,
    reseller: ResellerId,
    call: CallId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select assistant_id is not null as "is_agents!" from call_detail_records
           where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        call.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// Over, and nobody paid any of it.
pub(in crate::domain::calls) async fn set_unpaid(
    conn: &mut PgConnection,
    reseller: ResellerId,
    call: CallId,
    seconds: u32,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update call_detail_records
             set state = 'completed', seconds = $3, billed_seconds = 0, unbilled_seconds = $3, ended_at = $4,
                 updated_at = $4
             where reseller_id = $1 and id = $2 and ended_at is null returning 1)
         insert into call_events (reseller_id, call_id, kind, at) select $1, $2, 'completed', $4 from moved",
        reseller.uuid(),
        call.uuid(),
        count(seconds),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A number an agent may be set for.
pub(in crate::domain::calls) struct AgentNumber {
    pub country: CountryCode,
    pub state: NumberState,
    pub has_voice: bool,
    pub assistant: Option<String>,
}

/// `None` where the number is somebody else's.
pub(in crate::domain::calls) async fn agent_number(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    number: NumberId,
) -> Result<Option<AgentNumber>, Internal> {
    if !buyer.may_use(number) {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"select n.country, n.state, n.has_voice, s.assistant_id as "assistant?" from virtual_numbers n
           left join number_settings s on s.reseller_id = n.reseller_id and s.number_id = n.id
           where n.reseller_id = $1 and n.owner_id = $2 and n.id = $3"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        number.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(AgentNumber {
            country: row.country.parse()?,
            state: number_state(&row.state)?,
            has_voice: row.has_voice,
            assistant: row.assistant,
        })
    })
    .transpose()
}

pub(in crate::domain::calls) async fn put_assistant(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
    assistant: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into number_settings (reseller_id, number_id, assistant_id) values ($1, $2, $3)
         on conflict (reseller_id, number_id) do update set assistant_id = excluded.assistant_id",
        reseller.uuid(),
        number.uuid(),
        assistant,
    )
    .execute(conn)
    .await
    .map(drop)
}
