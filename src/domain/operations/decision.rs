//! What every decision on a case has in common: it looks again before it acts, is written down, and closes the case.

use serde_json::json;

use super::{
    case::{self, Case},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        orders::decide::Facts,
        scope::{Operator, System},
    },
    providers::ProviderError,
    shared::{ids::CaseId, money::Money},
};

/// Why a case stays as it is. Nothing was moved.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error("there is no such case")]
    NotFound,
    #[error("the case was closed before: {0}")]
    Closed(String),
    #[error("that does not decide a case of this kind ({kind}); possible: {possible}")]
    WrongKind { kind: String, possible: &'static str },
    /// It is not as it was when the case was opened.
    #[error("the world has changed: {0}")]
    Changed(String),
    #[error("{0}")]
    Impossible(String),
    #[error("no active customer with this id at the shop that ordered it")]
    NoCustomer,
    #[error(
        "the customer lacks {missing}; nothing was charged. Give it without a charge, or ask for a top-up"
    )]
    Insufficient { missing: Money },
    #[error("a reason of 1 to 500 characters is needed")]
    NoReason,
    #[error("the provider does not answer, so nothing was done: {0}. Try again later")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DecideError);

/// Who decides, and why.
pub trait Decides: Send + Sync {
    /// Who it is.
    fn operator(&self) -> Operator;

    /// Why; `None` where the decision says it itself.
    fn reason(&self) -> Option<&str> {
        None
    }
}

impl Decides for Operator {
    fn operator(&self) -> Operator {
        *self
    }
}

/// An operator with a reason, kept with the case.
#[derive(Debug, Clone, Copy)]
pub struct Because<'a> {
    pub by: Operator,
    pub reason: &'a str,
}

impl Decides for Because<'_> {
    fn operator(&self) -> Operator {
        self.by
    }

    fn reason(&self) -> Option<&str> {
        Some(self.reason)
    }
}

/// How an operator ends a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resolution {
    Adopted,
    Released,
    Credited,
    Settled,
    Dismissed,
}

impl Resolution {
    /// The word in the database.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Released => "released",
            Self::Credited => "credited",
            Self::Settled => "settled",
            Self::Dismissed => "dismissed",
        }
    }

    /// The word in the audit log.
    const fn action(self) -> &'static str {
        match self {
            Self::Adopted => "case.adopted",
            Self::Released => "case.released",
            Self::Credited => "case.credited",
            Self::Settled => "case.settled",
            Self::Dismissed => "case.dismissed",
        }
    }
}

/// Where a decision begins.
pub(super) enum Start {
    Open(Box<Case>),
    /// Decided this way before: the same again is no error.
    Done,
}

/// The case, if it is of one of these kinds and open.
pub(super) async fn start(
    backend: &Backend,
    by: &impl Decides,
    id: CaseId,
    kinds: &[&str],
    resolution: Resolution,
) -> Result<Start, DecideError> {
    if let Some(why) = by.reason() {
        reason(why)?;
    }
    let case = case::find(backend, id).await?.ok_or(DecideError::NotFound)?;
    match case.resolution {
        Some(done) if done == resolution.as_str() => return Ok(Start::Done),
        Some(done) => return Err(DecideError::Closed(format!("{done}. {}", case.resolution_note))),
        None => {}
    }
    if !kinds.is_empty() && !kinds.contains(&&*case.kind) {
        let possible = possible(&case.kind);
        return Err(DecideError::WrongKind {
            kind: case.kind,
            possible,
        });
    }
    Ok(Start::Open(Box::new(case)))
}

/// What decides a kind of case, in words.
pub fn possible(kind: &str) -> &'static str {
    match kind {
        "order_unknown" | "number_conflict" => "settle, dismiss",
        "line_unknown" => "settle (--done or --not-done), dismiss",
        "message_unknown" | "call_unknown" => "settle (--sent or --not-sent), dismiss",
        "bought_unassigned" => "adopt, release (numbers), dismiss",
        "assigned_gone" => "release (marks it as released here), dismiss",
        "paid_not_credited" | "payment_mismatch" => "credit, dismiss",
        _ => "dismiss",
    }
}

/// Writes the decision down and closes the case. Somebody else may have closed it meanwhile.
pub(super) async fn close(
    backend: &Backend,
    by: &impl Decides,
    case: &Case,
    resolution: Resolution,
    note: &str,
) -> Result<(), DecideError> {
    let now = backend.now();
    let note = match by.reason() {
        Some(why) => &format!("{note} Reason: {}", why.trim()),
        None => note,
    };
    let by = by.operator();
    let mut tx = backend.begin_system().await?;
    if store::close_case(&mut tx, case.id, resolution.as_str(), note, by.user(), now).await? {
        let reseller = match case.reseller {
            Some(reseller) => reseller,
            None => store::platform(&mut tx).await?,
        };
        let act = Audit {
            action: resolution.action(),
            entity: case.id.to_string(),
            before: Some(json!({ "kind": case.kind, "reference": case.reference, "details": case.details })),
            after: Some(
                json!({ "resolution": resolution.as_str(), "note": note, "by": by.user().map_or_else(
                || "command line".to_owned(), |user| user.to_string()) }),
            ),
            ..Audit::default()
        };
        audit::record(&mut tx, &by.at(reseller), now, act).await?;
    }
    tx.commit().await?;
    tracing::warn!(case = %case.id, kind = case.kind, ?resolution, "operator case closed");
    Ok(())
}

/// A reason somebody can read a year later.
pub(super) fn reason(text: &str) -> Result<&str, DecideError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 500 {
        return Err(DecideError::NoReason);
    }
    Ok(text)
}

/// The order a case is about, with the scope to work on it.
pub(super) async fn order_of(
    backend: &Backend,
    case: &Case,
    id: Option<&str>,
) -> Result<(System, Facts), DecideError> {
    let nobodys = || DecideError::Impossible("no order of ours belongs to it".into());
    let reseller = case.reseller.ok_or_else(nobodys)?;
    let id = id.and_then(|id| id.parse().ok()).ok_or_else(nobodys)?;
    let system = System::of(reseller, "operator's decision");
    let order = crate::domain::orders::decide::facts(backend, &system, id)
        .await?
        .ok_or_else(|| DecideError::Changed("the order is not there any more".into()))?;
    Ok((system, order))
}
