//! Movements of companies' wallets that are on no document yet, and the drafts made of them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::error::Internal,
    shared::{
        company_invoice::DocumentKind,
        currency::Currency,
        ids::{CompanyInvoiceId, OrderId, OrganizationId, RefundId, ResellerId, TransferId},
        money::Money,
    },
};

/// A company that has a wallet.
pub(in crate::domain::invoices) struct Company {
    pub reseller: ResellerId,
    pub organization: OrganizationId,
    pub currency: Currency,
}

/// All of them, across resellers.
pub(in crate::domain::invoices) async fn companies(
    conn: &mut PgConnection,
) -> Result<Vec<Company>, Internal> {
    let rows = sqlx::query!(
        r#"select distinct reseller_id as "reseller: ResellerId", owner_id as "organization: OrganizationId", currency
           from wallets where owner_kind = 'organization'"#
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Company {
                reseller: row.reseller,
                organization: row.organization,
                currency: row.currency.parse()?,
            })
        })
        .collect()
}

/// Two looks at once must not draft the same month.
pub(in crate::domain::invoices) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from organizations where reseller_id = $1 and id = $2 for no key update",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(drop)
}

/// A month of a company.
pub(in crate::domain::invoices) struct Month {
    pub period: NaiveDate,
    pub timezone: String,
    pub closes_at: DateTime<Utc>,
}

/// The month to be drafted next: that of the first movement without a document, or the first after it that has no
/// invoice. Movements come in the order of time, but for the seconds a transaction takes.
pub(in crate::domain::invoices) async fn next_month(
    conn: &mut PgConnection,
    reseller: ResellerId,
    company: &Company,
    now: DateTime<Utc>,
) -> Result<Option<Month>, sqlx::Error> {
    sqlx::query_as!(
        Month,
        r#"with closed as (
               select coalesce(max(closes_at), '-infinity') - interval '2 days' as before from organization_invoices
               where reseller_id = $1 and organization_id = $2 and currency = $3),
           first as (
               select min(t.at) as at
               from wallets w
               join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
               join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
               where w.reseller_id = $1 and w.owner_kind = 'organization' and w.owner_id = $2 and w.currency = $3
                 and t.kind in ('sale', 'refund') and t.at >= (select before from closed)
                 and not exists (select from organization_invoice_lines l
                                 where l.reseller_id = $1 and l.transfer_id = t.id))
           select month.first::date as "period!", o.timezone as "timezone!",
                  (month.first + interval '1 month') at time zone o.timezone as "closes_at!"
           from organizations o
           join first on first.at is not null
           cross join lateral generate_series(date_trunc('month', first.at at time zone o.timezone),
                                              date_trunc('month', $4::timestamptz at time zone o.timezone),
                                              interval '1 month') as month (first)
           where o.reseller_id = $1 and o.id = $2
             and not exists (select from organization_invoices i
                             where i.reseller_id = $1 and i.organization_id = $2 and i.currency = $3
                               and i.kind = 'invoice' and i.period = month.first::date)
           order by month.first limit 1"#,
        reseller.uuid(),
        company.organization.uuid(),
        company.currency.code(),
        now,
    )
    .fetch_optional(conn)
    .await
}

/// A movement of a company's wallets.
pub(in crate::domain::invoices) struct Movement {
    pub transfer: TransferId,
    pub order: Option<OrderId>,
    pub at: DateTime<Utc>,
    pub cost_centre: String,
    pub what: String,
    /// Below zero for what the wallet got back.
    pub charged: Money,
    /// Of a refund, the invoice on which the sale is.
    pub takes_back_from: Option<CompanyInvoiceId>,
}

/// The movements before `until` that are on no document, in order of time.
pub(in crate::domain::invoices) async fn movements(
    conn: &mut PgConnection,
    reseller: ResellerId,
    company: &Company,
    until: DateTime<Utc>,
) -> Result<Vec<Movement>, Internal> {
    let rows = sqlx::query!(
        r#"with closed as (
               select coalesce(max(closes_at), '-infinity') - interval '2 days' as before from organization_invoices
               where reseller_id = $1 and organization_id = $2 and currency = $3),
           moved as (
               select t.id, -sum(e.amount_micros)::bigint as charged
               from wallets w
               join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
               join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
               where w.reseller_id = $1 and w.owner_kind = 'organization' and w.owner_id = $2 and w.currency = $3
                 and t.kind in ('sale', 'refund') and t.at >= (select before from closed) and t.at < $4
                 and not exists (select from organization_invoice_lines l
                                 where l.reseller_id = $1 and l.transfer_id = t.id)
               group by t.id)
           select t.id as "id!: TransferId", o.id as "order?: OrderId", t.at as "at!", m.charged as "charged!",
                  coalesce(o.cost_centre, s.cost_centre, c.cost_centre, '') as "cost_centre!",
                  t.description as "what!",
                  sold.invoice_id as "takes_back_from?: CompanyInvoiceId"
           from moved m
           join ledger_transfers t on t.reseller_id = $1 and t.id = m.id
           left join orders o on o.reseller_id = $1 and o.id = t.reference_id and t.reference_type = 'order'
           left join messages s on s.reseller_id = $1 and s.id = t.reference_id and t.reference_type = 'message'
           left join call_detail_records c on c.reseller_id = $1 and c.id = t.reference_id and t.reference_type = 'call'
           left join lateral (
               select l.invoice_id from organization_invoice_lines l
               join organization_invoices i on i.reseller_id = l.reseller_id and i.id = l.invoice_id
               where t.kind = 'refund' and l.reseller_id = $1 and l.order_id = o.id and i.kind = 'invoice'
                 and l.charged_micros > 0
               order by l.at limit 1) as sold on true
           order by t.at, t.id"#,
        reseller.uuid(),
        company.organization.uuid(),
        company.currency.code(),
        until,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Movement {
            transfer: row.id,
            order: row.order,
            at: row.at,
            cost_centre: row.cost_centre,
            what: row.what,
            charged: Money::from_micros(row.charged, company.currency),
            takes_back_from: row.takes_back_from,
        })
        .collect())
}

