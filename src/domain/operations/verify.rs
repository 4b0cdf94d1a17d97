//! Proves the books: every promise, from the tables alone, and our inventory against the providers'.

use chrono::TimeDelta;

use super::{
    company_invoices,
    compare::{self, LookError},
    settlement, store,
};
use crate::{backend::Backend, domain::error::Internal};

/// Orders may be in flight this long before verify calls them stuck, in minutes.
const IN_FLIGHT_MINUTES: i32 = 60;
/// Credit whose time is over is taken back every hour, so what is left after a day was forgotten.
const CREDIT_EXPIRY: TimeDelta = TimeDelta::days(1);
/// Gateways take hours to confirm money on its way back, seldom days.
const WITHDRAWAL: TimeDelta = TimeDelta::days(3);
/// A caller repeats a request for a day at most; by then it has an answer or is let go.
const IDEMPOTENCY_KEY: TimeDelta = TimeDelta::days(2);
/// The worker takes jobs within seconds.
const JOB: TimeDelta = TimeDelta::hours(1);

/// A broken promise, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which promise.
    pub check: &'static str,
    /// What breaks it.
    pub detail: String,
}

/// A promise that was looked at, and what breaks it: nothing, if it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Which promise.
    pub check: &'static str,
    /// What breaks it, at most a hundred.
    pub findings: Vec<String>,
}

/// Every promise that holds at any moment: transfers sum to zero, wallets equal their entries, holds equal open
/// orders, sales equal their prices.
pub async fn books(backend: &Backend) -> Result<Vec<Finding>, Internal> {
    Ok(findings(&books_proofs(backend).await?))
}

/// The books, and what should be over by now: jobs, keys, credit, withdrawals. What the nightly job and the command
/// look at.
pub async fn everything(backend: &Backend) -> Result<Vec<Proof>, Internal> {
    let mut proofs = books_proofs(backend).await?;
    proofs.extend(overdue_proofs(backend).await?);
    Ok(proofs)
}

/// The broken ones in a row.
pub fn findings(proofs: &[Proof]) -> Vec<Finding> {
    proofs
        .iter()
        .flat_map(|proof| {
            proof.findings.iter().map(|detail| Finding {
                check: proof.check,
                detail: detail.clone(),
            })
        })
        .collect()
}

