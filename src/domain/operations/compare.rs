//! Three books side by side every night: what the providers say they hold and got, what the ledger says was paid, what
//! our inventory says customers have.
//!
//! A provider that does not answer is left out and said so; silence is never taken for an empty inventory. An order in
//! flight may be at either side and is never a finding.

pub mod esims;
pub mod numbers;
pub mod payments;
pub mod prices;

use chrono::{DateTime, Utc};

use super::{
    case::{self, Found},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        payments::gateway,
    },
    providers::ProviderError,
    shared::operator::ComparedPart,
};

/// One kind of finding at one provider.
#[derive(Debug, Clone)]
pub struct Look {
    /// One of the kinds of `operator_cases`.
    pub kind: &'static str,
    pub provider: &'static str,
    pub found: Vec<Found>,
    pub resolved: Resolved,
}

/// Which open cases of a look's kind are over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// All that were not found again: the look saw everything.
    Unseen,
    /// These: the look saw a stretch of time.
    These(Vec<String>),
}

/// Why a part could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    #[error("{0}")]
    Unreachable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(LookError);

/// What a comparison came to.
#[derive(Debug, Default)]
pub struct Comparison {
    pub found: Vec<Found>,
    /// Parts left out, with the reason.
    pub skipped: Vec<String>,
    /// Cases that are new.
    pub opened: usize,
    /// What was looked at, one after the other.
    pub parts: Vec<ComparedPart>,
}

/// Compares everything, opens a case for each finding and closes those that are over.
pub async fn compare(backend: &Backend) -> Result<Comparison, Internal> {
    let looked_at = backend.now();
    let mut comparison = Comparison::default();
    let mut parts = vec![];
    for vendor in &backend.providers.numbers {
        let what = format!("numbers at the provider {}", vendor.name());
        parts.push((what, numbers::look(backend, vendor.as_ref()).await));
    }
    // A vendor that prices each number has no list to compare with.
    for vendor in backend
        .providers
        .numbers
        .iter()
        .filter(|vendor| vendor.has_price_list())
    {
        let what = format!("prices of numbers at {}", vendor.name());
        parts.push((what, prices::numbers(backend, vendor.as_ref()).await));
    }
    parts.extend([
        ("eSIMs at the provider".to_owned(), esims::look(backend).await),
        ("prices of data plans".to_owned(), prices::plans(backend).await),
    ]);
    for (reseller, gateway) in gateway::all(backend).await? {
        let what = match reseller {
            None => "payments at the gateway".to_owned(),
            Some(reseller) => format!("payments at the gateway of {reseller}"),
        };
        parts.push((what, payments::look(backend, gateway.as_ref(), reseller).await));
    }
    for (what, part) in parts {
        match part {
            Ok(looks) => {
                comparison.parts.push(ComparedPart {
                    what,
                    found: looks
                        .iter()
                        .map(|look| i64::try_from(look.found.len()).unwrap_or(i64::MAX))
                        .sum(),
                    skipped: None,
                });
                for look in looks {
                    comparison.opened += record(backend, &look, looked_at).await?;
                    comparison.found.extend(look.found);
                }
            }
            Err(LookError::Unreachable(error)) => {
                tracing::warn!(what, %error, "left out of the comparison");
                comparison.parts.push(ComparedPart {
                    what: what.clone(),
                    found: 0,
                    skipped: Some(error.to_string()),
                });
                comparison.skipped.push(format!(
                    "{what}: not compared, since the provider does not answer ({error})"
                ));
            }
            Err(LookError::Internal(error)) => return Err(error),
        }
    }
    let mut tx = backend.begin_system().await?;
    store::close_ended(&mut tx, backend.now()).await?;
    store::insert_comparison(&mut tx, looked_at, backend.now(), &comparison).await?;
    tx.commit().await?;
    metrics::gauge!("comparison_findings").set(u32::try_from(comparison.found.len()).unwrap_or(u32::MAX));
    metrics::gauge!("comparison_skipped").set(u32::try_from(comparison.skipped.len()).unwrap_or(u32::MAX));
    Ok(comparison)
}

async fn record(backend: &Backend, look: &Look, looked_at: DateTime<Utc>) -> Result<usize, Internal> {
    let mut opened = 0;
    for found in &look.found {
        opened += usize::from(case::report(backend, found).await?.is_some());
    }
    let mut tx = backend.begin_system().await?;
    let now = backend.now();
    match &look.resolved {
        Resolved::Unseen => {
            let seen: Vec<String> = look.found.iter().map(|found| found.reference.clone()).collect();
            store::close_unseen(&mut tx, look.kind, Some(look.provider), &seen, looked_at, now).await?;
        }
        Resolved::These(references) => {
            store::close_resolved(&mut tx, look.kind, look.provider, references, now).await?;
        }
    }
    tx.commit().await?;
    Ok(opened)
}
