//! Does what a file says, in the caller's transaction.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sqlx::{Acquire, PgConnection};

use super::{
    book::Books,
    decide::{Known, RowError, Step, decide, repeated},
    example::example,
    outcome::{Change, Outcome},
    read::{Row, Rows},
};
use crate::{
    domain::{
        error::Internal,
        pricing::{
            end_rule::{self, EndRuleError},
            level::Level,
            rule::StoredRule,
            rulebook::rulebook,
            save_rule::{self, SaveRuleError},
            store,
        },
        scope::Manages,
    },
    shared::ids::RuleId,
};

/// Saves and ends each rule by the verbs of the form. A row that is refused leaves nothing behind.
pub(super) async fn carry_out(
    conn: &mut PgConnection,
    scope: &impl Manages,
    now: DateTime<Utc>,
    numbers: &str,
    rows: Rows,
) -> Result<Outcome, Internal> {
    let level = Level::Shop(scope.reseller());
    store::rules::lock(conn, level).await?;
    let base = rulebook(conn, scope, now).await?;
    let mut before = Books::of(
        base.clone(),
        store::sheets::rules(conn, scope.reseller(), now).await?,
    );
    let mut outcome = Outcome::default();
    let rows = readable(rows, &mut outcome);
    let known = known(conn, scope, now, &rows).await?;
    let mut done: Vec<(u64, Option<StoredRule>, Option<StoredRule>)> = vec![];
    for (line, step) in steps(&known, rows) {
        match step {
            Err(error) => outcome.refused.push((line, error)),
            Ok(Step::Nothing) => outcome.unchanged += 1,
            Ok(step) => match carry_out_step(conn, level, now, step, before.rules(), &mut outcome).await? {
                Ok((old, new)) => done.push((line, old, new)),
                Err(error) => outcome.refused.push((line, error)),
            },
        }
    }
    let mut after = Books::of(base, store::sheets::rules(conn, scope.reseller(), now).await?);
    let named: Vec<_> = known.plans.iter().copied().collect();
    let plans = store::sheets::example_plans(conn, &named).await?;
    for (line, old, new) in done {
        let Some(shown) = new.as_ref().or(old.as_ref()) else {
            continue;
        };
        let at = new.as_ref().map_or(now, |stored| stored.valid_from);
        let example = example(&plans, numbers, &shown.rule, before.at(at), after.at(at));
        outcome.changes.push(Change {
            line,
            before: old,
            after: new,
            example,
        });
    }
    outcome.refused.sort_by_key(|(line, _)| *line);
    Ok(outcome)
}

/// What each row asks for. One that repeats another is refused, unless that one is refused itself.
fn steps(known: &Known, rows: Vec<(u64, Row)>) -> Vec<(u64, Result<Step, RowError>)> {
    let decided: Vec<_> = rows
        .into_iter()
        .map(|(line, row)| (line, decide(known, &row), row))
        .collect();
    let sound = decided.iter().filter(|(_, step, _)| step.is_ok());
    let repeats = repeated(known, sound.map(|(line, _, row)| (*line, row)));
    decided
        .into_iter()
        .map(|(line, step, _)| match repeats.get(&line) {
            Some(first) => (line, Err(RowError::Twice(*first))),
            None => (line, step),
        })
        .collect()
}

/// The rows that can be read; the others are refused.
fn readable(rows: Rows, outcome: &mut Outcome) -> Vec<(u64, Row)> {
    rows.into_iter()
        .filter_map(|(line, row)| match row {
            Ok(row) => Some((line, row)),
            Err(error) => {
                outcome.refused.push((line, error));
                None
            }
        })
        .collect()
}

async fn known(
    conn: &mut PgConnection,
    scope: &impl Manages,
    now: DateTime<Utc>,
    rows: &[(u64, Row)],
) -> Result<Known, Internal> {
    let ids: Vec<RuleId> = rows.iter().filter_map(|(_, row)| row.id).collect();
    let plans: Vec<_> = rows.iter().filter_map(|(_, row)| row.rule.plan).collect();
    let named = store::sheets::rules_by_id(conn, scope.reseller(), &ids).await?;
    let plans: HashSet<_> = store::rules::plan_names(conn, &plans)
        .await?
        .into_keys()
        .collect();
    Ok(Known { named, plans, now })
}

type Done = (Option<StoredRule>, Option<StoredRule>);

async fn carry_out_step(
    conn: &mut PgConnection,
    level: Level,
    now: DateTime<Utc>,
    step: Step,
    rules: &[StoredRule],
    outcome: &mut Outcome,
) -> Result<Result<Done, RowError>, Internal> {
    // A rule that ties with a later one has ended an earlier one by then: the row is undone as a whole.
    let mut row = conn.begin().await?;
    let find = |id| rules.iter().find(|stored| stored.id == id).cloned();
    let (ends, save) = match step {
        Step::Nothing => (None, None),
        Step::End(end) => (Some(end), None),
        Step::Save { withdraw, save } => (withdraw, Some(save)),
    };
    let mut audits = vec![];
    let mut old = ends.and_then(|end| find(end.rule));
    if let Some(end) = ends {
        match end_rule::end(&mut row, level, now, end).await {
            Ok(ended) => audits.push(ended),
            Err(EndRuleError::NotFound | EndRuleError::Past) => return Ok(Err(RowError::Gone)),
            Err(EndRuleError::Internal(error)) => return Err(error),
        }
    }
    let mut new = None;
    if let Some(save) = save {
        old = old.or_else(|| succeeded(rules, &save.rule, save.valid_from));
        match save_rule::save(&mut row, level, now, save).await {
            Ok(saved) => {
                audits.push(saved.audit()?);
                new = Some(saved.after);
            }
            Err(error) => return refused(error).map(Err),
        }
    }
    row.commit().await?;
    outcome.audits.extend(audits);
    Ok(Ok((old, new)))
}

/// The rule that ends when one for the same things begins then.
fn succeeded(
    rules: &[StoredRule],
    rule: &crate::domain::pricing::rule::Rule,
    from: DateTime<Utc>,
) -> Option<StoredRule> {
    rules
        .iter()
        .find(|stored| {
            stored.rule.ties_with(rule)
                && stored.valid_from < from
                && stored.valid_until.is_none_or(|until| until > from)
        })
        .cloned()
}

fn refused(error: SaveRuleError) -> Result<RowError, Internal> {
    Ok(match error {
        SaveRuleError::NotFound => RowError::Gone,
        SaveRuleError::Name => RowError::Name,
        SaveRuleError::Percent => RowError::Percent,
        SaveRuleError::Fixed => RowError::Amount,
        SaveRuleError::NoRate { from, to } => RowError::NoRate { from, to },
        SaveRuleError::Window => RowError::Window,
        SaveRuleError::Provider => RowError::Service,
        SaveRuleError::Tied { name, .. } => RowError::Tied(name),
        SaveRuleError::Internal(error) => return Err(error),
    })
}
