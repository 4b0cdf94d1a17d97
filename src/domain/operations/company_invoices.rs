//! Proves what shops billed their companies.

use sqlx::PgConnection;

use super::{store::company_invoices as store, verify::Proof};

/// The promises of the invoices room, each with what breaks it.
pub(super) async fn proofs(conn: &mut PgConnection) -> Result<Vec<Proof>, sqlx::Error> {
    let mut proofs = vec![];
    let mut note = |check, findings: Vec<String>| proofs.push(Proof { check, findings });
    note(
        "every invoice of a company equals its lines",
        store::sums_off(conn).await?,
    );
    note(
        "a company's documents of closed months equal its wallet's movements",
        store::movements_off(conn).await?,
    );
    note(
        "invoices of companies are numbered without gaps",
        store::gaps(conn).await?,
    );
    Ok(proofs)
}
