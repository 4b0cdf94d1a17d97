//! A storm: 32 workers top up, buy, refund, expire, pay out and claw back at random while the vendors misbehave; then
//! every promise is checked to the micro-unit. A second storm is ended by SIGKILL again and again.
//!
//! `make test` runs a short one; `make storm` runs ten thousand operations and fifty kills. The seed is printed and can
//! be given (`STORM_SEED`); what each worker does follows from it, how they interleave does not.

mod killed;
mod operations;
mod weather;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use clouddail::{backend::Backend, jobs::worker::worker};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use self::operations::Actors;
use crate::support::{World, sandbox::Sandbox};

/// Workers at once.
const WORKERS: u64 = 32;
/// Operations of the storm in `make test`.
const OPERATIONS: u64 = 640;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

fn seed() -> u64 {
    let seed = setting("STORM_SEED", rand::random::<u32>().into());
    println!("storm seed {seed}");
    seed
}

/// Runs operations from 32 workers, with a job worker beside them, until `left` is used up.
async fn rage(backend: &Backend, sandbox: &Sandbox, actors: &Arc<Actors>, seed: u64, left: &Arc<AtomicU64>) {
    let stop = CancellationToken::new();
    let jobs = tokio::spawn({
        let (backend, stop) = (backend.clone(), stop.clone());
        async move { worker(&backend, stop, false).await.unwrap().run().await }
    });
    let mut workers = JoinSet::new();
    for number in 0..WORKERS {
        let (backend, sandbox, actors, left) =
            (backend.clone(), sandbox.clone(), actors.clone(), left.clone());
        let mut random = StdRng::seed_from_u64(seed.wrapping_add(number));
        workers.spawn(async move {
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                .is_ok()
            {
                operations::one(&backend, &sandbox, &actors, &mut random).await;
                if random.random_range(0..20) == 0 {
                    backend
                        .clock
                        .advance(chrono::TimeDelta::minutes(random.random_range(1..180)));
                }
            }
        });
    }
    workers.join_all().await;
    stop.cancel();
    let _ = tokio::time::timeout(Duration::from_secs(60), jobs).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_leaves_the_books_right() {
    let world = World::new().await;
    let seed = seed();
    let actors = Arc::new(Actors::enter(&world.backend).await);
    weather::turn_bad(&world.sandbox).await;
    let operations = setting("STORM_OPERATIONS", OPERATIONS);
    rage(
        &world.backend,
        &world.sandbox,
        &actors,
        seed,
        &Arc::new(AtomicU64::new(operations)),
    )
    .await;
    println!("storm: {operations} operations; {}", actors.summary());
    weather::calm_down(&world).await;
    world.prove().await;
}
