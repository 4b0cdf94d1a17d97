//! How the vendors behave: every call is counted in memory, and a vendor that keeps failing is left alone for a while.
//!
//! The circuit is closed while a vendor answers. It opens after [`FAILURES_MAX`] calls in a row without an answer; after
//! [`REST`] one caller may try again, and the first answer closes it. A refusal is an answer; so is "too busy".

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

/// Calls in a row without an answer after which a vendor is left alone.
pub const FAILURES_MAX: u32 = 12;
/// How long it is left alone before somebody may try.
pub const REST: TimeDelta = TimeDelta::seconds(30);
/// Upper bounds of the latency counts, in milliseconds; the last count is of slower calls.
pub const BOUNDS_MS: [u64; 11] = [10, 25, 50, 100, 200, 400, 800, 1_500, 3_000, 6_000, 10_000];
/// Counts of latencies.
pub const BUCKETS: usize = BOUNDS_MS.len() + 1;

/// What a call came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Ok,
    /// A definite no.
    Refused,
    /// Asked too often.
    Busy,
    /// No connection, no answer in time, or none that could be read.
    Failed,
}

/// What calls came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub ok: i64,
    pub refused: i64,
    pub busy: i64,
    pub failed: i64,
    /// Searches that went on without its answer, since it took too long. The calls themselves are counted as they end.
    pub late: i64,
    /// Calls by latency, as [`BOUNDS_MS`] says.
    pub buckets: [i64; BUCKETS],
}

impl Tally {
    /// All calls.
    pub const fn calls(&self) -> i64 {
        self.ok + self.refused + self.busy + self.failed
    }

    /// The bound, in milliseconds, under which this share (in per cent) of the calls stayed; `None` without calls or when
    /// they were slower than the last bound.
    pub fn within_ms(&self, percent: i64) -> Option<u64> {
        let wanted = (self.calls() * percent + 99) / 100;
        let mut seen = 0;
        for (bound, count) in BOUNDS_MS.iter().zip(self.buckets) {
            seen += count;
            if wanted > 0 && seen >= wanted {
                return Some(*bound);
            }
        }
        None
    }
}

/// Whether a vendor is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circuit {
    Closed,
    /// Left alone until then.
    Open {
        until: DateTime<Utc>,
    },
    /// The next caller tries.
    HalfOpen,
}

#[derive(Default)]
struct Vendor {
    tally: Tally,
    failures: u32,
    /// What `failures` was before the last answer, should that turn out to be none.
    failures_before: u32,
    /// When somebody may try, once the circuit is open.
    retry_at: Option<DateTime<Utc>>,
}

