//! Proves the books: every promise, from the tables alone, and our inventory against the providers'.

use std::collections::BTreeSet;

use super::{settlement, store};
use crate::{backend::Backend, domain::error::Internal};

/// Orders may be in flight this long before verify calls them stuck, in minutes.
const IN_FLIGHT_MINUTES: i32 = 60;

/// A broken promise, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which promise.
    pub check: &'static str,
    /// What breaks it.
    pub detail: String,
}

/// Checks the tables: transfers sum to zero, wallets equal their entries, holds equal open orders, nothing lies
/// around in an intermediate state.
pub async fn books(backend: &Backend) -> Result<Vec<Finding>, Internal> {
    let mut tx = backend.begin_system().await?;
    let mut findings = vec![];
    let mut note = |check, rows: Vec<String>| {
        findings.extend(rows.into_iter().map(|detail| Finding { check, detail }));
    };
    note(
        "every transfer sums to zero in one currency",
        store::unbalanced_transfers(&mut tx).await?,
    );
    note(
        "every wallet equals its entries",
        store::wallets_off(&mut tx).await?,
    );
    note(
        "every entry continues the balance before it",
        store::broken_chains(&mut tx).await?,
    );
    note(
        "every wallet's held money equals its open holds",
        store::held_off(&mut tx).await?,
    );
    note(
        "every open hold belongs to an order in flight, and the reverse",
        store::holds_off(&mut tx).await?,
    );
    note(
        "every fulfilled order is captured once, for its price",
        store::orders_off(&mut tx).await?,
    );
    note(
        "every fulfilled order delivered one thing",
        store::undelivered(&mut tx).await?,
    );
    note(
        "every paid payment is credited",
        store::payments_off(&mut tx).await?,
    );
    note(
        "every payment is booked where it was collected",
        store::disputes::collectors_off(&mut tx).await?,
    );
    note(
        "every open dispute keeps its wallet frozen",
        store::disputes::not_frozen(&mut tx).await?,
    );
    note(
        "every dispute took what it says and ended even",
        store::disputes::disputes_off(&mut tx).await?,
    );
    note(
        "every dispute's movement has its dispute, within its payment",
        store::disputes::disputes_unknown(&mut tx).await?,
    );
    let stuck = store::stuck_orders(&mut tx, backend.now(), IN_FLIGHT_MINUTES).await?;
    note("no order stays in flight for an hour", stuck);
    findings.extend(settlement::findings(&mut tx).await?);
    tx.commit().await?;
    Ok(findings)
}

/// Compares what we think we hold with what the providers say we hold. Orders in flight may be at either side.
pub async fn inventory(backend: &Backend) -> Result<Vec<Finding>, Internal> {
    let theirs = backend.providers.numbers.inventory().await?;
    let issued = backend.providers.esims.inventory().await?;
    let mut tx = backend.begin_system().await?;
    let ours = store::held_numbers(&mut tx, backend.providers.numbers.name()).await?;
    let esims = store::held_esims(&mut tx, backend.providers.esims.name()).await?;
    let in_flight = store::references_in_flight(&mut tx).await?;
    tx.commit().await?;

    let theirs: BTreeSet<_> = theirs
        .into_iter()
        .filter(|number| !in_flight.contains(&number.reference))
        .map(|number| number.e164)
        .collect();
    let issued: BTreeSet<_> = issued
        .into_iter()
        .filter(|esim| !in_flight.contains(&esim.reference))
        .map(|esim| esim.iccid)
        .collect();
    let mut findings = difference("a number is held by the provider and by us", &theirs, &ours);
    findings.extend(difference(
        "an eSIM exists at the provider and here",
        &issued,
        &esims,
    ));
    Ok(findings)
}

fn difference(check: &'static str, theirs: &BTreeSet<String>, ours: &BTreeSet<String>) -> Vec<Finding> {
    let only_theirs = theirs
        .difference(ours)
        .map(|id| format!("{id} is at the provider but not here"));
    let only_ours = ours
        .difference(theirs)
        .map(|id| format!("{id} is here but not at the provider"));
    only_theirs
        .chain(only_ours)
        .map(|detail| Finding { check, detail })
        .collect()
}
