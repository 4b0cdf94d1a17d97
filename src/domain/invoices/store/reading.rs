//! Documents as people read them.

use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        company_invoice::{
            CentreSum, DocumentHead, DocumentKind, DocumentLine, DocumentRow, DocumentState, Party,
            RelatedDocument,
        },
        currency::Currency,
        ids::{CompanyInvoiceId, OrderId, OrganizationId, ResellerId},
        money::Money,
    },
};

fn kind(word: &str) -> Result<DocumentKind, Internal> {
    DocumentKind::parse(word).ok_or_else(|| Internal::broken("unknown kind of document"))
}

fn state(word: &str) -> Result<DocumentState, Internal> {
    DocumentState::parse(word).ok_or_else(|| Internal::broken("unknown state of a document"))
}

/// A company's documents, newest first; without drafts for its own people.
pub(in crate::domain::invoices) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    with_drafts: bool,
    before: Option<CompanyInvoiceId>,
    limit: i64,
) -> Result<Vec<DocumentRow>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: CompanyInvoiceId", kind, state, number, period, currency,
                  case when number is null then charged_micros else total_micros end as "total!", issued_on, due_on,
                  drafted_at, sent_at, paid_at
           from organization_invoices
           where reseller_id = $1 and organization_id = $2 and ($3 or number is not null)
             and ($4::uuid is null or id < $4)
           order by id desc limit $5"#,
        reseller.uuid(),
        organization.uuid(),
        with_drafts,
        before.map(CompanyInvoiceId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DocumentRow {
                id: row.id,
                organization,
                kind: kind(&row.kind)?,
                state: state(&row.state)?,
                number: row.number,
                period: row.period,
                total: Money::from_micros(row.total, row.currency.parse()?),
                issued_on: row.issued_on,
                due_on: row.due_on,
                drafted_at: row.drafted_at,
                sent_at: row.sent_at,
                paid_at: row.paid_at,
            })
        })
        .collect()
}

/// One document; `None` when it is another reseller's, another company's, or a draft that may not be seen.
pub(in crate::domain::invoices) async fn head(
    conn: &mut PgConnection,
    reseller: ResellerId,
    only: Option<OrganizationId>,
    id: CompanyInvoiceId,
) -> Result<Option<DocumentHead>, Internal> {
    let found = sqlx::query!(
        r#"select i.organization_id as "organization: OrganizationId", o.name as company, i.kind, i.state, i.number,
                  i.period, i.timezone, i.currency, i.reason, i.charged_micros, i.subtotal_micros, i.tax_micros,
                  i.total_micros, i.seller_name, i.seller_address, i.seller_tax_id, i.seller_email, i.buyer_name,
                  i.buyer_address, i.buyer_tax_id, i.buyer_email, i.tax_label, i.tax_percent, i.color,
                  i.issued_on, i.due_on, i.drafted_at, i.sent_at, i.paid_at,
                  c.id as "corrected?: CompanyInvoiceId", c.number as corrected_number,
                  c.total_micros as "corrected_total?"
           from organization_invoices i
           join organizations o on o.reseller_id = i.reseller_id and o.id = i.organization_id
           left join organization_invoices c on c.reseller_id = i.reseller_id and c.id = i.corrects
           where i.reseller_id = $1 and i.id = $3
             and ($2::uuid is null or (i.organization_id = $2 and i.number is not null))"#,
        reseller.uuid(),
        only.map(OrganizationId::uuid),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let currency: Currency = row.currency.parse()?;
    let money = |micros| Money::from_micros(micros, currency);
    let charged = money(row.charged_micros);
    Ok(Some(DocumentHead {
        row: DocumentRow {
            id,
            organization: row.organization,
            kind: kind(&row.kind)?,
            state: state(&row.state)?,
            total: if row.number.is_none() {
                charged
            } else {
                money(row.total_micros)
            },
            number: row.number,
            period: row.period,
            issued_on: row.issued_on,
            due_on: row.due_on,
            drafted_at: row.drafted_at,
            sent_at: row.sent_at,
            paid_at: row.paid_at,
        },
        company: row.company,
        seller: Party {
            name: row.seller_name,
            address: row.seller_address,
            tax_id: row.seller_tax_id,
            email: row.seller_email,
        },
        buyer: Party {
            name: row.buyer_name,
            address: row.buyer_address,
            tax_id: row.buyer_tax_id,
            email: row.buyer_email,
        },
        timezone: row.timezone,
        tax_label: row.tax_label,
        tax_percent: row.tax_percent,
        subtotal: money(row.subtotal_micros),
        tax: money(row.tax_micros),
        charged,
        reason: row.reason,
        color: row.color,
        corrects: row.corrected.map(|id| RelatedDocument {
            id,
            number: row.corrected_number.unwrap_or_default(),
            total: money(row.corrected_total.unwrap_or_default()),
        }),
    }))
}

/// The lines by cost centre, and within one by time, behind `after`; with the line's cursor.
pub(in crate::domain::invoices) async fn lines(
    conn: &mut PgConnection,
    reseller: ResellerId,
    head: &DocumentHead,
    after: Option<i32>,
    limit: i64,
) -> Result<Vec<DocumentLine>, sqlx::Error> {
    let currency = head.row.total.currency();
    let rows = sqlx::query!(
        r#"select l.position, l.at, (l.at at time zone $3)::date as "day!", l.cost_centre, l.what, l.quantity,
                  l.unit_micros, l.net_micros, l.tax_percent, l.tax_micros, l.total_micros, l.charged_micros,
                  l.order_id as "order: OrderId"
           from organization_invoice_lines l
           where l.reseller_id = $1 and l.invoice_id = $2
             and ($4::int is null
                  or (l.cost_centre, l.position) > (select c.cost_centre, c.position from organization_invoice_lines c
                                                    where c.reseller_id = $1 and c.invoice_id = $2 and c.position = $4))
           order by l.cost_centre, l.position limit $5"#,
        reseller.uuid(),
        head.row.id.uuid(),
        head.timezone,
        after,
        limit,
    )
    .fetch_all(conn)
    .await?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(rows
        .into_iter()
        .map(|row| DocumentLine {
            position: row.position,
            at: row.at,
            day: row.day,
            cost_centre: row.cost_centre,
            what: row.what,
            quantity: row.quantity,
            unit: money(row.unit_micros),
            net: money(row.net_micros),
            tax_percent: row.tax_percent,
            tax: money(row.tax_micros),
            total: money(row.total_micros),
            charged: money(row.charged_micros),
            order: row.order,
        })
        .collect())
}

/// One line that was charged for an order; what the order costs, and how much of it.
pub(in crate::domain::invoices) struct ChargedLine {
    pub organization: OrganizationId,
    pub order: OrderId,
    pub currency: Currency,
    pub timezone: String,
}

/// The line, if the document is an issued invoice and the line is something that was bought.
pub(in crate::domain::invoices) async fn charged_line(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
    position: i32,
) -> Result<Option<ChargedLine>, Internal> {
    let row = sqlx::query!(
        r#"select i.organization_id as "organization: OrganizationId", l.order_id as "order!: OrderId", i.currency,
                  o.timezone
           from organization_invoices i
           join organizations o on o.reseller_id = i.reseller_id and o.id = i.organization_id
           join organization_invoice_lines l on l.reseller_id = i.reseller_id and l.invoice_id = i.id
           where i.reseller_id = $1 and i.id = $2 and l.position = $3 and i.number is not null and i.kind = 'invoice'
             and l.order_id is not null and l.charged_micros > 0"#,
        reseller.uuid(),
        id.uuid(),
        position,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(ChargedLine {
            organization: row.organization,
            order: row.order,
            currency: row.currency.parse()?,
            timezone: row.timezone,
        })
    })
    .transpose()
}

