//! From sent to paid.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{error::Internal, invoices::tax::whole},
    shared::{
        company_invoice::{DocumentKind, DocumentState},
        ids::{CompanyInvoiceId, OrganizationId, ResellerId},
        money::Money,
    },
};

/// What is needed to mail a document or to see whether it is paid.
pub(in crate::domain::invoices) struct Standing {
    pub organization: OrganizationId,
    pub company: String,
    /// Where the company wants its invoices today.
    pub billing_email: String,
    pub kind: DocumentKind,
    pub state: DocumentState,
    pub number: Option<String>,
    pub total: Money,
    pub sent_at: Option<DateTime<Utc>>,
    pub due_on: Option<NaiveDate>,
    /// In the company's time zone.
    pub today: NaiveDate,
    /// The cash of the company as it would be without what was bought after the document's month. Below zero, it is not
    /// covered.
    pub cash: Money,
}

impl Standing {
    /// What the wallet lacks for this document: never more than its total.
    pub(in crate::domain::invoices) fn open(&self) -> Result<Money, Internal> {
        let zero = Money::zero(self.total.currency());
        if self.kind == DocumentKind::CreditNote
            || self.state == DocumentState::Paid
            || !self.cash.is_negative()
        {
            return Ok(zero);
        }
        // Nobody can pay in a part of a cent.
        let lacking = whole(self.cash.negated()?.decimal(), zero.currency())?;
        Ok(if self.total.minus(lacking)?.is_negative() {
            self.total
        } else {
            lacking
        })
    }
}

/// Holds the document until the transaction ends; false when there is no such one.
pub(in crate::domain::invoices) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
) -> Result<bool, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select id from organization_invoices where reseller_id = $1 and id = $2 for no key update",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// The document. Later sales, and refunds of them, do not count: what is paid in covers the oldest month first.
pub(in crate::domain::invoices) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
    now: DateTime<Utc>,
) -> Result<Option<Standing>, Internal> {
    let row = sqlx::query!(
        r#"select i.organization_id as "organization: OrganizationId", o.name, o.billing_email, i.kind, i.state, i.number,
                  i.total_micros, i.currency, i.sent_at, i.due_on,
                  ($3::timestamptz at time zone o.timezone)::date as "today!",
                  (select coalesce(sum(w.balance_micros), 0) from wallets w
                   where w.reseller_id = i.reseller_id and w.owner_kind = 'organization'
                     and w.owner_id = i.organization_id and w.currency = i.currency and w.bucket = 'cash')::bigint
                  - (select coalesce(sum(e.amount_micros), 0) from wallets w
                     join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
                     join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
                     where w.reseller_id = i.reseller_id and w.owner_kind = 'organization'
                       and w.owner_id = i.organization_id and w.currency = i.currency and w.bucket = 'cash'
                       and t.at >= i.closes_at
                       and (t.kind = 'sale'
                            or t.kind = 'refund'
                               and exists (select from ledger_transfers s
                                           where s.reseller_id = t.reseller_id and s.reference_id = t.reference_id
                                             and s.kind = 'sale' and s.at >= i.closes_at)))::bigint as "cash!"
           from organization_invoices i
           join organizations o on o.reseller_id = i.reseller_id and o.id = i.organization_id
           where i.reseller_id = $1 and i.id = $2"#,
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let currency = row.currency.parse()?;
        Ok(Standing {
            organization: row.organization,
            company: row.name,
            billing_email: row.billing_email,
            kind: DocumentKind::parse(&row.kind)
                .ok_or_else(|| Internal::broken("unknown kind of document"))?,
            state: DocumentState::parse(&row.state).ok_or_else(|| Internal::broken("unknown state"))?,
            number: row.number,
            total: Money::from_micros(row.total_micros, currency),
            sent_at: row.sent_at,
            due_on: row.due_on,
            today: row.today,
            cash: Money::from_micros(row.cash, currency),
        })
    })
    .transpose()
}

/// Writes how far it is; the first time it is paid, when.
pub(in crate::domain::invoices) async fn set_state(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
    state: DocumentState,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_invoices
         set state = $3, paid_at = case when $3 = 'paid' then coalesce(paid_at, $4) end
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        state.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::invoices) async fn set_sent(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_invoices set sent_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Documents that are not covered yet, across resellers.
pub(in crate::domain::invoices) async fn uncovered(
    conn: &mut PgConnection,
) -> Result<Vec<(ResellerId, CompanyInvoiceId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: CompanyInvoiceId" from organization_invoices
           where state in ('sent', 'failed') order by reseller_id, id limit 100000"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}
