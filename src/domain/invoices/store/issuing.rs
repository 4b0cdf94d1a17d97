//! Drafts become documents: who sells, who buys, the tax of each line, and a number.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{error::Internal, invoices::tax::Split},
    shared::{
        company_invoice::DocumentKind,
        currency::Currency,
        ids::{CompanyInvoiceId, OrganizationId, ResellerId},
        money::Money,
    },
};

/// What issuing asks of a document. Its tax is that of the invoice it takes back from, if it does.
pub(in crate::domain::invoices) struct Draft {
    pub organization: OrganizationId,
    pub kind: DocumentKind,
    pub currency: Currency,
    pub is_draft: bool,
    /// The invoice it takes back from has no number yet.
    pub waits_for_invoice: bool,
    pub corrected_tax: Option<(String, Decimal)>,
}

/// The document, held until the transaction ends.
pub(in crate::domain::invoices) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
) -> Result<Option<Draft>, Internal> {
    let row = sqlx::query!(
        r#"select d.organization_id as "organization_id: OrganizationId", d.kind, d.currency,
                  d.state = 'draft' as "is_draft!", c.id is not null and c.number is null as "waits!",
                  c.tax_label as "tax_label?", c.tax_percent as "tax_percent?"
           from organization_invoices d
           left join organization_invoices c on c.reseller_id = d.reseller_id and c.id = d.corrects
           where d.reseller_id = $1 and d.id = $2 for no key update of d"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Draft {
            organization: row.organization_id,
            kind: DocumentKind::parse(&row.kind)
                .ok_or_else(|| Internal::broken("unknown kind of document"))?,
            currency: row.currency.parse()?,
            is_draft: row.is_draft,
            waits_for_invoice: row.waits,
            corrected_tax: row.tax_label.zip(row.tax_percent),
        })
    })
    .transpose()
}

/// Position and charge of each line.
pub(in crate::domain::invoices) async fn charges(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
    currency: Currency,
) -> Result<Vec<(i32, Money)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select position, charged_micros from organization_invoice_lines
         where reseller_id = $1 and invoice_id = $2 order by position",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.position, Money::from_micros(row.charged_micros, currency)))
        .collect())
}

