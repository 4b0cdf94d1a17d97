//! The vendors as the platform steers and watches them: paused or not, how they answer, with which keys they are asked.
//!
//! Owns `providers`, `provider_credentials`, `provider_health`, `provider_priorities`. Keeps true: a paused vendor gets no new sales while what
//! was sold is finished; keys are sealed at rest and never given back; no row is written for a single call.

pub mod balances;
pub mod gate;
pub mod health;
mod keep_up;
mod keys;
pub mod list;
pub mod pause;
pub mod prefer;
mod ranks;
mod store;

pub use gate::{Closed, closed, is_closed};
pub use keep_up::keep_up;
pub use keys::{KeysError, remove_keys, save_keys, take_keys};
pub use ranks::{RankCache, ranks};

use std::time::Duration;

use moka::future::Cache;

/// How long another process may go on showing what a paused vendor sells; nothing is sold meanwhile.
const REMEMBERED: Duration = Duration::from_secs(5);

/// Which vendors are paused.
pub struct PauseCache(Cache<String, bool>);

impl Default for PauseCache {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(100)
                .time_to_live(REMEMBERED)
                .build(),
        )
    }
}