async fn books_proofs(backend: &Backend) -> Result<Vec<Proof>, Internal> {
    let mut tx = backend.begin_system().await?;
    // All looks see the same moment: a sale that commits between two of them must not look half done.
    store::freeze_snapshot(&mut tx).await?;
    let mut proofs = vec![];
    let mut note = |check, findings: Vec<String>| proofs.push(Proof { check, findings });
    note(
        "the database's own locks are there",
        store::missing_guards(&mut tx).await?,
    );
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
        "every entry is in its wallet's currency",
        store::foreign_entries(&mut tx).await?,
    );
    note(
        "no wallet spends what it has not",
        store::overdrawn(&mut tx).await?,
    );
    note(
        "credit that is not cash never leaves",
        store::credit_paid_out(&mut tx).await?,
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
        "every withdrawal in flight holds its amount",
        store::withdrawal_holds_off(&mut tx).await?,
    );
    note(
        "every captured hold took its amount",
        store::captures_off(&mut tx).await?,
    );
    note(
        "every hold is in its wallet's currency",
        store::foreign_holds(&mut tx).await?,
    );
    note(
        "every fulfilled order is captured once, for its price",
        store::orders_off(&mut tx).await?,
    );
    note(
        "every sale books what its price stack says",
        store::sale_legs_off(&mut tx).await?,
    );
    note(
        "every promotion's uses equal its orders",
        store::promotions_off(&mut tx).await?,
    );
    note(
        "every order knows what was refunded",
        store::refunded_off(&mut tx).await?,
    );
    note(
        "every refund gave its amount back once",
        store::refund_transfers_off(&mut tx).await?,
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
    note(
        "every payment is credited once, by its collector",
        store::credits_off(&mut tx).await?,
    );
    note(
        "every top-up belongs to a payment",
        store::orphaned_credits(&mut tx).await?,
    );
    let stuck = store::stuck_orders(&mut tx, backend.now(), IN_FLIGHT_MINUTES).await?;
    note("no order stays in flight for an hour", stuck);
    note(
        "every message in flight holds its price, and no other",
        store::messages::message_holds_off(&mut tx).await?,
    );
    note(
        "every message sent is captured once, for its price",
        store::messages::message_sales_off(&mut tx).await?,
    );
    let stuck = backend.now() - TimeDelta::minutes(i64::from(IN_FLIGHT_MINUTES));
    note(
        "every call under way holds its slice, and no other",
        store::calls::call_holds_off(&mut tx).await?,
    );
    note(
        "every call that cost something is captured once, for its price",
        store::calls::call_sales_off(&mut tx).await?,
    );
    note(
        "no call is left an hour after its slice",
        store::calls::stuck_calls(&mut tx, stuck).await?,
    );
    note(
        "no message stays in flight for an hour",
        store::messages::stuck_messages(&mut tx, stuck).await?,
    );
    note(
        "every use is logged once, as the ledger says",
        store::metering::logs_off(&mut tx).await?,
    );
    proofs.extend(settlement::proofs(&mut tx).await?);
    proofs.extend(company_invoices::proofs(&mut tx).await?);
    let figures = store::figures_off(&mut tx).await?;
    proofs.push(Proof {
        check: "every closed day's figures equal the ledger",
        findings: figures,
    });
    let accounts = store::accounts_off(&mut tx).await?;
    proofs.push(Proof {
        check: "every closed day's accounts equal the ledger",
        findings: accounts,
    });
    let hours = store::budgets::hours_off(&mut tx).await?;
    proofs.push(Proof {
        check: "every hour of a company's budgets is the sum of its orders",
        findings: hours,
    });
    let days = store::usage::days_off(&mut tx).await?;
    proofs.push(Proof {
        check: "every day's usage is the sum of its readings",
        findings: days,
    });
    let groups = store::usage::groups_off(&mut tx).await?;
    proofs.push(Proof {
        check: "every group's usage is the sum of its lines",
        findings: groups,
    });
    let counters = store::usage::counters_off(&mut tx).await?;
    proofs.push(Proof {
        check: "every line has used what its counters say",
        findings: counters,
    });
    tx.commit().await?;
    Ok(proofs)
}

async fn overdue_proofs(backend: &Backend) -> Result<Vec<Proof>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let mut proofs = vec![];
    let mut note = |check, findings: Vec<String>| proofs.push(Proof { check, findings });
    note(
        "credit whose time is over is taken back within a day",
        store::unexpired_credit(&mut tx, now - CREDIT_EXPIRY).await?,
    );
    note(
        "no withdrawal stays in flight for three days",
        store::stuck_withdrawals(&mut tx, now - WITHDRAWAL).await?,
    );
    note(
        "every idempotency key has its answer within two days",
        store::stuck_idempotency_keys(&mut tx, now - IDEMPOTENCY_KEY).await?,
    );
    note(
        "every month of usage is there before it begins",
        store::usage::months_missing(&mut tx, now).await?,
    );
    note("no job is given up", store::jobs_given_up(&mut tx).await?);
    note(
        "no job waits for an hour",
        store::jobs_overdue(&mut tx, now - JOB).await?,
    );
    tx.commit().await?;
    Ok(proofs)
}

/// Compares what we think we hold with what the providers say we hold. Orders in flight may be at either side.
pub async fn inventory(backend: &Backend) -> Result<Vec<Finding>, Internal> {
    let broken = |error: LookError| match error {
        LookError::Unreachable(error) => error.into(),
        LookError::Internal(error) => error,
    };
    let mut findings = vec![];
    let mut numbers = vec![];
    for vendor in &backend.providers.numbers {
        numbers.extend(
            compare::numbers::look(backend, vendor.as_ref())
                .await
                .map_err(broken)?,
        );
    }
    for (check, looks) in [
        ("a number is held by the provider and by us", numbers),
        (
            "an eSIM exists at the provider and here",
            compare::esims::look(backend).await.map_err(broken)?,
        ),
    ] {
        let found = looks.into_iter().flat_map(|look| look.found);
        findings.extend(found.map(|found| Finding {
            check,
            detail: found.summary,
        }));
    }
    Ok(findings)
}
