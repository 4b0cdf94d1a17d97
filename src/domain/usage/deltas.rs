//! What was used between readings of a counter.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::shared::ids::LineId;

/// A reading that is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh<'a> {
    pub line: LineId,
    pub counter: &'a str,
    pub at: DateTime<Utc>,
    /// Decides between readings of the same moment.
    pub event: &'a str,
    pub total: i64,
}

/// A reading that is stored: each neighbour of a fresh one must be among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    pub reading: Fresh<'a>,
    /// What it counts now; `None` where only its total is known, as of a counter's newest.
    pub bytes: Option<i64>,
}

/// What the fresh readings count, and what changes for those right behind them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deltas {
    /// In the order of the fresh readings.
    pub fresh: Vec<i64>,
    /// Position among the known ones, and what is added.
    pub moved: Vec<(usize, i64)>,
}

#[derive(Clone, Copy)]
enum Place {
    Fresh(usize),
    Known(usize),
}

/// A counter begins at zero. A total smaller than the one before is a correction, so what it counts is negative. A fresh
/// reading that is there twice, or is known, is not for here.
pub fn deltas(known: &[Known<'_>], fresh: &[Fresh<'_>]) -> Deltas {
    let mut places = BTreeMap::new();
    let key = |of: &Fresh<'_>| (of.line.uuid(), of.counter.to_owned(), of.at, of.event.to_owned());
    for (position, one) in known.iter().enumerate() {
        let entry = places.entry(key(&one.reading)).or_insert(Place::Known(position));
        if one.bytes.is_some() {
            *entry = Place::Known(position);
        }
    }
    for (position, one) in fresh.iter().enumerate() {
        places.insert(key(one), Place::Fresh(position));
    }
    let mut all = Deltas {
        fresh: vec![0; fresh.len()],
        moved: vec![],
    };
    // The counter, the total there, and whether it is fresh.
    let mut last: Option<(uuid::Uuid, String, i64, bool)> = None;
    for ((line, counter, _, _), place) in places {
        let before = last
            .take()
            .filter(|(of, name, ..)| *of == line && *name == counter)
            .map(|(_, _, total, is_fresh)| (total, is_fresh));
        let (total, is_fresh) = match place {
            Place::Fresh(position) => {
                let total = fresh[position].total;
                all.fresh[position] = total - before.map_or(0, |(total, _)| total);
                (total, true)
            }
            Place::Known(position) => {
                let Known { reading, bytes } = known[position];
                if let (Some((before, true)), Some(bytes)) = (before, bytes)
                    && reading.total - before != bytes
                {
                    all.moved.push((position, reading.total - before - bytes));
                }
                (reading.total, false)
            }
        };
        last = Some((line, counter, total, is_fresh));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64, event: &'static str, total: i64) -> Fresh<'static> {
        Fresh {
            line: LineId::from(uuid::Uuid::from_u128(1)),
            counter: "data",
            at: DateTime::from_timestamp(minute * 60, 0).unwrap(),
            event,
            total,
        }
    }

    #[test]
    fn what_is_used_is_the_difference_and_less_is_a_correction() {
        let all = deltas(&[], &[at(3, "", 250), at(1, "", 100), at(2, "", 300)]);
        assert_eq!(all.fresh, [-50, 100, 200]);
        assert!(all.moved.is_empty());
    }

    #[test]
    fn a_late_reading_takes_from_the_one_behind_it() {
        let known = [
            Known {
                reading: at(1, "", 100),
                bytes: Some(100),
            },
            Known {
                reading: at(5, "", 400),
                bytes: Some(300),
            },
        ];
        let all = deltas(&known, &[at(3, "e", 150)]);
        assert_eq!((all.fresh, all.moved), (vec![50], vec![(1, -50)]));
    }

    #[test]
    fn a_counters_newest_is_enough_for_what_comes_after_it() {
        let head = [Known {
            reading: at(1, "", 100),
            bytes: None,
        }];
        assert_eq!(deltas(&head, &[at(2, "", 130), at(4, "", 130)]).fresh, [30, 0]);
    }
}
