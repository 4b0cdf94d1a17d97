//! Proves what the platform and its resellers owe each other.

use sqlx::PgConnection;

use super::{store::settlement as store, verify::Finding};

/// Every broken promise of the settlement room.
pub(super) async fn findings(conn: &mut PgConnection) -> Result<Vec<Finding>, sqlx::Error> {
    let mut findings = vec![];
    let mut note = |check, rows: Vec<String>| {
        findings.extend(rows.into_iter().map(|detail| Finding { check, detail }));
    };
    note(
        "every reseller's unpaid earnings equal the ledger",
        store::earnings_off(conn).await?,
    );
    note(
        "every earnings row is what its transfer booked",
        store::earning_rows_off(conn).await?,
    );
    note(
        "every payout is the sum of its earnings",
        store::payouts_off(conn).await?,
    );
    note(
        "approved payouts equal the ledger",
        store::approved_payouts_off(conn).await?,
    );
    note(
        "every invoice to a reseller equals its lines and the ledger",
        store::invoices_off(conn).await?,
    );
    note(
        "invoices of a reseller are numbered without gaps",
        store::invoice_gaps(conn).await?,
    );
    note(
        "every float's stage follows from its figures",
        store::float_stages_off(conn).await?,
    );
    Ok(findings)
}
