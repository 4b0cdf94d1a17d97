//! What a row asks for, beside the rules there are.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::read::{Row, Until};
use crate::{
    domain::pricing::{
        end_rule::EndRule,
        rule::{Rule, StoredRule},
        save_rule::SaveRule,
    },
    shared::{
        currency::Currency,
        ids::{PlanId, RuleId},
    },
};

/// What is wrong with a row. The others can be applied without it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    #[error("not readable as CSV in UTF-8")]
    Unreadable,
    #[error("{found} cells, but the header has {wanted}")]
    Cells { found: usize, wanted: usize },
    #[error("`rule` is no id")]
    Id,
    #[error("`plan` is no id of a plan")]
    Plan,
    #[error("unknown service")]
    Service,
    #[error("not a country's two letters")]
    Country,
    #[error("`adds` is percent or fixed")]
    Adds,
    #[error("not a percentage of 0 to 1000")]
    Percent,
    #[error("not an amount")]
    Amount,
    #[error("not a currency")]
    Currency,
    /// The column that has no day.
    #[error("`{0}` is no day")]
    Day(&'static str),
    /// Never one of this shop's rules.
    #[error("no such rule")]
    NoSuchRule,
    /// Somebody changed or ended it after the file was taken away.
    #[error("changed or ended meanwhile")]
    Gone,
    #[error("another service, country or plan")]
    Moved,
    #[error("a new rule that ends now")]
    EndsUnborn,
    /// The line that is about the same.
    #[error("the same as line {0}")]
    Twice(u64),
    #[error("a name has 1 to 80 characters")]
    Name,
    #[error("no exchange rate from {from} to {to}")]
    NoRate { from: Currency, to: Currency },
    #[error("ends before it begins")]
    Window,
    /// The other rule's name.
    #[error("ties with '{0}'")]
    Tied(String),
}

/// What is done for a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Nothing,
    End(EndRule),
    /// A rule that has not begun is withdrawn first, so that a rule's id always means the same rule.
    Save {
        withdraw: Option<EndRule>,
        save: SaveRule,
    },
}

/// The rules a file is compared with.
pub(super) struct Known {
    /// Those the file names, whatever became of them; true for those that were withdrawn.
    pub named: HashMap<RuleId, (StoredRule, bool)>,
    /// Plans there are, of those the file names.
    pub plans: HashSet<PlanId>,
    pub now: DateTime<Utc>,
}

/// What the row asks for.
pub(super) fn decide(known: &Known, row: &Row) -> Result<Step, RowError> {
    let now = known.now;
    if row.rule.plan.is_some_and(|plan| !known.plans.contains(&plan)) {
        return Err(RowError::Plan);
    }
    let Some(id) = row.id else {
        let from = row.from.map_or(now, |from| from.max(now));
        return match row.until {
            Until::Now => Err(RowError::EndsUnborn),
            until => Ok(Step::Save {
                withdraw: None,
                save: saved(row.rule.clone(), from, until),
            }),
        };
    };
    let (stored, is_withdrawn) = known.named.get(&id).ok_or(RowError::NoSuchRule)?;
    let is_gone = *is_withdrawn || stored.valid_until.is_some_and(|until| until <= now);
    // The file does not name suppliers.
    let rule = Rule {
        provider: stored.rule.provider.clone(),
        ..row.rule.clone()
    };
    let is_same = is_same(&rule, &stored.rule);
    match row.until {
        Until::Now if is_gone => return Ok(Step::Nothing),
        Until::Now => return Ok(Step::End(EndRule { rule: id, at: now })),
        _ if is_gone && is_same => return Ok(Step::Nothing),
        _ if is_gone => return Err(RowError::Gone),
        _ => {}
    }
    if !rule.ties_with(&stored.rule) {
        return Err(RowError::Moved);
    }
    let has_begun = stored.valid_from < now;
    let from = if has_begun {
        now
    } else {
        row.from.map_or(now, |from| from.max(now))
    };
    let save = saved(rule, from, row.until);
    let keeps_window =
        save.valid_until == stored.valid_until && (has_begun || save.valid_from == stored.valid_from);
    if is_same && keeps_window {
        return Ok(Step::Nothing);
    }
    Ok(Step::Save {
        withdraw: (!has_begun).then_some(EndRule { rule: id, at: now }),
        save,
    })
}

fn is_same(row: &Rule, stored: &Rule) -> bool {
    row.name == stored.name && row.markup == stored.markup && row.ties_with(stored)
}

/// The rule as a form of the page would save it.
fn saved(rule: Rule, from: DateTime<Utc>, until: Until) -> SaveRule {
    SaveRule {
        id: None,
        rule,
        valid_from: from,
        valid_until: match until {
            Until::At(at) => Some(at),
            Until::Open | Until::Now => None,
        },
        succeeds: true,
    }
}

/// The line of a row, and from when until when its rule would apply.
type Window = (u64, DateTime<Utc>, Option<DateTime<Utc>>);

/// Rows about the same things at the same time, or with the same id, with the line each repeats.
pub(super) fn repeated<'a>(known: &Known, rows: impl Iterator<Item = (u64, &'a Row)>) -> HashMap<u64, u64> {
    let mut repeats = HashMap::new();
    let mut ids: HashMap<RuleId, u64> = HashMap::new();
    let mut windows: HashMap<_, Vec<Window>> = HashMap::new();
    for (line, row) in rows {
        if let Some(first) = row.id.and_then(|id| ids.insert(id, line)) {
            repeats.insert(line, first);
            continue;
        }
        let until = match row.until {
            Until::Now => continue,
            Until::Open => None,
            Until::At(at) => Some(at),
        };
        let stored = row
            .id
            .and_then(|id| known.named.get(&id))
            .map(|(stored, _)| stored);
        let from = match stored {
            Some(stored) if stored.valid_from < known.now => known.now,
            _ => row.from.map_or(known.now, |from| from.max(known.now)),
        };
        let provider = stored.and_then(|stored| stored.rule.provider.clone());
        let of_things = windows
            .entry((row.rule.service, row.rule.country, row.rule.plan, provider))
            .or_default();
        let other = of_things.iter().find(|(_, begins, ends)| {
            until.is_none_or(|until| until > *begins) && ends.is_none_or(|ends| ends > from)
        });
        match other {
            Some((first, ..)) => drop(repeats.insert(line, *first)),
            None => of_things.push((line, from, until)),
        }
    }
    repeats
}
