//! Numbers of Telnyx, and what it reports.

use clouddail::{
    domain::{orders, scope::Customer},
    providers::numbers::NumberQuery,
    shared::{ids::NumberId, number::NumberType},
};
use serde_json::Value;

use super::World;
use crate::support::process::until;

impl World {
    /// Buys the n-th US number that only Telnyx sells; its id, and what it is.
    pub async fn telnyx_number(&self, customer: &Customer, nth: usize) -> (NumberId, String) {
        let query = NumberQuery {
            country: "US".parse().unwrap(),
            kind: NumberType::Local,
            contains: "1214302".into(),
            sms: true,
            voice: true,
            limit: 30,
        };
        let found = self.vendor("telnyx").search(&query).await.unwrap();
        let e164 = found[nth].e164.clone();
        let quoted = self.quote_exactly(customer, &e164, "US").await;
        let order = self.place(customer, &quoted).await.unwrap();
        let view = orders::view::view(&self.backend, customer, order)
            .await
            .unwrap()
            .unwrap();
        (view.number_id.expect("a number was delivered"), e164)
    }

    /// Legs at Telnyx, oldest first.
    pub async fn telnyx_legs(&self) -> Vec<Value> {
        self.sandbox.inventory().await["telnyx_calls"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Applies events until it is so.
    pub async fn comes(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        until(what, async || {
            self.run_jobs().await;
            is_so().await
        })
        .await;
    }

    /// Waits until a second leg goes on at Telnyx.
    pub async fn telnyx_joined(&self) {
        self.comes("the other side is joined", async || {
            let live = |leg: &Value| leg["parent"].is_string() && leg["status"] == "in-progress";
            self.telnyx_legs().await.iter().any(live)
        })
        .await;
    }

    /// What was said to the callers at Telnyx.
    pub async fn telnyx_said(&self) -> String {
        let legs = self.telnyx_legs().await;
        legs.iter().map(|leg| leg["said"].to_string()).collect()
    }

    /// Time passes for the vendors too: their signatures are of now.
    pub async fn pass_everywhere(&self, seconds: i64) {
        let clock = serde_json::json!({ "advance_seconds": seconds });
        self.sandbox.post("/_sandbox/clock", clock).await;
        self.pass(seconds).await;
    }
}
