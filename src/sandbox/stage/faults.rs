//! Failures asked for by `POST /_sandbox/faults`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How many faults may be set at once.
const LIMIT: usize = 100;
/// A latency beyond every client's time-out.
const LONGEST_LATENCY_MS: u64 = 120_000;

/// The faults in force, oldest first; the first that matches a call is played.
#[derive(Default, Serialize)]
pub struct Faults {
    faults: Vec<Fault>,
}

/// One wish to see calls slow or failing.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// An operation (`twilio.buy`) or a vendor (`twilio`); none means every call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    #[serde(default)]
    pub latency_ms: u64,
    /// Share of the calls that fail, 0 to 1; all of them when a mode is given without a rate.
    #[serde(default)]
    pub failure_rate: Option<f64>,
    /// How they fail; `500_before` when only a rate is given.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// Ends after this many matching calls.
    #[serde(default)]
    pub times: Option<u32>,
}

/// How a call fails: before or after it had its effect.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    #[serde(rename = "500_before")]
    ServerErrorBefore,
    #[serde(rename = "500_after")]
    ServerErrorAfter,
    #[serde(rename = "drop_before")]
    DropBefore,
    #[serde(rename = "drop_after")]
    DropAfter,
    #[serde(rename = "hang_after")]
    HangAfter,
    #[serde(rename = "429")]
    RateLimited,
    /// A clear no, without effect.
    #[serde(rename = "refused")]
    Refused,
    /// 200 with an error in the body, and nothing done.
    #[serde(rename = "lie_before")]
    LieBefore,
    #[serde(rename = "lie_after")]
    LieAfter,
}

impl Faults {
    /// Adds a fault. The error is a sentence for the person who asked.
    pub fn add(&mut self, fault: Fault) -> Result<(), String> {
        if fault
            .failure_rate
            .is_some_and(|rate| !(0.0..=1.0).contains(&rate))
        {
            return Err("failure_rate must be between 0 and 1".into());
        }
        if fault.latency_ms > LONGEST_LATENCY_MS {
            return Err(format!("latency_ms must be at most {LONGEST_LATENCY_MS}"));
        }
        if fault.latency_ms == 0 && fault.mode.is_none() && fault.failure_rate.is_none() {
            return Err("give latency_ms, failure_rate or mode".into());
        }
        if self.faults.len() == LIMIT {
            return Err(format!(
                "there are {LIMIT} faults already; DELETE /_sandbox/faults first"
            ));
        }
        self.faults.push(fault);
        Ok(())
    }

    /// Ends all faults.
    pub fn clear(&mut self) {
        self.faults.clear();
    }

    /// What happens to a call of this operation, using up one of a fault's `times`.
    pub fn draw(&mut self, operation: &str) -> (Option<Duration>, Option<Mode>) {
        let Some(at) = self.faults.iter().position(|fault| fault.matches(operation)) else {
            return (None, None);
        };
        let fault = self.faults[at].clone();
        match fault.times {
            Some(times) if times <= 1 => drop(self.faults.remove(at)),
            Some(times) => self.faults[at].times = Some(times - 1),
            None => {}
        }
        let latency = (fault.latency_ms > 0).then(|| Duration::from_millis(fault.latency_ms));
        let wanted = match (fault.mode, fault.failure_rate) {
            (None, Some(_)) => Some(Mode::ServerErrorBefore),
            (mode, _) => mode,
        };
        let fails = fault.failure_rate.is_none_or(|rate| rand::random::<f64>() < rate);
        (latency, wanted.filter(|_| fails))
    }
}

impl Fault {
    fn matches(&self, operation: &str) -> bool {
        match &self.operation {
            None => true,
            Some(wanted) => wanted == operation || operation.split('.').next() == Some(wanted),
        }
    }
}
