//! The shop's prices at a moment, before and after the file.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::domain::pricing::{
    rule::{Rule, StoredRule},
    rulebook::Rulebook,
};

/// Rulebooks by moment, made of one that was loaded and of the shop's rules with their windows.
pub(super) struct Books {
    base: Rulebook,
    rules: Vec<StoredRule>,
    made: HashMap<DateTime<Utc>, Rulebook>,
}

impl Books {
    /// `base` gives everything but the shop's rules.
    pub(super) fn of(base: Rulebook, rules: Vec<StoredRule>) -> Self {
        Self {
            base,
            rules,
            made: HashMap::new(),
        }
    }

    /// The rules with their windows.
    pub(super) fn rules(&self) -> &[StoredRule] {
        &self.rules
    }

    /// The book of a moment.
    pub(super) fn at(&mut self, at: DateTime<Utc>) -> &Rulebook {
        let Self { base, rules, made } = self;
        made.entry(at).or_insert_with(|| Rulebook {
            reseller: valid(rules, at),
            ..base.clone()
        })
    }
}

fn valid(rules: &[StoredRule], at: DateTime<Utc>) -> Vec<Rule> {
    rules
        .iter()
        .filter(|stored| stored.valid_from <= at && stored.valid_until.is_none_or(|until| until > at))
        .map(|stored| stored.rule.clone())
        .collect()
}
