//! Numbers that write, and what their vendor reports.

use clouddail::{
    domain::{
        messages::{self, Dispatch, Draft, SendError},
        orders::{self, place::Payer},
        pricing::{
            self,
            rule::{Markup, Rule},
            save_rule::SaveRule,
        },
        scope::{Customer, System},
    },
    shared::{
        ids::{MessageId, NumberId},
        price::Service,
    },
};
use serde_json::json;

use super::World;
use crate::support::process::until;

impl World {
    /// Buys the n-th US number; its id, and what it is.
    pub async fn number_of(&self, customer: &Customer, which: &str) -> (NumberId, String) {
        let quoted = self.quote_number(customer, which).await;
        let order = self.place(customer, &quoted).await.unwrap();
        let view = orders::view::view(&self.backend, customer, order)
            .await
            .unwrap()
            .unwrap();
        let id = view.number_id.expect("a number was delivered");
        let e164 = sqlx::query_scalar("select e164 from virtual_numbers where id = $1")
            .bind(id.uuid())
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        (id, e164)
    }

    /// Sends a text.
    pub async fn write(
        &self,
        customer: &Customer,
        number: NumberId,
        to: &str,
        body: &str,
    ) -> Result<MessageId, SendError> {
        let request = Dispatch {
            id: MessageId::new(),
            draft: Draft {
                number,
                to: to.into(),
                body: body.into(),
            },
            payer: Payer::Customer,
            max_price: None,
            daily_cap: None,
        };
        messages::send(&self.backend, customer, &request).await
    }

    /// Aurora adds half as much again to messages, instead of what the demo adds.
    pub async fn price_messages(&self) {
        let rule = Rule {
            name: "texts".into(),
            service: Some(Service::Sms),
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

    /// The word of a message's state.
    pub async fn state_of(&self, id: MessageId) -> String {
        sqlx::query_scalar("select state from messages where id = $1")
            .bind(id.uuid())
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap()
    }

    /// How reports come from now on: `usual`, `lost`, `reversed`, `repeated`.
    pub async fn reports_come(&self, manner: &str) {
        self.sandbox
            .post("/_sandbox/messages/reports", json!({ "manner": manner }))
            .await;
    }

    /// Waits until so many different reports of messages have arrived, and applies them.
    pub async fn reported(&self, events: i64) {
        until("the reports arrive", async || {
            let sql = "select count(*) from webhook_events where provider = 'twilio'";
            self.count(sql).await >= events
        })
        .await;
        self.run_jobs().await;
    }
}
