//! Proves what the platform and its resellers owe each other.

use sqlx::PgConnection;

use super::{store::settlement as store, verify::Proof};

/// The promises of the settlement room, each with what breaks it.
pub(super) async fn proofs(conn: &mut PgConnection) -> Result<Vec<Proof>, sqlx::Error> {
    let mut proofs = vec![];
    let mut note = |check, findings: Vec<String>| proofs.push(Proof { check, findings });
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
    Ok(proofs)
}
