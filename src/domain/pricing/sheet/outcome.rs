//! What a file does.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::decide::RowError;
use crate::{
    domain::{
        audit::Audit,
        error::Internal,
        pricing::rule::{Rule, StoredRule},
    },
    shared::{ids::RuleId, pricing::SheetExample},
};

/// A rule before and after.
pub struct Change {
    /// Of the file; the header is line 1.
    pub line: u64,
    /// `None` for a rule that is added.
    pub before: Option<StoredRule>,
    /// `None` for a rule that ends.
    pub after: Option<StoredRule>,
    pub example: SheetExample,
}

/// Everything a file does in its shop.
#[derive(Default)]
pub struct Outcome {
    pub changes: Vec<Change>,
    /// Rows that do nothing, and why.
    pub refused: Vec<(u64, RowError)>,
    /// Rows that are as the shop has it.
    pub unchanged: usize,
    /// What was done, for the audit log.
    pub(super) audits: Vec<Audit<'static>>,
}

/// A change without the moment at which it would be made.
#[derive(Serialize)]
struct Seen<'a> {
    line: u64,
    before: Option<RuleId>,
    ended: Option<DateTime<Utc>>,
    after: Option<&'a Rule>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
}

impl Outcome {
    /// Stands for exactly these changes, whenever they are made.
    pub fn seal(&self, now: DateTime<Utc>) -> Result<String, Internal> {
        let seen: Vec<_> = self
            .changes
            .iter()
            .map(|change| {
                let after = change.after.as_ref();
                Seen {
                    line: change.line,
                    before: change.before.as_ref().map(|stored| stored.id),
                    ended: change.before.as_ref().and_then(|stored| stored.valid_until),
                    after: after.map(|stored| &stored.rule),
                    from: after.map(|stored| stored.valid_from).filter(|from| *from > now),
                    until: after.and_then(|stored| stored.valid_until),
                }
            })
            .collect();
        let digest = Sha256::digest(serde_json::to_vec(&seen)?);
        Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
