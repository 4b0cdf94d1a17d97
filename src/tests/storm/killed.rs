//! The same storm in a process of its own that is ended by SIGKILL at random moments, again and again.

use std::{
    process::Stdio,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::process::Command;

use super::{operations::Actors, rage, seed, setting, weather};
use crate::support::{World, database, sandbox::Sandbox, world};

/// Kills of the storm in `make test`.
const KILLS: u64 = 3;
/// Tells this test binary that it is the process to be killed.
const CHILD: &str = "STORM_CHILD_DATABASE";

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_kills_leaves_the_books_right() {
    if std::env::var(CHILD).is_ok() {
        return child().await;
    }
    let world = World::new().await;
    let seed = seed();
    let mut random = StdRng::seed_from_u64(seed);
    weather::turn_bad(&world.sandbox).await;
    let kills = setting("STORM_KILLS", KILLS);
    for kill in 0..kills {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([
                "storm::killed::a_storm_of_kills_leaves_the_books_right",
                "--exact",
                "--nocapture",
            ])
            .env(CHILD, &world.database)
            .env("STORM_CHILD_SANDBOX", &world.sandbox.url)
            .env("STORM_CHILD_MAILS", world.files.path().join("mail"))
            .env("STORM_CHILD_AHEAD_HOURS", (kill * 30).to_string())
            .env("STORM_SEED", seed.wrapping_add(kill).to_string())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lives = Duration::from_millis(random.random_range(1_500..6_000));
        match tokio::time::timeout(lives, process.wait()).await {
            // A child never ends by itself, but by a failure of ours.
            Ok(ended) => panic!("the storm's process ended by itself: {ended:?}"),
            Err(_) => process.kill().await.unwrap(),
        }
    }
    // The children's clocks ran ahead of this one.
    let latest: chrono::DateTime<chrono::Utc> = sqlx::query_scalar(
        "select greatest((select max(updated_at) from orders), (select max(at) from order_events), now())",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    world
        .backend
        .clock
        .advance(latest - world.backend.now() + chrono::TimeDelta::hours(1));
    let moved = world
        .count("select count(*) from ledger_transfers where kind <> 'opening'")
        .await;
    println!("storm: {kills} kills, {moved} transfers");
    assert!(moved > 0);
    // What the queue's recovery does for dead workers' jobs, without waiting for its threshold.
    sqlx::query("update graphile_worker._private_jobs set locked_at = null, locked_by = null")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    weather::calm_down(&world).await;
    world.prove().await;
}

async fn child() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let name = std::env::var(CHILD).unwrap();
    let sandbox = Sandbox::at(std::env::var("STORM_CHILD_SANDBOX").unwrap());
    let mails = std::env::var("STORM_CHILD_MAILS").unwrap();
    let backend = world::backend(&database::url(&name), &sandbox.url, &mails, 0).await;
    let hours = i64::try_from(setting("STORM_CHILD_AHEAD_HOURS", 0)).unwrap();
    backend.clock.advance(chrono::TimeDelta::hours(hours));
    let actors = Arc::new(Actors::enter(&backend).await);
    rage(
        &backend,
        &sandbox,
        &actors,
        seed(),
        &Arc::new(AtomicU64::new(u64::MAX)),
    )
    .await;
}
