//! The SQL of the resellers room: reading across the rooms its decisions are kept in.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    domain::{
        accounts::Email,
        error::Internal,
        tenancy::{Slug, terms::Limits},
    },
    shared::{
        console::{CaseOfShop, DomainOfShop, ResellerDetail, ResellerRow, StaffOfShop},
        currency::Currency,
        ids::{CaseId, ResellerId, UserId},
        money::{Money, PositiveMoney},
    },
};

/// The shop of this short name, and whether this address is one of its owners'.
pub(super) async fn made_before(
    conn: &mut PgConnection,
    slug: &Slug,
    owner: &Email,
) -> Result<Option<(ResellerId, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select r.id as "id: ResellerId", exists (
                      select from staff_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
                      where m.reseller_id = r.id and m.role = 'owner' and u.email = $2) as "is_same_owner!"
           from resellers r where r.slug = $1"#,
        slug.as_str(),
        owner.as_str(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.is_same_owner)))
}

pub(super) async fn has_rate(
    conn: &mut PgConnection,
    base: Currency,
    quote: Currency,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from fx_rates where base = $1 and quote = $2) as "has_rate!""#,
        base.code(),
        quote.code(),
    )
    .fetch_one(conn)
    .await
}

/// Whether it is the platform's own shop; `None` when there is no such reseller.
pub(super) async fn is_platform(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!("select is_platform from resellers where id = $1", reseller.uuid())
        .fetch_optional(conn)
        .await
}

/// `10` rather than `10.000`.
fn percent(value: Decimal) -> String {
    value.normalize().to_string()
}

pub(super) async fn list(
    conn: &mut PgConnection,
    search: &str,
    status: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<ResellerRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select r.id as "id: ResellerId", r.slug, r.name, r.status, r.currency, r.settlement_mode,
                  r.commission_percent, d.host as "host?", r.created_at,
                  (select count(*) from operator_cases c where c.reseller_id = r.id and c.closed_at is null)
                      as "open_cases!"
           from resellers r left join reseller_domains d on d.reseller_id = r.id and d.is_primary
           where ($1 = '' or starts_with(r.slug, lower($1)) or starts_with(lower(r.name), lower($1)))
             and ($2 = '' or r.status = $2) and ($3::text is null or r.slug > $3)
           order by r.slug limit $4"#,
        search,
        status,
        after,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ResellerRow {
            id: row.id,
            slug: row.slug,
            name: row.name,
            status: row.status,
            currency: row.currency,
            settlement_mode: row.settlement_mode,
            commission_percent: percent(row.commission_percent),
            host: row.host,
            open_cases: row.open_cases,
            created_at: row.created_at,
        })
        .collect())
}

/// The reseller without its lists.
pub(super) async fn detail(
    conn: &mut PgConnection,
    id: ResellerId,
) -> Result<Option<ResellerDetail>, Internal> {
    let Some(row) = sqlx::query!(
        r#"select r.slug, r.name, r.status, r.currency, r.settlement_mode, r.commission_percent, d.host as "host?",
                  r.created_at, r.is_platform, r.suspended_reason, r.support_email, r.earnings_hold_days,
                  r.payout_minimum_micros, l.order_max_micros as "order_max?", l.day_max_micros as "day_max?",
                  coalesce(f.numbers, true) as "numbers!", coalesce(f.esims, true) as "esims!",
                  coalesce(f.api, true) as "api!",
                  (select count(*) from operator_cases c where c.reseller_id = r.id and c.closed_at is null)
                      as "open_cases!"
           from resellers r
           left join reseller_domains d on d.reseller_id = r.id and d.is_primary
           left join reseller_limits l on l.reseller_id = r.id
           left join reseller_features f on f.reseller_id = r.id
           where r.id = $1"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?
    else {
        return Ok(None);
    };
    let currency: Currency = row.currency.parse()?;
    let money = |micros: i64| Money::from_micros(micros, currency);
    Ok(Some(ResellerDetail {
        row: ResellerRow {
            id,
            slug: row.slug,
            name: row.name,
            status: row.status,
            currency: row.currency,
            settlement_mode: row.settlement_mode,
            commission_percent: percent(row.commission_percent),
            host: row.host,
            open_cases: row.open_cases,
            created_at: row.created_at,
        },
        is_platform: row.is_platform,
        suspended_reason: row.suspended_reason,
        support_email: row.support_email,
        earnings_hold_days: row.earnings_hold_days,
        payout_minimum: money(row.payout_minimum_micros),
        order_max: row.order_max.map(money),
        day_max: row.day_max.map(money),
        sells_numbers: row.numbers,
        sells_esims: row.esims,
        has_api: row.api,
        may_set_terms: false,
        may_manage: false,
        staff: vec![],
        domains: vec![],
        cases: vec![],
        entries: vec![],
        audit: vec![],
    }))
}

pub(super) async fn staff(conn: &mut PgConnection, id: ResellerId) -> Result<Vec<StaffOfShop>, sqlx::Error> {
    sqlx::query_as!(
        StaffOfShop,
        r#"select u.id as "id: UserId", trim(u.first_name || ' ' || u.last_name) as "name!", u.email, m.role,
                  u.email_verified_at is not null as "is_verified!"
           from staff_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 order by m.role <> 'owner', m.created_at limit 100"#,
        id.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn domains(
    conn: &mut PgConnection,
    id: ResellerId,
) -> Result<Vec<DomainOfShop>, sqlx::Error> {
    sqlx::query_as!(
        DomainOfShop,
        "select host, is_primary, state, reason from reseller_domains where reseller_id = $1
         order by is_primary desc, host limit 50",
        id.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn cases(conn: &mut PgConnection, id: ResellerId) -> Result<Vec<CaseOfShop>, sqlx::Error> {
    sqlx::query_as!(
        CaseOfShop,
        r#"select id as "id: CaseId", kind, summary, opened_at from operator_cases
           where reseller_id = $1 and closed_at is null order by opened_at limit 50"#,
        id.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn limits(conn: &mut PgConnection, id: ResellerId) -> Result<Limits, Internal> {
    let row = sqlx::query!(
        r#"select r.currency, l.order_max_micros as "order_max?", l.day_max_micros as "day_max?"
           from resellers r left join reseller_limits l on l.reseller_id = r.id where r.id = $1"#,
        id.uuid(),
    )
    .fetch_one(conn)
    .await?;
    let currency: Currency = row.currency.parse()?;
    let limit = |micros: Option<i64>| {
        micros.and_then(|micros| PositiveMoney::new(Money::from_micros(micros, currency)))
    };
    Ok(Limits {
        order_max: limit(row.order_max),
        day_max: limit(row.day_max),
    })
}

/// Somebody who was mailed a link and has not followed it.
pub(super) struct Waiting {
    pub id: UserId,
    pub email: String,
    pub first_name: String,
}

pub(super) async fn owners_without_password(
    conn: &mut PgConnection,
    id: ResellerId,
) -> Result<Vec<Waiting>, sqlx::Error> {
    sqlx::query_as!(
        Waiting,
        r#"select u.id as "id: UserId", u.email, u.first_name
           from staff_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.role = 'owner' and u.status = 'active' and u.email_verified_at is null
           order by m.created_at limit 10"#,
        id.uuid(),
    )
    .fetch_all(conn)
    .await
}
