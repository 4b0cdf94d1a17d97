//! Readings of counters enter the company's usage.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::PgConnection;

use super::{
    deltas::{Deltas, Fresh, Known, deltas},
    store::take::{self as store, Head, LineOf, Neighbour, New},
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
        ids::{LineId, OrganizationId, ResellerId},
        place::CountryCode,
    },
};

/// More than any plan gives: a petabyte is a misreading.
const TOTAL_MAX: i64 = 1_000_000_000_000_000;
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

impl Reading {
    /// Its counter and its event can be stored.
    fn is_named(&self) -> bool {
        let is_text = |text: &str| text.chars().count() <= NAME_MAX && !text.contains('\0');
        !self.counter.is_empty() && is_text(&self.counter) && is_text(&self.event)
    }
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

/// A reading that may be entered, and the country it was used in.
type Wanted<'a> = (Fresh<'a>, Option<CountryCode>);
/// What tells a reading from every other one.
type Key<'a> = (LineId, &'a str, DateTime<Utc>, &'a str);

const fn key<'a>(fresh: &Fresh<'a>) -> Key<'a> {
    (fresh.line, fresh.counter, fresh.at, fresh.event)
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
    let oldest = super::store::months::oldest(&mut *conn).await?;
    let named = readings.iter().map(|reading| reading.line);
    let mut ids: Vec<LineId> = named.chain(seen.iter().map(|seen| seen.line)).collect();
    ids.sort_unstable_by_key(|id| id.uuid());
    ids.dedup();
    let company = store::lock_lines(&mut *conn, reseller, organization, &ids).await?;
    let of: HashMap<LineId, &LineOf> = company.iter().map(|line| (line.id, line)).collect();

    let mut taken = Taken::default();
    let acceptable = acceptable(readings, now, oldest, &of, &mut taken);
    let heads = store::heads(&mut *conn, reseller, &ids).await?;
    let (wanted, late) = without_repeats(&mut *conn, reseller, &heads, acceptable, &mut taken).await?;
    let neighbours = store::neighbours(&mut *conn, reseller, &late).await?;
    let known: Vec<Known<'_>> = heads
        .iter()
        .map(Head::known)
        .chain(neighbours.iter().map(Neighbour::known))
        .collect();
    let fresh: Vec<Fresh<'_>> = wanted.iter().map(|(fresh, _)| *fresh).collect();
    let counted = deltas(&known, &fresh);
    taken.new = fresh.len();
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
    let used = used(seen, &fresh, &known, &counted);
    taken.lines = lines::seen(&mut *conn, scope, organization, now, &used).await?;
    alerts::of_lines(conn, backend, scope, organization, &taken.lines).await?;
    Ok(taken)
}

/// Those that can be entered, each once.
fn acceptable<'a>(
    readings: &'a [Reading],
    now: DateTime<Utc>,
    oldest: Option<DateTime<Utc>>,
    of: &HashMap<LineId, &LineOf>,
    taken: &mut Taken,
) -> Vec<Wanted<'a>> {
    let mut met = HashSet::new();
    let mut wanted = vec![];
    for reading in readings {
        // As exact as the database is, or a repeat would look like another reading. A clock that is ahead means now.
        let at = reading.at.min(now).trunc_subsecs(6);
        let is_kept = oldest.is_some_and(|oldest| at >= oldest);
        if !reading.is_named()
            || !(0..=TOTAL_MAX).contains(&reading.total_bytes)
            || !is_kept
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
        if met.insert(key(&fresh)) {
            wanted.push((fresh, reading.country));
        } else {
            taken.repeated += 1;
        }
    }
    wanted
}

/// Those that are not stored, and of them the ones that came after later ones. What is newer than its counter's newest
/// reading is neither, so it is not looked for.
async fn without_repeats<'a>(
    conn: &mut PgConnection,
    reseller: ResellerId,
    heads: &[Head],
    mut wanted: Vec<Wanted<'a>>,
    taken: &mut Taken,
) -> Result<(Vec<Wanted<'a>>, Vec<Fresh<'a>>), Internal> {
    let newest: HashMap<(LineId, &str), &Head> = heads
        .iter()
        .map(|head| ((head.line, head.counter.as_str()), head))
        .collect();
    let behind: Vec<Fresh<'a>> = wanted
        .iter()
        .map(|(fresh, _)| *fresh)
        .filter(|fresh| {
            newest
                .get(&(fresh.line, fresh.counter))
                .is_some_and(|head| (fresh.at, fresh.event) <= (head.at, head.event.as_str()))
        })
        .collect();
    let there = store::there(conn, reseller, &behind).await?;
    let (mut repeats, mut late) = (HashSet::new(), vec![]);
    for (n, fresh) in behind.into_iter().enumerate() {
        if there.contains(&n) {
            repeats.insert(key(&fresh));
        } else {
            late.push(fresh);
        }
    }
    taken.repeated += repeats.len();
    wanted.retain(|(fresh, _)| !repeats.contains(&key(fresh)));
    Ok((wanted, late))
}

/// What there is to tell of each line: what was told anyway, and the bytes.
fn used(seen: &[Seen], fresh: &[Fresh<'_>], known: &[Known<'_>], counted: &Deltas) -> Vec<Seen> {
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
    let mut used: Vec<Seen> = used.into_values().collect();
    used.sort_unstable_by_key(|seen| seen.line.uuid());
    used
}
