//! Numbers AI agents answer.

use clouddail::shared::ids::{CallId, NumberId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::World;

/// Who rings in tests.
pub const CALLER: &str = "+14155550123";
/// Who answers.
pub const ASSISTANT: &str = "3f0c9b1e-6a2d-4c55-9a0e-1d2c3b4a5f60";

impl World {
    /// Somebody rings a number that is connected to Vapi; the call with what we answered.
    pub async fn ring_agent(&self, to: &str) -> Value {
        self.sandbox
            .post("/_sandbox/agents", json!({ "from": CALLER, "to": to }))
            .await
    }

    /// Somebody hangs up after so many seconds.
    pub async fn agent_hangs_up(&self, call: &Value, seconds: u32) {
        let wish = json!({ "call": call["id"], "seconds": seconds });
        self.sandbox.post("/_sandbox/agents/hang-up", wish).await;
    }

    /// How reports of agents' calls come from now on: `usual`, `lost`, `reversed`, `repeated`.
    pub async fn agent_reports_come(&self, manner: &str) {
        self.sandbox
            .post("/_sandbox/agents/reports", json!({ "manner": manner }))
            .await;
    }

    /// The customer says on the number's page which assistant answers.
    pub async fn set_agent(&self, number: NumberId) {
        let mut browser = self.browser("aurora.localhost", "customer@aurora.test").await;
        let page = format!("/account/numbers/{number}");
        let sender = number.to_string();
        for (assistant, wanted) in [("not an id", "assistant&#x27;s id"), (ASSISTANT, "Saved.")] {
            let form = [("sender", sender.as_str()), ("assistant", assistant)];
            let saved = browser.post(&page, "/do/calls/save_number_agent", &form).await;
            let shown = browser.follow(&saved).await.text();
            let plain = wanted.replace("&#x27;", "'");
            assert!(shown.contains(wanted) || shown.contains(&plain), "{shown}");
            assert!(shown.contains(assistant), "{shown}");
        }
    }

    /// Our call for the vendor's.
    pub async fn call_at(&self, vendors: &Value) -> CallId {
        let id: Uuid = sqlx::query_scalar("select id from call_detail_records where provider_call_id = $1")
            .bind(vendors["id"].as_str().unwrap())
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        id.into()
    }
}
