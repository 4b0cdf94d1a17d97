//! Numbers that call, phones that ring, and what their vendor reports.

use clouddail::{
    domain::{
        calls::{self, Draft, Start, StartError},
        pricing::{
            self,
            rule::{Markup, Rule},
            save_rule::SaveRule,
        },
        scope::{Customer, System},
    },
    shared::{
        ids::{CallId, NumberId},
        price::Service,
    },
};
use serde_json::{Value, json};

use super::World;
use crate::support::process::until;

/// The phone of whoever calls in tests.
pub const PHONE: &str = "+14155550188";

impl World {
    /// Aurora adds half as much again to minutes, and to messages, instead of what the demo adds.
    pub async fn price_minutes(&self) {
        for (name, service) in [("minutes", Service::VoiceMinute), ("segments", Service::Sms)] {
            let rule = Rule {
                name: name.into(),
                service: Some(service),
                country: None,
                provider: None,
                plan: None,
                markup: Markup::Percent(50.into()),
            };
            let new = SaveRule {
                id: None,
                rule,
                valid_from: self.backend.now(),
                valid_until: None,
                succeeds: true,
            };
            let system = System::of(self.aurora.id, "test");
            pricing::save_rule(&self.backend, &system, new).await.unwrap();
        }
    }

    /// Starts a call; the own phone and the other side answer by themselves.
    pub async fn call(&self, customer: &Customer, number: NumberId, to: &str) -> Result<CallId, StartError> {
        let request = Start {
            id: CallId::new(),
            draft: Draft {
                number,
                to: to.into(),
                phone: PHONE.into(),
            },
            max_minute: None,
        };
        calls::start(&self.backend, customer, &request).await
    }

    /// Legs at the vendor, oldest first.
    pub async fn legs(&self) -> Vec<Value> {
        self.sandbox.inventory().await["calls"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Waits until so many second legs go on.
    pub async fn joined(&self, wanted: usize) {
        until("the other side is joined", async || {
            let live = |leg: &&Value| leg["parent"].is_string() && leg["status"] == "in-progress";
            self.legs().await.iter().filter(live).count() == wanted
        })
        .await;
    }

    /// Somebody rings a number; the vendor's leg after it was told what to do.
    pub async fn ring(&self, from: &str, to: &str) -> Value {
        let ring = json!({ "from": from, "to": to });
        self.sandbox.post("/_sandbox/rings", ring).await
    }

    /// Somebody hangs up after so many seconds; `which` is a sid or a number of the call.
    pub async fn hang_up(&self, which: &str, seconds: u32) {
        let wish = json!({ "call": which, "seconds": seconds });
        self.sandbox.post("/_sandbox/rings/hang-up", wish).await;
    }

    /// Waits until the report of the end has come and is applied; the word of the state.
    pub async fn over(&self, call: CallId) -> String {
        until("the call is over", async || {
            self.run_jobs().await;
            self.call_fact(call, "ended_at is not null").await == "true"
        })
        .await;
        self.call_fact(call, "state").await
    }

    /// Something of a call, as text.
    pub async fn call_fact(&self, call: CallId, what: &str) -> String {
        let sql = format!("select coalesce(({what})::text, '') from call_detail_records where id = $1");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(call.uuid())
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap()
    }

    /// The newest call.
    pub async fn newest_call(&self) -> CallId {
        let id: uuid::Uuid = sqlx::query_scalar(
            "select id from call_detail_records order by created_at desc, id desc limit 1",
        )
        .fetch_one(&mut self.owner().await)
        .await
        .unwrap();
        id.into()
    }

    /// How reports of calls come from now on: `usual`, `lost`, `repeated`.
    pub async fn call_reports_come(&self, manner: &str) {
        self.sandbox
            .post("/_sandbox/rings/reports", json!({ "manner": manner }))
            .await;
    }
}
