//! Numbers AI agents answer, and their calls.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{count, mode, number_state};
use crate::{
    domain::{error::Internal, tenancy::shop::SettlementMode},
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
    pub user: UserId,
    pub number: NumberId,
    pub state: NumberState,
    pub country: CountryCode,
    pub shop: ShopStatus,
    pub settlement_mode: SettlementMode,
    pub currency: Currency,
    pub assistant: Option<String>,
    /// The holder works in a company of the enterprise plan.
    pub is_enterprise: bool,
}

/// Whoever sold us the number.
pub(in crate::domain::calls) async fn agent_holder(
    conn: &mut PgConnection,
    e164: &str,
) -> Result<Option<AgentHolder>, Internal> {
    let row = sqlx::query!(
        r#"select n.reseller_id as "reseller: ResellerId", n.user_id as "user: UserId", n.id as "number: NumberId",
                  n.state, n.country, r.status, r.settlement_mode, r.currency, s.assistant_id as "assistant?",
                  exists (select from organization_members m
                          join organizations o on o.reseller_id = m.reseller_id and o.id = m.organization_id
                          where m.reseller_id = n.reseller_id and m.user_id = n.user_id and m.state = 'active'
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

/// The assistant of a customer's number; `None` where the number is not the customer's.
pub(in crate::domain::calls) async fn assistant_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    number: NumberId,
) -> Result<Option<Option<String>>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select s.assistant_id as "assistant?" from virtual_numbers n
           left join number_settings s on s.reseller_id = n.reseller_id and s.number_id = n.id
           where n.reseller_id = $1 and n.user_id = $2 and n.id = $3"#,
        reseller.uuid(),
        user.uuid(),
        number.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row.assistant))
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
