//! A shop's settings and the facts of its first steps.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        tenancy::{SaveSettings, shop::SettlementMode},
    },
    shared::{
        currency::Currency,
        ids::ResellerId,
        money::Money,
        shop_set_up::{LEGAL_PAGES, PaymentFacts, ShopFacts, ShopStatus},
    },
};

pub(in crate::domain::tenancy) async fn facts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<ShopFacts, Internal> {
    let row = sqlx::query!(
        r#"select r.status, r.settlement_mode, r.currency, r.tagline <> '' as "has_tagline!",
                  exists (select from themes t where t.reseller_id = r.id and t.state = 'published'
                          and (t.version > 1 or t.logo_id is not null)) as "is_brand_published!",
                  d.host as "host?", d.host not like r.slug || '.%' as is_own_host,
                  exists (select from pricing_rules p where p.reseller_id = r.id and p.is_active and p.valid_from <= $2
                          and (p.valid_until is null or p.valid_until > $2)) as "has_prices!",
                  exists (select from gateway_credentials g
                          where g.reseller_id = r.id and g.retired_at is null) as "has_keys!",
                  coalesce((select sum(w.balance_micros + w.credit_limit_micros - w.held_micros) from wallets w
                            where w.reseller_id = r.id and w.owner_kind = 'reseller_float'
                              and w.currency = r.currency), 0)::bigint as "float!",
                  array(select l.slug from legal_pages l where l.reseller_id = r.id and btrim(l.body) <> ''
                        and l.body !~ '\[[^\]]*\]') as "legal!",
                  exists (select from orders o
                          where o.reseller_id = r.id and o.state in ('fulfilled', 'refunded')) as "has_sold!"
           from resellers r
           left join lateral (
               select host from reseller_domains where reseller_id = r.id and state = 'verified'
               order by host like r.slug || '.%', is_primary desc, host limit 1) d on true
           where r.id = $1"#,
        reseller.uuid(),
        now,
    )
    .fetch_one(conn)
    .await?;
    let currency: Currency = row.currency.parse()?;
    let payments = match SettlementMode::parse(&row.settlement_mode) {
        Some(SettlementMode::PlatformCollects) => PaymentFacts::PlatformCollects,
        Some(SettlementMode::ResellerCollects) => PaymentFacts::ResellerCollects {
            has_keys: row.has_keys,
            float: Money::from_micros(row.float, currency),
        },
        None => return Err(Internal::broken("unknown settlement mode")),
    };
    let missing_legal = LEGAL_PAGES
        .iter()
        .filter(|slug| !row.legal.iter().any(|done| done == *slug))
        .map(|slug| (*slug).to_owned())
        .collect();
    Ok(ShopFacts {
        status: status(&row.status)?,
        is_brand_published: row.is_brand_published,
        has_tagline: row.has_tagline,
        is_own_host: row.is_own_host.unwrap_or(false),
        host: row.host,
        has_prices: row.has_prices,
        payments,
        missing_legal,
        has_sold: row.has_sold,
    })
}

fn status(text: &str) -> Result<ShopStatus, Internal> {
    ShopStatus::parse(text).ok_or_else(|| Internal::broken("unknown status of a shop"))
}

/// What the settings page shows of the shop itself.
pub(in crate::domain::tenancy) struct Settings {
    pub support_email: String,
    pub locale: String,
    pub timezone: String,
    pub currency: Currency,
    /// Anything that was counted in the currency: sold, paid in, quoted, capped.
    pub is_currency_used: bool,
    pub settlement_mode: SettlementMode,
    pub grace_days: i16,
}

pub(in crate::domain::tenancy) async fn settings(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Settings, Internal> {
    let row = sqlx::query!(
        r#"select r.support_email, r.locale, r.timezone, r.currency, r.settlement_mode, r.grace_days,
                  (exists (select from ledger_transfers t where t.reseller_id = r.id)
                   or exists (select from orders o where o.reseller_id = r.id)
                   or exists (select from payments p where p.reseller_id = r.id)
                   or exists (select from quotes q where q.reseller_id = r.id and q.expires_at > $2)
                   or exists (select from api_keys k where k.reseller_id = r.id and k.revoked_at is null
                              and k.daily_cap_micros is not null)) as "is_currency_used!"
           from resellers r where r.id = $1"#,
        reseller.uuid(),
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(Settings {
        support_email: row.support_email,
        locale: row.locale,
        timezone: row.timezone,
        currency: row.currency.parse()?,
        is_currency_used: row.is_currency_used,
        settlement_mode: SettlementMode::parse(&row.settlement_mode)
            .ok_or_else(|| Internal::broken("unknown settlement mode"))?,
        grace_days: row.grace_days,
    })
}

pub(in crate::domain::tenancy) async fn set_grace_days(
    conn: &mut PgConnection,
    reseller: ResellerId,
    days: i16,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update resellers set grace_days = $2 where id = $1",
        reseller.uuid(),
        days
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Keeps the shop's row as it is until the transaction ends.
pub(in crate::domain::tenancy) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from resellers where id = $1 for no key update",
        reseller.uuid()
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

/// Currencies there is a rate from or to: suppliers' prices can be turned into them.
pub(in crate::domain::tenancy) async fn currencies(
    conn: &mut PgConnection,
) -> Result<Vec<Currency>, Internal> {
    let codes = sqlx::query_scalar!(
        r#"select distinct code::text as "code!" from
               (select base as code from fx_rates union select quote from fx_rates) known order by 1"#
    )
    .fetch_all(conn)
    .await?;
    codes.iter().map(|code| Ok(code.parse()?)).collect()
}

pub(in crate::domain::tenancy) async fn timezone_exists(
    conn: &mut PgConnection,
    name: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from pg_timezone_names where name = $1) as "exists!""#,
        name
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::tenancy) async fn save(
    conn: &mut PgConnection,
    reseller: ResellerId,
    settings: &SaveSettings,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update resellers set support_email = $2, locale = $3, timezone = $4 where id = $1",
        reseller.uuid(),
        settings.support_email.as_str(),
        settings.locale,
        settings.timezone,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::tenancy) async fn set_currency(
    conn: &mut PgConnection,
    reseller: ResellerId,
    currency: Currency,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update resellers set currency = $2 where id = $1",
        reseller.uuid(),
        currency.code(),
    )
    .execute(conn)
    .await
    .map(drop)
}
