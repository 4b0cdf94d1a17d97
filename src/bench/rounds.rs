//! Two sides in turns, and the middle of their ratios.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// How long, how often, with how many at once.
#[derive(Clone, Copy)]
pub struct Rounds {
    pub seconds: u64,
    pub count: usize,
    pub clients: u32,
}

/// Operations per second of both sides, round by round.
#[derive(Default)]
pub struct Figures {
    pub ours: Vec<f64>,
    pub floor: Vec<f64>,
}

impl Figures {
    /// Ours in hundredths of the floor, the middle round.
    pub fn percent_of_floor(&self) -> f64 {
        let ratios = self.ours.iter().zip(&self.floor);
        median(ratios.map(|(ours, floor)| 100.0 * ours / floor).collect())
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

impl Rounds {
    /// Runs `operation` over and over from every client until the time is up; returns operations per second. Each call
    /// gets a number nobody else gets, from `first` on.
    pub async fn drive<F, O>(&self, first: u64, operation: F) -> f64
    where
        F: Fn(u64) -> O + Clone + Send + 'static,
        O: Future<Output = ()> + Send,
    {
        let began = Instant::now();
        let until = began + Duration::from_secs(self.seconds);
        let mut clients = JoinSet::new();
        for client in 0..self.clients {
            let operation = operation.clone();
            let step = u64::from(self.clients);
            clients.spawn(async move {
                let mut done = 0;
                while Instant::now() < until {
                    done += 1;
                    operation(first + done * step + u64::from(client)).await;
                }
                done
            });
        }
        let done: u64 = clients.join_all().await.into_iter().sum();
        done as f64 / began.elapsed().as_secs_f64()
    }
}