pub(in crate::domain::invoices) async fn set_lines(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
    percent: Decimal,
    lines: &[(i32, Split)],
) -> Result<(), sqlx::Error> {
    let positions: Vec<i32> = lines.iter().map(|(position, _)| *position).collect();
    let micros =
        |of: fn(&Split) -> Money| -> Vec<i64> { lines.iter().map(|(_, split)| of(split).micros()).collect() };
    sqlx::query!(
        "update organization_invoice_lines l
         set unit_micros = found.total, net_micros = found.net, tax_micros = found.tax, total_micros = found.total,
             tax_percent = $3
         from unnest($4::int[], $5::bigint[], $6::bigint[], $7::bigint[]) as found (position, net, tax, total)
         where l.reseller_id = $1 and l.invoice_id = $2 and l.position = found.position",
        reseller.uuid(),
        id.uuid(),
        percent,
        &positions,
        &micros(|split| split.net),
        &micros(|split| split.tax),
        &micros(|split| split.total),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The next number of the prefix. Whoever else wants one waits until this transaction ends, and gets the same one when it
/// does not commit: so there are no gaps.
pub(in crate::domain::invoices) async fn take_number(
    conn: &mut PgConnection,
    reseller: ResellerId,
    prefix: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into invoice_sequences as s (reseller_id, prefix, last_number) values ($1, $2, 1)
         on conflict (reseller_id, prefix) do update set last_number = s.last_number + 1 returning last_number",
        reseller.uuid(),
        prefix,
    )
    .fetch_one(conn)
    .await
}

/// Shop and company as they stand on a document of today.
pub(in crate::domain::invoices) struct Facts {
    pub seller_email: String,
    pub color: String,
    pub buyer_name: String,
    pub buyer_address: String,
    pub buyer_tax_id: String,
    pub buyer_email: String,
    /// In the company's time zone.
    pub today: NaiveDate,
    pub logo: Option<Uuid>,
}

/// Reads them, and keeps the logo for as long as the document.
pub(in crate::domain::invoices) async fn facts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<Facts, sqlx::Error> {
    // Nothing but a PNG can be drawn; a logo that came with the shop is a drawing, and the name stands for it.
    let logo = sqlx::query_scalar!(
        r#"with published as (
               select a.id, a.bytes from themes t
               join brand_assets a on a.reseller_id = t.reseller_id and a.id = t.logo_id
               where t.reseller_id = $1 and t.state = 'published' and a.media_type = 'image/png'),
           kept as (
               insert into invoice_logos (reseller_id, asset_id, png) select $1, id, bytes from published
               on conflict do nothing)
           select id from published"#,
        reseller.uuid(),
    )
    .fetch_optional(&mut *conn)
    .await?;
    let row = sqlx::query!(
        r#"select r.support_email, coalesce(t.tokens ->> 'primary', '#000000') as "color!", o.name,
                  o.billing_email, ($3::timestamptz at time zone o.timezone)::date as "today!",
                  coalesce(nullif(b.name, ''), o.name) as "buyer_name!", coalesce(b.address, '') as "address!",
                  coalesce(b.tax_id, '') as "tax_id!"
           from organizations o
           join resellers r on r.id = o.reseller_id
           left join themes t on t.reseller_id = o.reseller_id and t.state = 'published'
           left join organization_billing b on b.reseller_id = o.reseller_id and b.organization_id = o.id
           where o.reseller_id = $1 and o.id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(Facts {
        seller_email: row.support_email,
        color: row.color,
        buyer_name: row.buyer_name,
        buyer_address: row.address,
        buyer_tax_id: row.tax_id,
        buyer_email: row.billing_email,
        today: row.today,
        logo,
    })
}

/// What is written when a document is issued.
pub(in crate::domain::invoices) struct Issued<'a> {
    pub prefix: &'a str,
    pub sequence: i64,
    pub number: &'a str,
    pub seller_name: &'a str,
    pub seller_address: &'a str,
    pub seller_tax_id: &'a str,
    pub tax_label: &'a str,
    pub tax_percent: Decimal,
    pub sum: Split,
    pub facts: &'a Facts,
    pub due_on: NaiveDate,
    pub now: DateTime<Utc>,
}

pub(in crate::domain::invoices) async fn write(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
    issued: &Issued<'_>,
) -> Result<(), sqlx::Error> {
    let facts = issued.facts;
    sqlx::query!(
        "update organization_invoices
         set state = 'sent', prefix = $3, sequence = $4, number = $5, seller_name = $6, seller_address = $7,
             seller_tax_id = $8, seller_email = $9, buyer_name = $10, buyer_address = $11, buyer_tax_id = $12,
             buyer_email = $13, tax_label = $14, tax_percent = $15, subtotal_micros = $16, tax_micros = $17,
             total_micros = $18, color = $19, logo_asset_id = $20, issued_on = $21, due_on = $22, issued_at = $23
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        issued.prefix,
        issued.sequence,
        issued.number,
        issued.seller_name,
        issued.seller_address,
        issued.seller_tax_id,
        facts.seller_email,
        facts.buyer_name,
        facts.buyer_address,
        facts.buyer_tax_id,
        facts.buyer_email,
        issued.tax_label,
        issued.tax_percent,
        issued.sum.net.micros(),
        issued.sum.tax.micros(),
        issued.sum.total.micros(),
        facts.color,
        facts.logo,
        facts.today,
        issued.due_on,
        issued.now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Drafts that waited since `before`, of shops that said who they are; invoices before the credit notes on them.
pub(in crate::domain::invoices) async fn waiting(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<Vec<(ResellerId, CompanyInvoiceId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select d.reseller_id as "reseller: ResellerId", d.id as "id: CompanyInvoiceId"
           from organization_invoices d
           join invoice_settings s on s.reseller_id = d.reseller_id
           where d.state = 'draft' and d.drafted_at <= $1
           order by d.kind = 'credit_note', d.drafted_at, d.id limit 10000"#,
        before,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}