/// The day of each moment in a time zone.
pub(in crate::domain::invoices) async fn days_of(
    conn: &mut PgConnection,
    timezone: &str,
    times: &[DateTime<Utc>],
) -> Result<Vec<NaiveDate>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select (moment.at at time zone $2)::date as "day!"
           from unnest($1::timestamptz[]) with ordinality as moment (at, position) order by moment.position"#,
        times,
        timezone,
    )
    .fetch_all(conn)
    .await
}

/// The one movement of a refund, and the document it is on.
pub(in crate::domain::invoices) async fn movement_of_refund(
    conn: &mut PgConnection,
    reseller: ResellerId,
    refund: RefundId,
    currency: Currency,
) -> Result<Option<(Movement, Option<CompanyInvoiceId>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select t.id as "id: TransferId", o.id as "order: OrderId", t.at, -r.amount_micros as "charged!",
                  o.cost_centre, t.description, l.invoice_id as "document?: CompanyInvoiceId"
           from refunds r
           join ledger_transfers t on t.reseller_id = r.reseller_id and t.id = r.transfer_id
           join orders o on o.reseller_id = r.reseller_id and o.id = r.order_id
           left join organization_invoice_lines l on l.reseller_id = r.reseller_id and l.transfer_id = t.id
           where r.reseller_id = $1 and r.id = $2"#,
        reseller.uuid(),
        refund.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let movement = Movement {
            transfer: row.id,
            order: Some(row.order),
            at: row.at,
            cost_centre: row.cost_centre,
            what: row.description,
            charged: Money::from_micros(row.charged, currency),
            takes_back_from: None,
        };
        (movement, row.document)
    }))
}

/// A draft to be written.
pub(in crate::domain::invoices) struct NewDraft<'a> {
    pub id: CompanyInvoiceId,
    pub organization: OrganizationId,
    pub kind: DocumentKind,
    pub corrects: Option<CompanyInvoiceId>,
    pub period: NaiveDate,
    pub timezone: &'a str,
    pub closes_at: Option<DateTime<Utc>>,
    pub reason: String,
    pub charged: Money,
    pub lines: &'a [Movement],
    pub now: DateTime<Utc>,
}

pub(in crate::domain::invoices) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewDraft<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into organization_invoices (reseller_id, id, organization_id, kind, corrects, currency, period, timezone,
                                            closes_at, reason, charged_micros, drafted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        reseller.uuid(),
        new.id.uuid(),
        new.organization.uuid(),
        new.kind.as_str(),
        new.corrects.map(CompanyInvoiceId::uuid),
        new.charged.currency().code(),
        new.period,
        new.timezone,
        new.closes_at,
        new.reason,
        new.charged.micros(),
        new.now,
    )
    .execute(&mut *conn)
    .await?;
    let transfers: Vec<Uuid> = new.lines.iter().map(|line| line.transfer.uuid()).collect();
    let orders: Vec<Option<Uuid>> = new
        .lines
        .iter()
        .map(|line| line.order.map(OrderId::uuid))
        .collect();
    let times: Vec<DateTime<Utc>> = new.lines.iter().map(|line| line.at).collect();
    let centres: Vec<String> = new.lines.iter().map(|line| line.cost_centre.clone()).collect();
    let what: Vec<String> = new.lines.iter().map(|line| line.what.clone()).collect();
    let charged: Vec<i64> = new.lines.iter().map(|line| line.charged.micros()).collect();
    sqlx::query!(
        "insert into organization_invoice_lines (reseller_id, invoice_id, position, transfer_id, order_id, at,
                                                 cost_centre, what, charged_micros)
         select $1, $2, line.position, line.transfer, line.bought, line.at, line.centre, line.what, line.charged
         from unnest($3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[], $8::bigint[])
              with ordinality as line (transfer, bought, at, centre, what, charged, position)",
        reseller.uuid(),
        new.id.uuid(),
        &transfers,
        &orders as &[Option<Uuid>],
        &times,
        &centres,
        &what,
        &charged,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The first day of the month in a time zone.
pub(in crate::domain::invoices) async fn month_of(
    conn: &mut PgConnection,
    timezone: &str,
    now: DateTime<Utc>,
) -> Result<NaiveDate, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select date_trunc('month', $1::timestamptz at time zone $2)::date as "first!""#,
        now,
        timezone,
    )
    .fetch_one(conn)
    .await
}