/// The sums of the cost centres.
pub(in crate::domain::invoices) async fn centres(
    conn: &mut PgConnection,
    reseller: ResellerId,
    head: &DocumentHead,
) -> Result<Vec<CentreSum>, sqlx::Error> {
    let is_draft = head.row.number.is_none();
    let rows = sqlx::query!(
        r#"select cost_centre, count(*) as "lines!", sum(net_micros)::bigint as "net!", sum(tax_micros)::bigint as "tax!",
                  sum(case when $3 then charged_micros else total_micros end)::bigint as "total!"
           from organization_invoice_lines where reseller_id = $1 and invoice_id = $2
           group by cost_centre order by cost_centre"#,
        reseller.uuid(),
        head.row.id.uuid(),
        is_draft,
    )
    .fetch_all(conn)
    .await?;
    let money = |micros| Money::from_micros(micros, head.row.total.currency());
    Ok(rows
        .into_iter()
        .map(|row| CentreSum {
            cost_centre: row.cost_centre,
            lines: row.lines,
            net: money(row.net),
            tax: money(row.tax),
            total: money(row.total),
        })
        .collect())
}

/// The credit notes on an invoice, oldest first.
pub(in crate::domain::invoices) async fn credit_notes(
    conn: &mut PgConnection,
    reseller: ResellerId,
    head: &DocumentHead,
    with_drafts: bool,
) -> Result<Vec<RelatedDocument>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: CompanyInvoiceId", coalesce(number, '') as "number!",
                  case when number is null then charged_micros else total_micros end as "total!"
           from organization_invoices
           where reseller_id = $1 and corrects = $2 and ($3 or number is not null) order by id limit 200"#,
        reseller.uuid(),
        head.row.id.uuid(),
        with_drafts,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| RelatedDocument {
            id: row.id,
            number: row.number,
            total: Money::from_micros(row.total, head.row.total.currency()),
        })
        .collect())
}

/// The logo as it was when the document was issued.
pub(in crate::domain::invoices) async fn logo(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select l.png from organization_invoices i
         join invoice_logos l on l.reseller_id = i.reseller_id and l.asset_id = i.logo_asset_id
         where i.reseller_id = $1 and i.id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}
