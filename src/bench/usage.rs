//! Readings of usage as they come: our path beside a plain COPY of the same rows into the same table.

use std::time::Instant;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use clouddail::{
    backend::Backend,
    boot::{config::Settings, wire},
    domain::{
        scope::System,
        usage::{self, Reading},
    },
    shared::ids::{LineId, OrganizationId, ResellerId},
};
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::{
    floor::psql,
    rounds::{Figures, Rounds, median},
};

/// Of a hundred readings that come, so many came before.
const DUPLICATES: usize = 20;
/// Of a hundred readings, so many come after later ones of their line.
const LATE: usize = 10;

/// How much.
pub struct Load {
    pub events: u64,
    pub lines: u64,
    /// Readings entered in one transaction.
    pub batch: usize,
}

/// Prints the table. DATABASE_URL names a database with the demo in it.
pub async fn run(rounds: &Rounds, load: &Load) -> Result<(), Box<dyn std::error::Error>> {
    println!(
        "Usage, events per second: {} lines, batches of {}, {DUPLICATES} % duplicates, {LATE} % late, {} rounds, median. The \
         floor is COPY of the new ones into the same partitioned table.\n",
        load.lines, load.batch, rounds.count
    );
    let backend = wire::backend(&Settings::from_env()).await?;
    let mut owner = PgConnection::connect(&std::env::var("DATABASE_URL")?).await?;
    let (mut given, mut new) = (Figures::default(), Figures::default());
    for _ in 0..rounds.count {
        psql(include_str!("sql/usage_lines.sql"), &[("lines", load.lines)])?;
        let company: (Uuid, Uuid) =
            sqlx::query_as("select reseller_id, id from organizations where name = 'Northwind'")
                .fetch_one(&mut owner)
                .await?;
        let sent = readings(load);
        let distinct = sent.iter().filter(|(_, is_new)| *is_new).count();
        let floor = copy(&mut owner, company, &sent).await?;
        owner.execute("truncate usage_events").await?;
        let took = ours(&backend, company, &sent, load.batch).await?;
        let stored: i64 = sqlx::query_scalar("select count(*) from usage_events")
            .fetch_one(&mut owner)
            .await?;
        if usize::try_from(stored)? != distinct {
            return Err(format!("{stored} readings are stored, {distinct} were sent").into());
        }
        given.ours.push(sent.len() as f64 / took);
        given.floor.push(distinct as f64 / floor);
        new.ours.push(distinct as f64 / took);
        new.floor.push(distinct as f64 / floor);
    }
    backend.close().await;
    println!("| counted | ours | floor | ours / floor | budget |\n| --- | ---: | ---: | ---: | ---: |");
    for (what, figures, budget) in [
        ("all that came", &given, "≥ 30 %"),
        ("the new ones alone", &new, ""),
    ] {
        println!(
            "| {what} | {:.0} | {:.0} | {:.0} % | {budget} |",
            median(figures.ours.clone()),
            median(figures.floor.clone()),
            figures.percent_of_floor()
        );
    }
    Ok(())
}

/// What comes, in turn, and whether it is new: every line's counter is read every hour until now.
fn readings(load: &Load) -> Vec<(Reading, bool)> {
    let (lines, events) = (load.lines as usize, load.events as usize);
    let fresh = events * (100 - DUPLICATES) / 100;
    let steps = fresh.div_ceil(lines).max(1);
    let every = TimeDelta::hours(1);
    let start = Utc::now().trunc_subsecs(0) - every * i32::try_from(steps).unwrap_or_default();
    let one = |n: usize| {
        let step = n / lines;
        Reading {
            line: LineId::from(line(n % lines)),
            counter: "plan-1".to_owned(),
            at: start + every * i32::try_from(step).unwrap_or_default(),
            event: String::new(),
            total_bytes: (step as i64 + 1) * 1_000_000,
            country: "FR".parse().ok(),
        }
    };
    let mut sent: Vec<(Reading, bool)> = vec![];
    let mut held_back = vec![];
    for n in 0..fresh {
        // Late ones wait until their line is three readings on.
        if n % 100 < LATE {
            held_back.push(n);
        } else {
            sent.push((one(n), true));
        }
        if held_back.first().is_some_and(|first| first + 3 * lines <= n) {
            sent.push((one(held_back.remove(0)), true));
        }
        if n % (100 - DUPLICATES) < DUPLICATES && n > lines {
            let again = sent[sent.len() / 2].0.clone();
            sent.push((again, false));
        }
    }
    sent.extend(held_back.into_iter().map(|n| (one(n), true)));
    sent
}

fn line(n: usize) -> Uuid {
    Uuid::from_u128(0xb << 124 | 0x7000_8000 << 48 | n as u128)
}

async fn copy(
    owner: &mut PgConnection,
    (reseller, company): (Uuid, Uuid),
    sent: &[(Reading, bool)],
) -> Result<f64, Box<dyn std::error::Error>> {
    let mut text = String::new();
    let time = |at: DateTime<Utc>| at.to_rfc3339();
    for (reading, _) in sent.iter().filter(|(_, is_new)| *is_new) {
        let row = [
            reseller.to_string(),
            company.to_string(),
            reading.line.uuid().to_string(),
            reading.counter.clone(),
            time(reading.at),
            reading.event.clone(),
            "telna".to_owned(),
            reading.line.uuid().to_string(),
            Uuid::nil().to_string(),
            "CC-1".to_owned(),
            "FR".to_owned(),
            reading.at.date_naive().to_string(),
            reading.total_bytes.to_string(),
            "1000000".to_owned(),
            time(reading.at),
        ];
        text.push_str(&row.join("\t"));
        text.push('\n');
    }
    let began = Instant::now();
    let mut copy = owner.copy_in_raw("copy usage_events from stdin").await?;
    copy.send(text.into_bytes()).await?;
    copy.finish().await?;
    Ok(began.elapsed().as_secs_f64())
}

async fn ours(
    backend: &Backend,
    (reseller, company): (Uuid, Uuid),
    sent: &[(Reading, bool)],
    batch: usize,
) -> Result<f64, Box<dyn std::error::Error>> {
    let system = System::of(ResellerId::from(reseller), "bench");
    let company = OrganizationId::from(company);
    let readings: Vec<Reading> = sent.iter().map(|(reading, _)| reading.clone()).collect();
    let began = Instant::now();
    for batch in readings.chunks(batch) {
        let mut tx = backend.begin(&system).await?;
        usage::take(&mut tx, backend, &system, company, batch, &[]).await?;
        tx.commit().await?;
    }
    Ok(began.elapsed().as_secs_f64())
}
