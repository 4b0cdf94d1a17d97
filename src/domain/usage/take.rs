//! Readings of counters enter the company's usage.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::PgConnection;

use super::{
    deltas::{Fresh, Known, deltas},
    store::take::{self as store, Behind, LineOf, New},
};
use crate::{
    backend::Backend,
    domain::{
        alerts,
        error::Internal,
        lines::{self, LineUse, Seen},
        scope::Scope,
    },
    shared::{
        ids::{LineId, OrganizationId},
        place::CountryCode,
    },
};

/// Longest name of a counter or an event.
const NAME_MAX: usize = 200;

/// A counter as it stood at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub line: LineId,
    /// The vendor's id of the plan on the line.
    pub counter: String,
    pub at: DateTime<Utc>,
    /// The vendor's id of what it sent; empty for what we asked.
    pub event: String,
    /// Since the counter began.
    pub total_bytes: i64,
    pub country: Option<CountryCode>,
}

/// What became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub new: usize,
    /// Known already.
    pub repeated: usize,
    /// Of a month that is gone, of no line of the company, or without a name. The next reading has their bytes.
    pub refused: usize,
    /// The lines they are of, as they stand now.
    pub lines: Vec<LineUse>,
}

/// Enters readings of one company's lines, in any order and however often, in the caller's transaction; raises the alerts
/// that are due. `seen` is what a vendor told of the lines besides.
pub async fn take(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    readings: &[Reading],
    seen: &[Seen],
) -> Result<Taken, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let named = readings.iter().map(|reading| reading.line);
    let mut ids: Vec<LineId> = named.chain(seen.iter().map(|seen| seen.line)).collect();
    ids.sort_unstable_by_key(|id| id.uuid());
    ids.dedup();
    let oldest = super::store::months::oldest(&mut *conn).await?;
    let company = store::lock_lines(&mut *conn, reseller, organization, &ids).await?;
    let of: HashMap<LineId, &LineOf> = company.iter().map(|line| (line.id, line)).collect();

    let mut taken = Taken::default();
    let mut met = HashSet::new();
    let mut wanted = vec![];
    for reading in readings {
        let is_named = (1..=NAME_MAX).contains(&reading.counter.chars().count())
            && reading.event.chars().count() <= NAME_MAX
            && !reading.counter.contains('\0')
            && !reading.event.contains('\0');
        // As exact as the database is, or a repeat would look like another reading.
        let at = reading.at.min(now).trunc_subsecs(6);
        if !is_named
            || reading.total_bytes < 0
            || oldest.is_none_or(|oldest| at < oldest)
            || !of.contains_key(&reading.line)
        {
            taken.refused += 1;
            continue;
        }
        let fresh = Fresh {
            line: reading.line,
            counter: &reading.counter,
            at,
            event: &reading.event,
            total: reading.total_bytes,
        };
        if met.insert((fresh.line, fresh.counter, fresh.at, fresh.event)) {
            wanted.push((fresh, reading.country));
        } else {
            taken.repeated += 1;
        }
    }

    let heads = store::heads(&mut *conn, reseller, &ids).await?;
    let newest: HashMap<(LineId, &str), _> = heads
        .iter()
        .map(|head| ((head.line, head.counter.as_str()), head))
        .collect();
    let is_behind = |fresh: &Fresh<'_>| {
        newest
            .get(&(fresh.line, fresh.counter))
            .is_some_and(|head| (fresh.at, fresh.event) <= (head.at, head.event.as_str()))
    };
    let late: Vec<Fresh<'_>> = wanted.iter().map(|(fresh, _)| *fresh).filter(is_behind).collect();
    let there: HashSet<usize> = store::there(&mut *conn, reseller, &late).await?;
    let known_already: HashSet<_> = late
        .iter()
        .enumerate()
        .filter(|(n, _)| there.contains(n))
        .map(|(_, fresh)| (fresh.line, fresh.counter, fresh.at, fresh.event))
        .collect();
    taken.repeated += known_already.len();
    wanted.retain(|(fresh, _)| !known_already.contains(&(fresh.line, fresh.counter, fresh.at, fresh.event)));
    let late: Vec<Fresh<'_>> = late
        .into_iter()
        .enumerate()
        .filter(|(n, _)| !there.contains(n))
        .map(|(_, fresh)| fresh)
        .collect();
    let neighbours: Vec<Behind> = store::neighbours(&mut *conn, reseller, &late).await?;

    let known: Vec<Known<'_>> = heads
        .iter()
        .map(|head| head.known())
        .chain(neighbours.iter().map(Behind::known))
        .collect();
    let fresh: Vec<Fresh<'_>> = wanted.iter().map(|(fresh, _)| *fresh).collect();
    let counted = deltas(&known, &fresh);
    taken.new = fresh.len();

    let mut used: HashMap<LineId, Seen> = seen.iter().map(|seen| (seen.line, seen.clone())).collect();
    let mut add = |line: LineId, bytes: i64, at: Option<DateTime<Utc>>| {
        let line = used.entry(line).or_insert_with(|| Seen::of(line));
        line.bytes += bytes;
        line.as_of = line.as_of.max(at);
    };
    for (fresh, bytes) in fresh.iter().zip(&counted.fresh) {
        add(fresh.line, *bytes, Some(fresh.at));
    }
    for (position, change) in &counted.moved {
        add(known[*position].reading.line, *change, None);
    }
    if !fresh.is_empty() {
        let new = New {
            readings: &wanted,
            bytes: &counted.fresh,
            lines: &of,
        };
        let moved: Vec<(Fresh<'_>, i64)> = counted
            .moved
            .iter()
            .map(|(position, change)| (known[*position].reading, *change))
            .collect();
        store::put(&mut *conn, reseller, organization, &new, &moved, now).await?;
    }
    let mut used: Vec<Seen> = used.into_values().collect();
    used.sort_unstable_by_key(|seen| seen.line.uuid());
    taken.lines = lines::seen(&mut *conn, scope, organization, now, &used).await?;
    alerts::of_lines(conn, backend, scope, organization, &taken.lines).await?;
    Ok(taken)
}
