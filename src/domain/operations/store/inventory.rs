//! What we think we hold at the providers, and what is known of a reference there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        ids::{EsimId, LineId, NumberId, OrderId, OrganizationId, PaymentId, PlanId, ResellerId, UserId},
        money::Money,
        number::NumberType,
        place::CountryCode,
    },
};

/// A number of a customer's.
#[derive(Debug)]
pub(in crate::domain::operations) struct HeldNumber {
    pub id: NumberId,
    pub e164: String,
    pub provider_number_id: String,
    pub reseller: ResellerId,
    pub shop: String,
    pub order: OrderId,
    pub customer: UserId,
    pub state: String,
    pub expires_at: DateTime<Utc>,
}

pub(in crate::domain::operations) async fn held_numbers(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Vec<HeldNumber>, sqlx::Error> {
    sqlx::query_as!(
        HeldNumber,
        r#"select n.id as "id: NumberId", n.e164, n.provider_number_id, n.reseller_id as "reseller: ResellerId",
                  r.name as shop, n.order_id as "order: OrderId", n.user_id as "customer: UserId", n.state, n.expires_at
           from virtual_numbers n join resellers r on r.id = n.reseller_id
           where n.provider = $1 and n.state in ('active', 'suspended', 'grace')"#,
        provider,
    )
    .fetch_all(conn)
    .await
}

/// An eSIM of a customer's, whatever became of it.
#[derive(Debug)]
pub(in crate::domain::operations) struct HeldEsim {
    pub id: EsimId,
    pub iccid: String,
    pub provider_order_id: String,
    pub reseller: ResellerId,
    pub shop: String,
    pub order: OrderId,
    pub customer: UserId,
    pub state: String,
    pub is_over: bool,
}

pub(in crate::domain::operations) async fn held_esims(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Vec<HeldEsim>, sqlx::Error> {
    sqlx::query_as!(
        HeldEsim,
        r#"select e.id as "id: EsimId", e.iccid, e.provider_order_id, e.reseller_id as "reseller: ResellerId",
                  r.name as shop, e.order_id as "order: OrderId", e.user_id as "customer: UserId", e.state,
                  e.state in ('terminated', 'recycled') as "is_over!"
           from esim_activations e join resellers r on r.id = e.reseller_id where e.provider = $1"#,
        provider,
    )
    .fetch_all(conn)
    .await
}

/// A line of a company's, whatever became of it.
#[derive(Debug)]
pub(in crate::domain::operations) struct HeldLine {
    pub id: LineId,
    pub organization: OrganizationId,
    pub iccid: String,
    pub provider_line: String,
    pub reseller: ResellerId,
    pub shop: String,
    pub company: String,
    pub order: OrderId,
    pub state: String,
    pub is_over: bool,
}

pub(in crate::domain::operations) async fn held_lines(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Vec<HeldLine>, sqlx::Error> {
    sqlx::query_as!(
        HeldLine,
        r#"select l.id as "id: LineId", l.organization_id as "organization: OrganizationId", l.iccid,
                  l.provider_line_id as provider_line, l.reseller_id as "reseller: ResellerId", r.name as shop,
                  o.name as company, l.order_id as "order: OrderId", l.state,
                  l.state in ('terminated', 'recycled') as "is_over!"
           from lines l
           join resellers r on r.id = l.reseller_id
           join organizations o on o.reseller_id = l.reseller_id and o.id = l.organization_id
           where l.provider = $1"#,
        provider,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn references_in_flight(
    conn: &mut PgConnection,
) -> Result<BTreeSet<String>, sqlx::Error> {
    let rows =
        sqlx::query_scalar!("select reference from orders where state in ('held', 'submitted', 'unknown')")
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().collect())
}

/// An order a provider's reference names.
#[derive(Debug)]
pub(in crate::domain::operations) struct KnownOrder {
    pub id: OrderId,
    pub reseller: ResellerId,
    pub shop: String,
    pub customer: UserId,
    pub state: String,
    pub updated_at: DateTime<Utc>,
    /// When what it delivered was given back here.
    pub released_at: Option<DateTime<Utc>>,
}

pub(in crate::domain::operations) async fn orders_of_references(
    conn: &mut PgConnection,
    references: &[String],
) -> Result<BTreeMap<String, KnownOrder>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select o.reference, o.id as "id: OrderId", o.reseller_id as "reseller: ResellerId", r.name as shop,
                  o.user_id as "customer: UserId", o.state, o.updated_at, n.released_at as "released_at?"
           from orders o
           join resellers r on r.id = o.reseller_id
           left join virtual_numbers n
               on n.reseller_id = o.reseller_id and n.order_id = o.id and n.state in ('released', 'quarantined')
           where o.reference = any($1)"#,
        references,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let order = KnownOrder {
                id: row.id,
                reseller: row.reseller,
                shop: row.shop,
                customer: row.customer,
                state: row.state,
                updated_at: row.updated_at,
                released_at: row.released_at,
            };
            (row.reference, order)
        })
        .collect())
}

/// Numbers of one country, kind and kept cost.
pub(in crate::domain::operations) struct KeptCost {
    pub country: CountryCode,
    pub kind: NumberType,
    pub cost: Money,
    pub count: i64,
    /// The first twenty of them.
    pub some: Vec<String>,
}

