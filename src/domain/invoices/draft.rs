//! Writes down what a company was charged in a month that is over.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::store::drafts::{self, Company, Movement, NewDraft};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{company_invoice::DocumentKind, ids::CompanyInvoiceId, money::Money},
};

/// After the end of a month, so that every sale of it is written.
const REST: TimeDelta = TimeDelta::hours(1);
/// Months at once; a company has more only when nothing looked after it for years.
const MONTHS_MAX: usize = 60;

/// Drafts the months that are over, in the caller's transaction; how many documents. What was sold and given back within
/// a month is on its invoice; what is given back of an earlier invoice is a credit note of its own. Whatever was missed
/// before (it came late, or the company moved to another time zone) is on the next document: a movement without a
/// document is never left behind, and one with a document is never taken again.
pub(super) async fn draft(
    conn: &mut PgConnection,
    scope: &impl Scope,
    company: &Company,
    now: DateTime<Utc>,
) -> Result<usize, Internal> {
    let reseller = scope.reseller();
    drafts::lock(conn, reseller, company.organization).await?;
    let mut made = 0;
    for _ in 0..MONTHS_MAX {
        let Some(month) = drafts::next_month(conn, reseller, company, now).await? else {
            break;
        };
        if month.closes_at + REST > now {
            break;
        }
        let movements = drafts::movements(conn, reseller, company, month.closes_at).await?;
        let mut documents: BTreeMap<Option<CompanyInvoiceId>, Vec<Movement>> = BTreeMap::new();
        for movement in movements {
            documents
                .entry(movement.takes_back_from)
                .or_default()
                .push(movement);
        }
        // An invoice first: `None` sorts before every id.
        for (corrects, lines) in documents {
            let charged = lines
                .iter()
                .try_fold(Money::zero(company.currency), |sum, line| sum.plus(line.charged))?;
            let new = NewDraft {
                id: CompanyInvoiceId::new(),
                organization: company.organization,
                kind: if corrects.is_some() {
                    DocumentKind::CreditNote
                } else {
                    DocumentKind::Invoice
                },
                corrects,
                period: month.period,
                timezone: &month.timezone,
                closes_at: Some(month.closes_at),
                reason: if corrects.is_some() {
                    format!("Refunded in {}.", month.period.format("%B %Y"))
                } else {
                    String::new()
                },
                charged,
                lines: &lines,
                now,
            };
            drafts::insert(conn, reseller, &new).await?;
            made += 1;
        }
    }
    Ok(made)
}
