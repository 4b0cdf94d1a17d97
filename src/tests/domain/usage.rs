//! Readings of counters become days, in whatever order and however often they come.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use clouddail::{
    domain::{
        operations::verify,
        usage::{self, Deltas, Fresh, Known, Reading, deltas},
    },
    providers::watch::{Ended, FAILURES_MAX},
    shared::ids::LineId,
};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

use crate::support::World;

fn reading(line: LineId, at: DateTime<Utc>, event: &str, total: i64) -> Reading {
    Reading {
        line,
        counter: "plan-1".into(),
        at,
        event: event.into(),
        total_bytes: total,
        country: None,
    }
}

#[tokio::test]
async fn the_same_reading_three_times_counts_once_and_less_is_a_correction() {
    let world = World::new().await;
    let line = world.line("greta").await;
    let at = world.backend.now() - TimeDelta::minutes(3);
    let first = reading(line.id, at, "e1", 300_000_000);
    let taken = world.take(&[first.clone(), first.clone(), first.clone()]).await;
    assert_eq!((taken.new, taken.repeated, taken.refused), (1, 2, 0));
    assert_eq!(world.take(&[first]).await.repeated, 1);
    assert_eq!(taken.lines[0].used_bytes, 300_000_000);
    let less = reading(line.id, at + TimeDelta::minutes(1), "e2", 250_000_000);
    let taken = world.take(&[less]).await;
    assert_eq!((taken.new, taken.lines[0].used_bytes), (1, 250_000_000));
    let days = world.used_by_day(line.id).await;
    assert_eq!(days.iter().map(|(_, bytes, _)| bytes).sum::<i64>(), 250_000_000);
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn what_nobody_can_mean_is_refused_and_stops_nothing_else() {
    let world = World::new().await;
    let line = world.line("greta").await;
    let now = world.backend.now();
    let good = reading(line.id, now, "good", 7);
    let odd = [
        reading(line.id, now, "negative", -1),
        reading(LineId::new(), now, "nobody's", 1),
        reading(line.id, now - TimeDelta::days(800), "years late", 1),
        reading(line.id, now, &"x".repeat(201), 1),
        reading(line.id, now, "zero\0", 1),
        Reading {
            counter: String::new(),
            ..good.clone()
        },
    ];
    let all: Vec<Reading> = odd.iter().cloned().chain([good]).collect();
    let taken = world.take(&all).await;
    assert_eq!((taken.new, taken.refused), (1, odd.len()));
    // A vendor whose clock is ahead: it counts now.
    world.backend.clock.advance(TimeDelta::seconds(1));
    let ahead = reading(line.id, now + TimeDelta::days(400), "ahead", 9);
    assert_eq!(world.take(&[ahead]).await.new, 1);
    assert_eq!(
        world
            .used_by_day(line.id)
            .await
            .iter()
            .map(|day| day.1)
            .sum::<i64>(),
        9
    );
    world.prove().await;
}

/// Six lines get the same readings: in order one by one, all at once, backwards, and shuffled in batches with repeats.
#[tokio::test]
async fn any_order_and_repetition_gives_the_same_days() {
    let world = World::new().await;
    let start = world.backend.now() - TimeDelta::days(3);
    let totals = [
        100, 250, 250, 200, 900, 900, 1_500, 1_400, 2_000, 2_750, 2_900, 4_000,
    ];
    let of = |line: LineId| -> Vec<Reading> {
        totals
            .iter()
            .enumerate()
            .map(|(n, total)| {
                let n = i64::try_from(n).unwrap();
                let mut one = reading(
                    line,
                    start + TimeDelta::hours(n * 6),
                    &format!("e{n}"),
                    total * 1_000,
                );
                if n % 3 == 0 {
                    one.counter = "plan-2".into();
                }
                one
            })
            .collect()
    };
    let mut found = vec![];
    for (n, name) in ["amara", "bruno", "chiara", "daniel", "elif", "farid"]
        .iter()
        .enumerate()
    {
        let line = world.line(name).await.id;
        let mut readings = of(line);
        let batch = match n {
            0 => 1,
            1 => readings.len(),
            2 => {
                readings.reverse();
                1
            }
            _ => {
                let again = readings.clone();
                readings.extend(again);
                readings.shuffle(&mut StdRng::seed_from_u64(n as u64));
                n
            }
        };
        let mut new = 0;
        for batch in readings.chunks(batch) {
            new += world.take(batch).await.new;
        }
        assert_eq!(new, totals.len(), "line {n}");
        found.push(world.used_by_day(line).await);
    }
    for days in &found {
        assert_eq!(days, &found[0]);
    }
    assert!(found[0].len() >= 3, "several days: {:?}", found[0]);
    world.prove().await;
}

#[tokio::test]
async fn a_late_reading_goes_to_its_day_in_the_companys_time_zone() {
    let world = World::new().await;
    let line = world.line("greta").await;
    sqlx::query("update organizations set timezone = 'Pacific/Auckland' where name = 'Northwind'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    // The last evening of a month in UTC is the first morning of the next one in Auckland.
    let month = world.backend.now().format("%Y-%m-01T00:00:00Z").to_string();
    let midnight: DateTime<Utc> = month.parse().unwrap();
    let first_day = midnight.date_naive();
    let (before, after) = (midnight - TimeDelta::hours(30), midnight - TimeDelta::hours(1));
    let now = midnight + TimeDelta::hours(1);
    world.backend.clock.advance(now - world.backend.now());
    world.take(&[reading(line.id, now, "now", 1_000)]).await;
    let day = |day: chrono::NaiveDate, bytes, events| (day.to_string(), bytes, events);
    assert_eq!(world.used_by_day(line.id).await, [day(first_day, 1_000, 1)]);
    world
        .take(&[
            reading(line.id, after, "late", 400),
            reading(line.id, before, "later", 300),
        ])
        .await;
    let yesterday = first_day.pred_opt().unwrap();
    assert_eq!(
        world.used_by_day(line.id).await,
        [day(yesterday, 300, 1), day(first_day, 700, 2)],
        "what was used in the evening in UTC is of the new month there"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_round_asks_each_line_once_an_hour_and_one_that_fails_stops_no_other() {
    let world = World::new().await;
    let (greta, hiro) = (world.line("greta").await, world.line("hiro").await);
    world.phone_has_used(&greta, 200_000_000).await;
    world.phone_has_used(&hiro, 300_000_000).await;
    let lose = "update lines set provider_line_id = '89000000000000000000' where id = $1";
    sqlx::query(lose)
        .bind(hiro.id.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let pulled = usage::pull(&world.backend).await.unwrap();
    assert_eq!(
        (pulled.answered, pulled.failed, pulled.new),
        (1, 1, 1),
        "{pulled:?}"
    );
    let again = usage::pull(&world.backend).await.unwrap();
    assert_eq!(again, usage::Pulled::default(), "asked within the hour");
    sqlx::query("update lines set provider_line_id = iccid where id = $1")
        .bind(hiro.id.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.backend.clock.advance(TimeDelta::hours(1));
    let pulled = usage::pull(&world.backend).await.unwrap();
    assert_eq!(
        (pulled.answered, pulled.failed, pulled.new),
        (2, 0, 1),
        "{pulled:?}"
    );
    let (used, states): (i64, String) = sqlx::query_as(
        "select sum(used_bytes)::bigint, string_agg(distinct state, ',') from lines where as_of is not null",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    assert_eq!((used, states.as_str()), (500_000_000, "active"));
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_is_left_alone() {
    let world = World::new().await;
    let line = world.line("greta").await;
    world.phone_has_used(&line, 200_000_000).await;
    let asked = async || {
        let of = |operation| world.sandbox.calls(operation);
        of("telna.profile").await + of("telna.usage").await
    };
    let before = asked().await;
    for _ in 0..FAILURES_MAX {
        let took = std::time::Duration::from_secs(1);
        world.backend.providers.watch.count("telna", Ended::Failed, took);
    }
    // The first look after the failures finds the circuit open.
    assert!(
        !world
            .backend
            .providers
            .watch
            .may_ask("telna", world.backend.now())
    );
    assert_eq!(
        usage::pull(&world.backend).await.unwrap(),
        usage::Pulled::default()
    );
    assert_eq!(asked().await, before);
    world.backend.clock.advance(TimeDelta::minutes(1));
    assert_eq!(usage::pull(&world.backend).await.unwrap().answered, 1);
    world.prove().await;
}

#[tokio::test]
async fn months_are_made_ahead_and_dropped_after_thirteen() {
    let world = World::new().await;
    let months = "select count(*) from pg_inherits where inhparent = 'usage_events'::regclass";
    assert_eq!(world.count(months).await, 4);
    assert_eq!(usage::keep_months(&world.backend).await.unwrap(), (0, 0));
    let missing = async || {
        let proofs = verify::everything(&world.backend).await.unwrap();
        let proof = proofs
            .iter()
            .find(|proof| proof.check.starts_with("every month of usage"));
        proof.unwrap().findings.len()
    };
    assert_eq!(missing().await, 0);
    let line = world.line("greta").await;
    let now = world.backend.now();
    world.take(&[reading(line.id, now, "e", 5)]).await;
    world.backend.clock.advance(TimeDelta::days(500));
    assert_eq!(missing().await, 2, "this month and the next");
    let (made, dropped) = usage::keep_months(&world.backend).await.unwrap();
    assert_eq!(made, 3);
    assert!(dropped >= 2, "{dropped}");
    assert_eq!(missing().await, 0);
    assert_eq!(world.count("select count(*) from usage_events").await, 0);
    assert_eq!(world.used_by_day(line.id).await.len(), 1, "the days stay");
    world.prove().await;
}

/// A corruption of each sum is named.
#[tokio::test]
async fn sums_that_are_not_the_readings_are_found() {
    let world = World::new().await;
    let line = world.line("greta").await;
    let now = world.backend.now();
    world.take(&[reading(line.id, now, "e", 1_000)]).await;
    for (check, breaks, mends) in [
        (
            "every day's usage is the sum of its readings",
            "update usage_events set bytes = bytes + 1",
            "update usage_events set bytes = bytes - 1",
        ),
        (
            "every group's usage is the sum of its lines",
            "update usage_groups set events = events + 1",
            "update usage_groups set events = events - 1",
        ),
        (
            "every line has used what its counters say",
            "update usage_counters set total_bytes = total_bytes + 1",
            "update usage_counters set total_bytes = total_bytes - 1",
        ),
    ] {
        let mut owner = world.owner().await;
        sqlx::query(breaks).execute(&mut owner).await.unwrap();
        let findings = verify::books(&world.backend).await.unwrap();
        let checks: Vec<&str> = findings.iter().map(|finding| finding.check).collect();
        assert!(checks.contains(&check), "{breaks} is not found: {findings:?}");
        sqlx::query(mends).execute(&mut owner).await.unwrap();
    }
    world.prove().await;
}

/// The store in memory: readings by time and event, each with what it counts.
type Stored = BTreeMap<(i64, String), (i64, i64)>;

fn enter(stored: &mut Stored, line: LineId, batch: &[(i64, String, i64)]) {
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap();
    let mut fresh: BTreeMap<(i64, String), i64> = BTreeMap::new();
    for (time, event, total) in batch {
        let key = (*time, event.clone());
        if !stored.contains_key(&key) {
            fresh.entry(key).or_insert(*total);
        }
    }
    let kept: Vec<_> = stored
        .iter()
        .map(|((time, event), value)| (*time, event.clone(), *value))
        .collect();
    let known: Vec<Known<'_>> = kept
        .iter()
        .map(|(time, event, (total, bytes))| Known {
            reading: Fresh {
                line,
                counter: "c",
                at: at(*time),
                event,
                total: *total,
            },
            bytes: Some(*bytes),
        })
        .collect();
    let new: Vec<Fresh<'_>> = fresh
        .iter()
        .map(|((time, event), total)| Fresh {
            line,
            counter: "c",
            at: at(*time),
            event,
            total: *total,
        })
        .collect();
    let Deltas {
        fresh: counted,
        moved,
    } = deltas(&known, &new);
    for (position, change) in moved {
        let (time, event, _) = &kept[position];
        stored.get_mut(&(*time, event.clone())).unwrap().1 += change;
    }
    for (((time, event), total), bytes) in fresh.iter().zip(counted) {
        stored.insert((*time, event.clone()), (*total, bytes));
    }
}

proptest! {
    /// However readings are cut into batches, shuffled and repeated: each counts what lies between it and the one before.
    #[test]
    fn readings_count_the_same_in_any_order(
        readings in prop::collection::vec((0_i64..40, 0_u8..3, 0_i64..1_000), 1..30),
        order in prop::collection::vec((any::<prop::sample::Index>(), 1_usize..5), 1..60),
    ) {
        let line = LineId::from(uuid::Uuid::from_u128(1));
        // A repeat of a reading has the total of the first one.
        let mut every: BTreeMap<(i64, String), i64> = BTreeMap::new();
        for (time, event, total) in readings {
            every.entry((time, event.to_string())).or_insert(total);
        }
        let all: Vec<(i64, String, i64)> =
            every.iter().map(|((time, event), total)| (*time, event.clone(), *total)).collect();
        let mut mixed = Stored::new();
        for (which, size) in order {
            let first = which.index(all.len());
            let batch: Vec<_> = all.iter().cycle().skip(first).step_by(7).take(size).cloned().collect();
            enter(&mut mixed, line, &batch);
        }
        enter(&mut mixed, line, &all);
        let mut straight = Stored::new();
        for one in &all {
            enter(&mut straight, line, std::slice::from_ref(one));
        }
        prop_assert_eq!(&mixed, &straight);
        let mut before = 0;
        for (total, bytes) in mixed.values() {
            prop_assert_eq!(*bytes, total - before);
            before = *total;
        }
    }
}
