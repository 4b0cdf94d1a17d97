//! Orders: placed under our key, then asked about until they are done.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    OneGlobal, checked,
    wire::{Order, Subscriber, Subscription},
};
use crate::providers::{ProviderError, Refusal, lines::Ask};

/// Pauses between looks at an order; somebody is waiting, and a webhook will tell the rest.
const LOOKS: [Duration; 4] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
];

impl OneGlobal {
    /// A new subscription with this plan, for a subscriber of its own.
    pub(super) async fn activate(&self, plan: &str, ask: Ask<'_>) -> Result<Subscription, ProviderError> {
        // A subscriber alone is no line: without it nothing was bought by this ask.
        let subscriber = ask.settle(self.subscriber(ask.key).await.map_err(not_done))?;
        let body = json!({
            "type": "activate_subscription",
            "subscriber_id": subscriber,
            "purchase_location": self.country,
            "sim_profile": { "sim_type": "esim" },
            "products": { "plan": { "product_offering_id": plan } },
        });
        let order = self.order("issue", &body, ask).await?;
        if order.subscriber().is_some_and(|of| of != subscriber) {
            return Err(ProviderError::unknown("the order is another subscriber's"));
        }
        order
            .embedded
            .subscription
            .ok_or_else(|| ProviderError::unknown("ordered, no subscription yet"))
    }

    /// The subscriber of this key, made when there is none. It costs nothing and has no service.
    ///
    /// Assumed: plans with data only ask for no identity, so a name and an address made of our key will do; and keys
    /// are remembered as long as an order's outcome may be unknown.
    pub(super) async fn subscriber(&self, key: &str) -> Result<String, ProviderError> {
        let body = json!({
            "account_id": self.account_id,
            "first_name": "Line",
            "last_name": key,
            "email": format!("{key}@subscriber.invalid"),
            "address": { "country": self.country },
        });
        let key = format!("subscriber:{key}");
        let answer = self
            .session
            .post("subscriber", "subscribers", &key, &body)
            .await?;
        Ok(answer.json::<Subscriber>()?.id)
    }

    /// Places an order and waits a moment for its end. One that is not done by then is unknown: asked again under the
    /// same key it is the same order.
    pub(super) async fn order(
        &self,
        operation: &'static str,
        body: &Value,
        ask: Ask<'_>,
    ) -> Result<Order, ProviderError> {
        let key = format!("{operation}:{}", ask.key);
        let answer = ask.settle(self.session.post(operation, "orders", &key, body).await)?;
        let mut order: Order = answer.json()?;
        if body["type"] != order.kind {
            return Err(ProviderError::unknown("the key brought another order"));
        }
        let mut looks = LOOKS.into_iter();
        loop {
            match order.status.as_str() {
                "completed" => return Ok(order),
                "failed" | "canceled" | "expired" => {
                    return Err(ProviderError::Refused(Refusal::Other {
                        code: format!("order_{}", order.status),
                        detail: format!("{} at 1GLOBAL", order.id),
                    }));
                }
                _ => {}
            }
            let Some(pause) = looks.next() else {
                return Err(ProviderError::unknown(format!(
                    "{} is {}",
                    order.id, order.status
                )));
            };
            tokio::time::sleep(pause).await;
            order = self.look(&order.id).await?;
        }
    }

    /// The order is placed, so whatever keeps us from seeing it leaves it unknown.
    async fn look(&self, id: &str) -> Result<Order, ProviderError> {
        let path = format!("orders/{}", checked(id)?);
        let seen = self.session.get("fetch_order", &path, &[]).await;
        let seen = seen.and_then(|answer| answer.json());
        seen.map_err(|error| match error {
            unknown @ ProviderError::Unknown { .. } => unknown,
            other => ProviderError::unknown(format!("ordered as {id}; then {other}")),
        })
    }
}

fn not_done(error: ProviderError) -> ProviderError {
    match error {
        ProviderError::Unknown { detail } => {
            tracing::warn!(%detail, "1GLOBAL makes no subscriber; nothing was ordered");
            ProviderError::RateLimited {
                retry_after_seconds: 5,
            }
        }
        other => other,
    }
}