pub(in crate::domain::operations) async fn kept_costs(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Vec<KeptCost>, Internal> {
    let rows = sqlx::query!(
        r#"select country, kind, cost_micros, cost_currency, count(*) as "count!",
                  (array_agg(e164 order by e164))[1:20] as "some!"
           from virtual_numbers where provider = $1 and state in ('active', 'suspended', 'grace')
           group by country, kind, cost_micros, cost_currency order by country, kind, cost_micros"#,
        provider,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(KeptCost {
                country: row.country.parse()?,
                kind: row.kind.parse()?,
                cost: Money::from_micros(row.cost_micros, row.cost_currency.parse()?),
                count: row.count,
                some: row.some,
            })
        })
        .collect()
}

/// Sales of one plan at a cost that is not today's.
pub(in crate::domain::operations) struct BookedCost {
    pub plan: PlanId,
    pub name: String,
    pub booked: Money,
    pub now: Money,
    pub count: i64,
}

pub(in crate::domain::operations) async fn booked_costs(
    conn: &mut PgConnection,
    provider: &str,
    since: DateTime<Utc>,
) -> Result<Vec<BookedCost>, Internal> {
    let rows = sqlx::query!(
        r#"with sold as (
               select e.plan_id, l.price_stack #>> '{provider_cost,currency}' as currency,
                      ((l.price_stack #>> '{provider_cost,amount}')::numeric * 1000000)::bigint as micros,
                      count(*) as count
               from esim_activations e
               join order_lines l on l.reseller_id = e.reseller_id and l.order_id = e.order_id and l.position = 1
               where e.provider = $1 and e.purchased_at >= $2
               group by 1, 2, 3)
           select p.id as "plan: PlanId", p.name, s.micros as "booked!", s.currency as "booked_currency!",
                  p.cost_micros, p.cost_currency, s.count as "count!"
           from sold s join esim_data_plans p on p.id = s.plan_id
           where (p.cost_micros, p.cost_currency::text) is distinct from (s.micros, s.currency)
           order by p.id, s.micros"#,
        provider,
        since,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(BookedCost {
                plan: row.plan,
                name: row.name,
                booked: Money::from_micros(row.booked, row.booked_currency.parse()?),
                now: Money::from_micros(row.cost_micros, row.cost_currency.parse()?),
                count: row.count,
            })
        })
        .collect()
}

/// A payment of ours.
pub(in crate::domain::operations) struct KnownPayment {
    pub id: PaymentId,
    pub reference: String,
    pub reseller: ResellerId,
    pub shop: String,
    pub customer: UserId,
    pub amount: Money,
    pub state: String,
    pub is_paid: bool,
}

struct PaymentRecord {
    id: PaymentId,
    reference: String,
    reseller: ResellerId,
    shop: String,
    customer: UserId,
    amount_micros: i64,
    currency: String,
    state: String,
}

impl PaymentRecord {
    fn payment(self) -> Result<KnownPayment, Internal> {
        Ok(KnownPayment {
            id: self.id,
            reference: self.reference,
            reseller: self.reseller,
            shop: self.shop,
            customer: self.customer,
            amount: Money::from_micros(self.amount_micros, self.currency.parse()?),
            is_paid: self.state == "paid",
            state: self.state,
        })
    }
}

pub(in crate::domain::operations) async fn payments_of_references(
    conn: &mut PgConnection,
    references: &[String],
) -> Result<BTreeMap<String, KnownPayment>, Internal> {
    let rows = sqlx::query_as!(
        PaymentRecord,
        r#"select p.id as "id: PaymentId", p.reference, p.reseller_id as "reseller: ResellerId", r.name as shop,
                  p.user_id as "customer: UserId", p.amount_micros, p.currency, p.state
           from payments p join resellers r on r.id = p.reseller_id where p.reference = any($1)"#,
        references,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.reference.clone(), row.payment()?)))
        .collect()
}

/// Payments made since `from` and credited by `until` through one collector's account.
pub(in crate::domain::operations) async fn credited_payments(
    conn: &mut PgConnection,
    provider: &str,
    owner: Option<ResellerId>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<KnownPayment>, Internal> {
    let rows = sqlx::query_as!(
        PaymentRecord,
        r#"select p.id as "id: PaymentId", p.reference, p.reseller_id as "reseller: ResellerId", r.name as shop,
                  p.user_id as "customer: UserId", p.amount_micros, p.currency, p.state
           from payments p join resellers r on r.id = p.reseller_id
           left join gateway_credentials k on k.reseller_id = p.reseller_id and k.provider = p.provider
               and k.version = p.collector_version
           where p.state = 'paid' and p.provider = $1 and p.created_at >= $3 and p.settled_at <= $4
             and case when $2::uuid is null then p.collector = 'platform'
                      else p.reseller_id = $2 and k.version is not null and k.retired_at is null end"#,
        provider,
        owner.map(ResellerId::uuid),
        from,
        until,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(PaymentRecord::payment).collect()
}

/// What open cases of a kind are about.
pub(in crate::domain::operations) async fn open_references(
    conn: &mut PgConnection,
    kind: &str,
    provider: &str,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select reference from operator_cases where closed_at is null and kind = $1 and provider = $2",
        kind,
        provider,
    )
    .fetch_all(conn)
    .await
}
