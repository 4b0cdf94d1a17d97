//! Providers' bills, and what we owe by our own books.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        operations::bills::{Bill, BillRow, Judged, Summary},
    },
    shared::{
        currency::Currency,
        ids::{BillId, OrderId, ResellerId},
        money::Money,
    },
};

/// Lines shown of a bill.
const ROWS_MAX: i64 = 1_000;

/// An order at a provider, with what our books owe for it.
#[derive(Debug, Clone)]
pub(in crate::domain::operations) struct Owed {
    pub order: OrderId,
    pub reseller: ResellerId,
    pub reference: String,
    /// Everything a bill may call it.
    pub names: Vec<String>,
    pub what: String,
    pub state: String,
    /// In the provider's currency, when it was sold.
    pub cost: Money,
    /// What is left of it after refunds.
    pub owed: Money,
    /// It was sold in the bill's period.
    pub is_due: bool,
    pub placed_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// When it was given back, if that was before the period began.
    pub gone_before: Option<DateTime<Utc>>,
}

/// Orders at the provider that a line names or that were sold in the period.
pub(in crate::domain::operations) async fn owed(
    conn: &mut PgConnection,
    provider: &str,
    references: &[String],
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Owed>, Internal> {
    let rows = sqlx::query!(
        r#"with wanted as (
               select reseller_id, id from orders where provider = $1 and reference = any($2)
               union
               select reseller_id, order_id from virtual_numbers
               where provider = $1 and (e164 = any($2) or provider_number_id = any($2))
               union
               select reseller_id, order_id from esim_activations
               where provider = $1 and (iccid = any($2) or provider_order_id = any($2))
               union
               select o.reseller_id, o.id from orders o
               join ledger_transfers t on t.reseller_id = o.reseller_id and t.reference_id = o.id and t.kind = 'sale'
               where o.provider = $1 and t.at >= $3 and t.at < $4
               union
               select o.reseller_id, o.id from orders o
               join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = o.line
               where o.provider = $1 and o.state = 'released' and l.item ->> 'e164' = any($2)),
           booked as (
               select t.reseller_id, t.reference_id as id,
                      sum(e.amount_micros) filter (where t.kind = 'sale') as sold,
                      sum(e.amount_micros) as left_over,
                      min(t.at) filter (where t.kind = 'sale') as sold_at,
                      max(t.at) as moved_at
               from wanted w
               join ledger_transfers t on t.reseller_id = w.reseller_id and t.reference_id = w.id
               join ledger_entries e
                   on e.reseller_id = t.reseller_id and e.transfer_id = t.id and e.account = 'provider_payable'
               group by t.reseller_id, t.reference_id),
           returned as (
               select r.reseller_id, r.order_id as id, sum(e.amount_micros) as micros, max(r.at) as at
               from wanted w
               join refunds r on r.reseller_id = w.reseller_id and r.order_id = w.id
               join ledger_transfers t
                   on t.reseller_id = r.reseller_id and t.id = r.transfer_id and t.reference_id <> r.order_id
               join ledger_entries e
                   on e.reseller_id = t.reseller_id and e.transfer_id = t.id and e.account = 'provider_payable'
               group by r.reseller_id, r.order_id)
           select o.id as "id: OrderId", o.reseller_id as "reseller: ResellerId", o.reference, o.state, o.created_at,
                  greatest(o.updated_at, b.moved_at, t.at) as "updated_at!",
                  coalesce(l.item ->> 'e164', l.item ->> 'name', o.kind) as "what!",
                  l.price_stack #>> '{provider_cost,amount}' as "cost!",
                  l.price_stack #>> '{provider_cost,currency}' as "currency!",
                  b.sold, b.left_over + coalesce(t.micros, 0) as left_over,
                  coalesce(b.sold_at >= $3 and b.sold_at < $4, false) as "is_due!",
                  array_remove(array[o.reference, n.e164, n.provider_number_id, e.iccid, e.provider_order_id,
                                     case when n.e164 is null and o.state = 'released' then l.item ->> 'e164' end], null)
                      as "names!",
                  case when n.released_at < $3 then n.released_at end as gone_before
           from wanted w
           join orders o on o.reseller_id = w.reseller_id and o.id = w.id
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = o.line
           left join booked b on b.reseller_id = o.reseller_id and b.id = o.id
           left join returned t on t.reseller_id = o.reseller_id and t.id = o.id
           left join number_months m on m.reseller_id = o.reseller_id and m.order_id = o.id
           left join virtual_numbers n
               on n.reseller_id = o.reseller_id and (n.order_id = o.id or n.id = m.number_id)
           left join esim_activations e on e.reseller_id = o.reseller_id and e.order_id = o.id
           -- Of two orders for one number the later one is who a name means.
           order by o.created_at, o.id"#,
        provider,
        references,
        from,
        until,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let cost = Money::parse(&row.cost, row.currency.parse()?)?;
            let owed = match (row.sold, row.left_over) {
                // The share of the sale's cost that no refund took back, at the rate of the sale.
                (Some(sold), Some(left)) if !sold.is_zero() => cost.times(left / sold)?,
                _ => Money::zero(cost.currency()),
            };
            let is_due = row.is_due && owed.is_positive();
            Ok(Owed {
                order: row.id,
                reseller: row.reseller,
                reference: row.reference,
                names: row.names,
                what: row.what,
                state: row.state,
                cost,
                owed,
                is_due,
                placed_at: row.created_at,
                updated_at: row.updated_at,
                gone_before: row.gone_before,
            })
        })
        .collect()
}