/// What this process knows of the vendors.
#[derive(Default)]
pub struct Watch(Mutex<BTreeMap<&'static str, Vendor>>);

impl Watch {
    /// Counts a call.
    pub fn count(&self, provider: &'static str, ended: Ended, took: Duration) {
        let mut vendors = self.vendors();
        let vendor = vendors.entry(provider).or_default();
        let tally = &mut vendor.tally;
        match ended {
            Ended::Ok => tally.ok += 1,
            Ended::Refused => tally.refused += 1,
            Ended::Busy => tally.busy += 1,
            Ended::Failed => tally.failed += 1,
        }
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let bucket = BOUNDS_MS.iter().position(|bound| ms <= *bound);
        tally.buckets[bucket.unwrap_or(BUCKETS - 1)] += 1;
        if ended == Ended::Failed {
            vendor.failures = vendor.failures.saturating_add(1);
        } else {
            vendor.failures_before = vendor.failures;
            vendor.failures = 0;
            vendor.retry_at = None;
        }
    }

    /// Takes back the last answer counted as a success: nobody could read it, so it was none.
    pub fn unreadable(&self, provider: &'static str) {
        let mut vendors = self.vendors();
        let vendor = vendors.entry(provider).or_default();
        vendor.tally.ok = (vendor.tally.ok - 1).max(0);
        vendor.tally.failed += 1;
        vendor.failures = vendor.failures_before.saturating_add(1);
        vendor.failures_before = vendor.failures;
    }

    /// A search went on without this vendor.
    pub fn late(&self, provider: &'static str) {
        self.vendors().entry(provider).or_default().tally.late += 1;
    }

    /// What was counted since the last time this was asked.
    pub fn take(&self) -> Vec<(&'static str, Tally)> {
        self.vendors()
            .iter_mut()
            .map(|(name, vendor)| (*name, std::mem::take(&mut vendor.tally)))
            .filter(|(_, tally)| tally.calls() > 0 || tally.late > 0)
            .collect()
    }

    /// How the vendor's circuit stands.
    pub fn circuit(&self, provider: &str, now: DateTime<Utc>) -> Circuit {
        let mut vendors = self.vendors();
        match vendors.get_mut(provider) {
            Some(vendor) if vendor.failures >= FAILURES_MAX => {
                let until = *vendor.retry_at.get_or_insert(now + REST);
                if now < until {
                    Circuit::Open { until }
                } else {
                    Circuit::HalfOpen
                }
            }
            _ => Circuit::Closed,
        }
    }

    /// Whether to ask now. Of those who come when the rest is over, one is sent to try.
    pub fn may_ask(&self, provider: &str, now: DateTime<Utc>) -> bool {
        match self.circuit(provider, now) {
            Circuit::Closed => true,
            Circuit::Open { .. } => false,
            Circuit::HalfOpen => {
                let mut vendors = self.vendors();
                let Some(vendor) = vendors.get_mut(provider) else {
                    return true;
                };
                // Somebody may have been sent in between.
                let is_first = vendor.retry_at.is_some_and(|at| at <= now);
                if is_first {
                    vendor.retry_at = Some(now + REST);
                }
                is_first || vendor.failures < FAILURES_MAX
            }
        }
    }

    fn vendors(&self) -> MutexGuard<'_, BTreeMap<&'static str, Vendor>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(5);

    fn failing(watch: &Watch, times: u32) {
        for _ in 0..times {
            watch.count("twilio", Ended::Failed, QUICK);
        }
    }

    #[test]
    fn the_circuit_opens_lets_one_try_and_closes_with_an_answer() {
        let (watch, now) = (Watch::default(), DateTime::UNIX_EPOCH);
        failing(&watch, FAILURES_MAX - 1);
        assert_eq!(watch.circuit("twilio", now), Circuit::Closed);
        failing(&watch, 1);
        assert_eq!(watch.circuit("twilio", now), Circuit::Open { until: now + REST });
        assert!(!watch.may_ask("twilio", now) && watch.may_ask("telna", now));
        let later = now + REST;
        assert_eq!(watch.circuit("twilio", later), Circuit::HalfOpen);
        assert!(watch.may_ask("twilio", later), "one tries");
        assert!(!watch.may_ask("twilio", later), "the others wait");
        failing(&watch, 1);
        assert!(!watch.may_ask("twilio", later), "still away");
        watch.count("twilio", Ended::Refused, QUICK);
        assert_eq!(watch.circuit("twilio", later), Circuit::Closed);
    }

    #[test]
    fn answers_nobody_can_read_open_the_circuit_too() {
        let (watch, now) = (Watch::default(), DateTime::UNIX_EPOCH);
        for _ in 0..FAILURES_MAX {
            assert_eq!(watch.circuit("telnyx", now), Circuit::Closed);
            watch.count("telnyx", Ended::Ok, QUICK);
            watch.unreadable("telnyx");
        }
        assert!(matches!(watch.circuit("telnyx", now), Circuit::Open { .. }));
        let taken = watch.take();
        let tally = &taken[0].1;
        assert_eq!((tally.ok, tally.failed), (0, i64::from(FAILURES_MAX)));
        watch.count("telnyx", Ended::Ok, QUICK);
        assert_eq!(watch.circuit("telnyx", now), Circuit::Closed);
    }

    #[test]
    fn a_refusal_is_no_failure() {
        let watch = Watch::default();
        for _ in 0..100 {
            watch.count("twilio", Ended::Refused, QUICK);
            watch.count("twilio", Ended::Busy, QUICK);
        }
        assert_eq!(watch.circuit("twilio", DateTime::UNIX_EPOCH), Circuit::Closed);
    }

    #[test]
    fn latencies_are_told_by_their_bound() {
        let watch = Watch::default();
        for ms in [5, 5, 5, 5, 5, 5, 5, 5, 5, 700] {
            watch.count("telna", Ended::Ok, Duration::from_millis(ms));
        }
        let (_, tally) = watch.take().remove(0);
        assert_eq!((tally.within_ms(50), tally.within_ms(95)), (Some(10), Some(800)));
        assert!(watch.take().is_empty());
        assert_eq!(Tally::default().within_ms(50), None);
    }
}
