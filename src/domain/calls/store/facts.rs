//! What a call depends on before it is one: its number, its owner, what the owner wants of calls that come in.

use sqlx::PgConnection;

use super::{mode, number_state};
use crate::{
    domain::{error::Internal, messages::countries, scope::Buys, tenancy::shop::SettlementMode},
    shared::{
        currency::Currency,
        ids::{CallId, NumberId, ResellerId, UserId},
        number::{NumberState, NumberType},
        place::CountryCode,
        shop_set_up::ShopStatus,
    },
};

/// A customer's number.
pub(in crate::domain::calls) struct Caller {
    pub e164: String,
    pub country: CountryCode,
    pub state: NumberState,
    pub has_voice: bool,
    pub provider: String,
}

pub(in crate::domain::calls) async fn caller(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    number: NumberId,
) -> Result<Option<Caller>, Internal> {
    if !buyer.may_use(number) {
        return Ok(None);
    }
    let row = sqlx::query!(
        "select e164, country, state, has_voice, provider from virtual_numbers
         where reseller_id = $1 and owner_id = $2 and id = $3",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        number.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Caller {
            e164: row.e164,
            country: row.country.parse()?,
            state: number_state(&row.state)?,
            has_voice: row.has_voice,
            provider: row.provider,
        })
    })
    .transpose()
}

/// What policy asks of the caller and the shop.
pub(in crate::domain::calls) struct Facts {
    pub is_verified: bool,
    pub is_staff: bool,
    pub shop: ShopStatus,
    pub settlement_mode: SettlementMode,
    pub currency: Currency,
    pub under_way: i64,
}

pub(in crate::domain::calls) async fn facts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<Facts, Internal> {
    let row = sqlx::query!(
        r#"select u.email_verified_at is not null as "is_verified!", r.status, r.settlement_mode, r.currency,
                  exists (select from staff_members m
                          where m.reseller_id = u.reseller_id and m.user_id = u.id) as "is_staff!",
                  (select count(*) from call_detail_records c
                   where c.reseller_id = u.reseller_id and c.user_id = u.id and c.ended_at is null) as "under_way!"
           from users u join resellers r on r.id = u.reseller_id
           where u.reseller_id = $1 and u.id = $2"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok(Facts {
        is_verified: row.is_verified,
        is_staff: row.is_staff,
        shop: ShopStatus::parse(&row.status).ok_or_else(|| Internal::broken("unknown status of a shop"))?,
        settlement_mode: mode(&row.settlement_mode)?,
        currency: row.currency.parse()?,
        under_way: row.under_way,
    })
}

/// Whether the shop's customers call this country: by the list of its messages.
pub(in crate::domain::calls) async fn is_country_on(
    conn: &mut PgConnection,
    reseller: ResellerId,
    country: CountryCode,
) -> Result<bool, sqlx::Error> {
    let said = sqlx::query_scalar!(
        "select is_on from message_countries where reseller_id = $1 and country = $2",
        reseller.uuid(),
        country.as_str(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(said.unwrap_or_else(|| countries::is_usual(country)))
}

/// Whether the id is this caller's call; `None` when nobody used it.
pub(in crate::domain::calls) async fn is_same(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: CallId,
    number: NumberId,
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select owner_id = $3 and number_id = $4 and direction = 'out' as "is_same!"
           from call_detail_records where reseller_id = $1 and id = $2"#,
        buyer.reseller().uuid(),
        id.uuid(),
        buyer.owner_id(),
        number.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// What becomes of a call that nobody takes.
#[derive(Debug, Clone)]
pub(in crate::domain::calls) struct CallRules {
    pub ring_seconds: i16,
    pub has_voicemail: bool,
    /// `None` for the usual one.
    pub greeting: Option<String>,
}

pub(in crate::domain::calls) async fn call_settings(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
) -> Result<CallRules, sqlx::Error> {
    let row = sqlx::query!(
        "select ring_seconds, has_voicemail, nullif(greeting, '') as greeting from number_settings
         where reseller_id = $1 and number_id = $2",
        reseller.uuid(),
        number.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(CallRules {
        ring_seconds: row.as_ref().map_or(25, |row| row.ring_seconds),
        has_voicemail: row.as_ref().is_none_or(|row| row.has_voicemail),
        greeting: row.and_then(|row| row.greeting),
    })
}

/// Who holds a number now, and what of its calls.
pub(in crate::domain::calls) struct Holder {
    pub reseller: ResellerId,
    /// Of a company's number, the member it was given to or who bought it.
    pub user: UserId,
    pub is_company: bool,
    /// False for a deactivated company's.
    pub is_open: bool,
    pub number: NumberId,
    pub state: NumberState,
    pub country: CountryCode,
    pub kind: NumberType,
    pub shop: ShopStatus,
    pub settlement_mode: SettlementMode,
    pub currency: Currency,
    pub forward_to: Option<String>,
    pub rules: CallRules,
}

pub(in crate::domain::calls) async fn holder(
    conn: &mut PgConnection,
    provider: &str,
    e164: &str,
) -> Result<Option<Holder>, Internal> {
    let row = sqlx::query!(
        r#"select n.reseller_id as "reseller: ResellerId", coalesce(n.member_id, n.user_id) as "user!: UserId",
                  n.id as "number: NumberId", n.organization_id is not null as "is_company!",
                  n.state, n.country, n.kind, r.status, r.settlement_mode, r.currency, s.forward_to as "forward_to?",
                  o.state is distinct from 'deactivated' as "is_open!",
                  s.ring_seconds as "ring_seconds?", s.has_voicemail as "has_voicemail?", s.greeting as "greeting?"
           from virtual_numbers n
           join resellers r on r.id = n.reseller_id
           left join number_settings s on s.reseller_id = n.reseller_id and s.number_id = n.id
           left join organizations o on o.reseller_id = n.reseller_id and o.id = n.organization_id
           where n.e164 = $1 and n.provider = $2 and n.state in ('active', 'suspended', 'grace')"#,
        e164,
        provider,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Holder {
            reseller: row.reseller,
            user: row.user,
            is_company: row.is_company,
            is_open: row.is_open,
            number: row.number,
            state: number_state(&row.state)?,
            country: row.country.parse()?,
            kind: row.kind.parse()?,
            shop: ShopStatus::parse(&row.status)
                .ok_or_else(|| Internal::broken("unknown status of a shop"))?,
            settlement_mode: mode(&row.settlement_mode)?,
            currency: row.currency.parse()?,
            forward_to: row.forward_to,
            rules: CallRules {
                ring_seconds: row.ring_seconds.unwrap_or(25),
                has_voicemail: row.has_voicemail.unwrap_or(true),
                greeting: row.greeting.filter(|text| !text.is_empty()),
            },
        })
    })
    .transpose()
}

/// True when somebody here holds the number: forwarding to it could go in circles.
pub(in crate::domain::calls) async fn is_ours(
    conn: &mut PgConnection,
    e164: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from virtual_numbers
                          where e164 = $1 and state in ('active', 'suspended', 'grace')) as "is_ours!""#,
        e164,
    )
    .fetch_one(conn)
    .await
}