pub(in crate::domain::operations) struct NewBill<'a> {
    pub id: BillId,
    pub provider: &'a str,
    pub name: &'a str,
    pub digest: &'a [u8],
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub currency: Currency,
    pub now: DateTime<Utc>,
}

/// False when the same file is a bill already.
pub(in crate::domain::operations) async fn insert_bill(
    conn: &mut PgConnection,
    new: &NewBill<'_>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into provider_bills (id, provider, name, digest, period_from, period_until, currency, imported_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (digest) do nothing",
        new.id.uuid(),
        new.provider,
        new.name,
        new.digest,
        new.from,
        new.until,
        new.currency.code(),
        new.now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::operations) async fn insert_bill_lines(
    conn: &mut PgConnection,
    bill: BillId,
    lines: &[Judged],
    orders: &[Owed],
) -> Result<(), sqlx::Error> {
    let order = |line: &Judged| line.order.map(|at| &orders[at]);
    let texts = |text: fn(&Judged) -> &str| -> Vec<String> {
        lines.iter().map(|line| text(line).to_owned()).collect()
    };
    let amounts: Vec<i64> = lines.iter().map(|line| line.amount.micros()).collect();
    let resellers: Vec<Option<uuid::Uuid>> = lines
        .iter()
        .map(|line| order(line).map(|order| order.reseller.uuid()))
        .collect();
    let ids: Vec<Option<uuid::Uuid>> = lines
        .iter()
        .map(|line| order(line).map(|order| order.order.uuid()))
        .collect();
    let ours: Vec<Option<i64>> = lines.iter().map(|line| line.ours.map(Money::micros)).collect();
    sqlx::query!(
        r#"insert into provider_bill_lines (bill_id, position, reference, description, amount_micros, outcome, cause,
                                            reseller_id, order_id, our_micros)
           select $1, (row_number() over ())::integer, l.*
           from unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::bigint[])
               as l"#,
        bill.uuid(),
        &texts(|line| &line.reference),
        &texts(|line| &line.description),
        &amounts,
        &texts(|line| line.outcome.as_str()),
        &texts(|line| &line.cause),
        &resellers as &[Option<uuid::Uuid>],
        &ids as &[Option<uuid::Uuid>],
        &ours as &[Option<i64>],
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::operations) async fn bill_of_digest(
    conn: &mut PgConnection,
    digest: &[u8],
) -> Result<Option<BillId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: BillId" from provider_bills where digest = $1"#,
        digest
    )
    .fetch_optional(conn)
    .await
}

/// Without its lines.
pub(in crate::domain::operations) async fn bill(
    conn: &mut PgConnection,
    id: BillId,
) -> Result<Option<Bill>, Internal> {
    let row = sqlx::query!(
        "select provider, name, period_from, period_until, currency, imported_at from provider_bills where id = $1",
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Bill {
            id,
            provider: row.provider,
            name: row.name,
            from: row.period_from,
            until: row.period_until,
            currency: row.currency.parse()?,
            imported_at: row.imported_at,
            summary: vec![],
            rows: vec![],
        })
    })
    .transpose()
}

pub(in crate::domain::operations) async fn bill_summary(
    conn: &mut PgConnection,
    id: BillId,
    currency: Currency,
) -> Result<Vec<Summary>, Internal> {
    let rows = sqlx::query!(
        r#"select outcome, count(*) as "lines!", sum(amount_micros) as "billed!: Decimal",
                  coalesce(sum(our_micros), 0) as "ours!: Decimal"
           from provider_bill_lines where bill_id = $1 group by outcome order by outcome"#,
        id.uuid(),
    )
    .fetch_all(conn)
    .await?;
    let sum = |micros: Decimal| {
        Money::from_decimal(
            micros / Decimal::from(crate::shared::money::MICROS_PER_UNIT),
            currency,
        )
    };
    rows.into_iter()
        .map(|row| {
            Ok(Summary {
                outcome: row.outcome,
                lines: row.lines,
                billed: sum(row.billed)?,
                ours: sum(row.ours)?,
            })
        })
        .collect()
}

pub(in crate::domain::operations) async fn bill_rows(
    conn: &mut PgConnection,
    id: BillId,
    currency: Currency,
) -> Result<Vec<BillRow>, Internal> {
    let rows = sqlx::query!(
        r#"select position, reference, description, amount_micros, outcome, cause, order_id as "order: OrderId",
                  our_micros
           from provider_bill_lines where bill_id = $1 and outcome <> 'matched' order by position limit $2"#,
        id.uuid(),
        ROWS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| BillRow {
            position: row.position,
            reference: row.reference,
            description: row.description,
            amount: Money::from_micros(row.amount_micros, currency),
            outcome: row.outcome,
            cause: row.cause,
            order: row.order,
            ours: row.our_micros.map(|micros| Money::from_micros(micros, currency)),
        })
        .collect())
}
