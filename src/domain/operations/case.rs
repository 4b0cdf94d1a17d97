//! Opens a question for the operator, once per thing.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::store;
use crate::{
    backend::Backend,
    domain::error::Internal,
    shared::ids::{CaseId, ResellerId},
};

/// Opens a case unless one is open about the same thing. `summary` says everything needed to decide. True when it is
/// new.
pub async fn open(
    backend: &Backend,
    reseller: Option<ResellerId>,
    kind: &str,
    reference: &str,
    summary: &str,
) -> Result<bool, Internal> {
    let found = Found {
        reseller,
        kind: kind.to_owned(),
        reference: reference.to_owned(),
        provider: None,
        summary: summary.to_owned(),
        details: Value::Object(serde_json::Map::new()),
    };
    Ok(report(backend, &found).await?.is_some())
}

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Whose, where it is known.
    pub reseller: Option<ResellerId>,
    /// One of the kinds of `operator_cases`.
    pub kind: String,
    /// What it is about; one open case per kind and reference.
    pub reference: String,
    /// The vendor it concerns.
    pub provider: Option<String>,
    /// Cause and what can be done, in words.
    pub summary: String,
    /// Figures and ids for the verbs. Without times of looking: a dismissed case with the same details stays dismissed.
    pub details: Value,
}

/// Opens a case, or notes that it is still there. The id when it is new; `None` when it was open already, or an
/// operator dismissed exactly this.
pub async fn report(backend: &Backend, found: &Found) -> Result<Option<CaseId>, Internal> {
    let mut tx = backend.begin_system().await?;
    let new = store::report_case(&mut tx, found, backend.now()).await?;
    tx.commit().await?;
    if new.is_some() {
        let Found { kind, reference, .. } = found;
        tracing::error!(kind, reference, "operator case opened");
        metrics::counter!("operator_cases_total", "kind" => kind.clone()).increment(1);
    }
    Ok(new)
}

/// A case as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub id: CaseId,
    /// Whose, where it is known.
    pub reseller: Option<ResellerId>,
    /// Its shop's name.
    pub shop: Option<String>,
    pub kind: String,
    pub reference: String,
    pub provider: Option<String>,
    pub summary: String,
    pub details: Value,
    pub opened_at: DateTime<Utc>,
    /// When a comparison last found it.
    pub last_seen_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    /// How it ended: `adopted`, `released`, `credited`, `settled`, `gone`, `dismissed`.
    pub resolution: Option<String>,
    pub resolution_note: String,
}

impl Case {
    /// A text of the details.
    pub fn detail(&self, name: &str) -> Option<&str> {
        self.details.get(name).and_then(Value::as_str)
    }
}

/// One case; `None` when there is none with this id.
pub async fn find(backend: &Backend, id: CaseId) -> Result<Option<Case>, Internal> {
    let mut tx = backend.begin_system().await?;
    let case = store::case(&mut tx, id).await?;
    tx.commit().await?;
    Ok(case)
}

/// Open cases, oldest first.
pub async fn open_ones(backend: &Backend) -> Result<Vec<Case>, Internal> {
    let mut tx = backend.begin_system().await?;
    let cases = store::all_open_cases(&mut tx).await?;
    tx.commit().await?;
    Ok(cases)
}
