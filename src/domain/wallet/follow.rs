//! Who looks at a balance hears of its changes. One look of the process for all who follow, as long as somebody does:
//! telling them from the movement itself would make every movement wait for the others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::watch, time::MissedTickBehavior};

use super::{open::Owner, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    shared::{
        currency::Currency,
        ids::{ResellerId, UserId},
        money::Money,
    },
};

/// Between two looks.
const EVERY: Duration = Duration::from_millis(400);
/// Pages of one person that follow at once.
pub const PAGES_MAX: usize = 6;
/// Pages of all that one process follows for.
const ALL_MAX: usize = 2_000;

/// Whose balance in which currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Watched {
    pub reseller: ResellerId,
    pub owner: Owner,
    pub currency: Currency,
}

type Person = (ResellerId, UserId);

#[derive(Default)]
struct State {
    balances: HashMap<Watched, watch::Sender<Option<Money>>>,
    seats: HashMap<Person, usize>,
    taken: usize,
    is_looking: bool,
    is_over: bool,
}

/// Who follows what in this process.
#[derive(Default)]
pub struct Followed(Arc<Mutex<State>>);

impl Followed {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends every follower, for good: the process stops.
    pub fn end(&self) {
        let mut state = self.state();
        state.is_over = true;
        state.balances.clear();
    }
}

/// A page that follows. It gives its seat back when it is dropped.
pub struct Follower {
    balance: watch::Receiver<Option<Money>>,
    state: Arc<Mutex<State>>,
    person: Person,
}

impl Follower {
    /// Waits for a change; false when there are no more.
    pub async fn changed(&mut self) -> bool {
        self.balance.changed().await.is_ok()
    }

    /// What can be spent, by the last look; `None` before the first.
    pub fn available(&self) -> Option<Money> {
        *self.balance.borrow()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.taken -= 1;
        if let Some(seats) = state.seats.get_mut(&self.person) {
            *seats -= 1;
            if *seats == 0 {
                state.seats.remove(&self.person);
            }
        }
    }
}

/// Follows what the buyer can spend; `None` when this person, or everybody together, follows too much already.
pub fn follow(backend: &Backend, buyer: &impl Buys, currency: Currency) -> Option<Follower> {
    let watched = Watched {
        reseller: buyer.reseller(),
        owner: Owner::of(buyer),
        currency,
    };
    let person = (buyer.reseller(), buyer.user());
    let followed = &backend.caches.followed;
    let mut state = followed.state();
    let mine = state.seats.get(&person).copied().unwrap_or(0);
    if state.is_over || mine >= PAGES_MAX || state.taken >= ALL_MAX {
        return None;
    }
    state.seats.insert(person, mine + 1);
    state.taken += 1;
    let balance = state
        .balances
        .entry(watched)
        .or_insert_with(|| watch::Sender::new(None))
        .subscribe();
    if !state.is_looking {
        state.is_looking = true;
        tokio::spawn(look(backend.clone()));
    }
    Some(Follower {
        balance,
        state: followed.0.clone(),
        person,
    })
}

/// Looks until nobody follows any more.
async fn look(backend: Backend) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let watched: Vec<Watched> = {
            let mut state = backend.caches.followed.state();
            state.balances.retain(|_, balance| balance.receiver_count() > 0);
            if state.balances.is_empty() {
                state.is_looking = false;
                return;
            }
            state.balances.keys().copied().collect()
        };
        match read(&backend, &watched).await {
            Ok(found) => tell(&backend, &watched, &found),
            Err(error) => tracing::warn!(%error, "the balances that are followed could not be read"),
        }
    }
}

async fn read(backend: &Backend, watched: &[Watched]) -> Result<Vec<Money>, Internal> {
    let mut tx = backend.begin_system_search().await?;
    let found = store::availables(&mut tx, watched, backend.now()).await?;
    tx.commit().await?;
    Ok(found)
}

fn tell(backend: &Backend, watched: &[Watched], found: &[Money]) {
    let state = backend.caches.followed.state();
    for (watched, available) in watched.iter().zip(found) {
        if let Some(balance) = state.balances.get(watched) {
            balance.send_if_modified(|known| {
                let is_new = *known != Some(*available);
                *known = Some(*available);
                is_new
            });
        }
    }
}
