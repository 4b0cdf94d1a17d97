//! The log of calls: counted on arrival, so that a call that hangs or is dropped is seen too.

use std::collections::{BTreeMap, VecDeque};

use axum::http::{Method, StatusCode, Uri};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// How many calls are listed; the counts go on beyond it.
const LISTED: usize = 1_000;

/// All calls since the start or the last reset.
#[derive(Default, Serialize)]
pub struct CallLog {
    total: u64,
    /// By operation, e.g. `twilio.buy`.
    counts: BTreeMap<&'static str, u64>,
    /// The last ones, oldest first.
    calls: VecDeque<Call>,
    #[serde(skip)]
    last_number: u64,
}

#[derive(Serialize)]
struct Call {
    number: u64,
    operation: &'static str,
    method: String,
    path: String,
    /// `null` while there is no answer, and for good when the client gave up first.
    status: Option<u16>,
    at: DateTime<Utc>,
}

impl CallLog {
    /// Notes a call and returns its number.
    pub fn begin(&mut self, operation: &'static str, method: &Method, uri: &Uri) -> u64 {
        self.last_number += 1;
        self.total += 1;
        *self.counts.entry(operation).or_default() += 1;
        if self.calls.len() == LISTED {
            self.calls.pop_front();
        }
        self.calls.push_back(Call {
            number: self.last_number,
            operation,
            method: method.to_string(),
            path: uri.to_string(),
            status: None,
            at: Utc::now(),
        });
        self.last_number
    }

    /// Notes the answer, unless the call has been forgotten meanwhile.
    pub fn end(&mut self, number: u64, status: StatusCode) {
        if let Some(call) = self.calls.iter_mut().rfind(|call| call.number == number) {
            call.status = Some(status.as_u16());
        }
    }

    /// Forgets all calls; numbers go on, so that a late answer is not noted on another call.
    pub fn reset(&mut self) {
        *self = Self {
            last_number: self.last_number,
            ..Self::default()
        };
    }
}
