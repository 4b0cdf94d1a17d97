//! Telnyx's messages. The vendor has no idempotency for them: what was sent without an answer is known by our reference in
//! the address its reports go to, which the message repeats. What its documents do not state is marked `Assumed:`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::{CarriedMessage, Delivery, MessageCost, MessageEvent, MessageProvider, Outgoing};
use crate::{
    providers::{
        ProviderError, Refusal,
        http::Answer,
        numbers::telnyx::{
            call, refusal,
            wire::{Data, List},
        },
        payments::WebhookError,
        telnyx::{TelnyxTraffic, event, plain_id, reference_of},
    },
    shared::place::CountryCode,
};

/// Parameter of our own address that carries our reference.
pub(in crate::providers) const REFERENCE: &str = "message";
/// Messages looked at to find one again; each is asked for by itself.
const LOOK: usize = 20;

#[derive(Deserialize)]
struct Message {
    id: String,
    text: Option<String>,
    webhook_url: Option<String>,
    received_at: Option<DateTime<Utc>>,
    #[serde(default)]
    to: Vec<Receiver>,
}

#[derive(Deserialize)]
struct Receiver {
    #[serde(default)]
    status: String,
}

#[derive(Deserialize)]
struct Record {
    uuid: String,
    created_at: Option<DateTime<Utc>>,
}

impl Message {
    /// Assumed: `received_at` of a message of ours is when Telnyx took it.
    fn into_message(self) -> CarriedMessage {
        CarriedMessage {
            delivery: self
                .to
                .first()
                .and_then(|one| delivery(&one.status))
                .unwrap_or(Delivery::Accepted),
            reference: self.webhook_url.as_deref().and_then(reference_of),
            created_at: self.received_at,
            provider_id: self.id,
            body: self.text.unwrap_or_default(),
        }
    }
}

/// Telnyx's statuses of a message to one receiver.
pub(in crate::providers) fn delivery(status: &str) -> Option<Delivery> {
    match status {
        "queued" | "sending" => Some(Delivery::Accepted),
        // The network took it and says no more.
        "sent" | "delivery_unconfirmed" => Some(Delivery::Sent),
        "delivered" => Some(Delivery::Delivered),
        "delivery_failed" => Some(Delivery::Undelivered),
        "sending_failed" => Some(Delivery::Failed),
        _ => None,
    }
}

#[async_trait]
impl MessageProvider for TelnyxTraffic {
    fn name(&self) -> &'static str {
        "telnyx"
    }

    /// By the list of our settings: Telnyx's API does not tell prices.
    async fn costs(&self, country: CountryCode) -> Result<Vec<MessageCost>, ProviderError> {
        Ok(self.settings.rates.messages(country))
    }

    async fn send(&self, message: &Outgoing<'_>) -> Result<CarriedMessage, ProviderError> {
        let body = json!({
            "from": message.from,
            "to": message.to,
            "text": message.body,
            "messaging_profile_id": self.settings.messaging_profile,
            "type": "SMS",
            "webhook_url": format!("{}?{REFERENCE}={}", self.settings.webhook_url, message.reference),
            "use_profile_webhooks": false,
        });
        let answer = self.post("send", "messages", &body).await?;
        let sent: Data<Message> = checked(answer)?.json()?;
        Ok(sent.data.into_message())
    }

    /// Assumed: the detail records of messages can be asked for by both numbers. They have no text, so each message is
    /// read by itself.
    async fn find(
        &self,
        from: &str,
        to: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<CarriedMessage>, ProviderError> {
        let query = [
            ("filter[record_type]", "messaging"),
            ("filter[direction]", "outbound"),
            ("filter[cli]", from),
            ("filter[cld]", to),
            ("sort[]", "-created_at"),
            ("page[size]", "50"),
        ];
        let records: List<Record> = self
            .read("find_messages", "detail_records", &query)
            .await
            .map_err(ProviderError::of_question)?;
        let mut found = vec![];
        let recent = records
            .data
            .iter()
            .filter(|record| record.created_at.is_none_or(|at| at >= since));
        for record in recent.take(LOOK) {
            let message = self
                .fetch(&record.uuid)
                .await
                .map_err(ProviderError::of_question)?;
            found.push(message);
        }
        found.sort_by_key(|message| message.created_at);
        Ok(found)
    }

    async fn fetch(&self, provider_id: &str) -> Result<CarriedMessage, ProviderError> {
        plain_id(provider_id)?;
        let path = format!("messages/{provider_id}");
        let message: Data<Message> = self.read("fetch_message", &path, &[]).await?;
        Ok(message.data.into_message())
    }

    /// The profile and the connection have our address, the number gets both. Assumed: a number that only speaks takes a
    /// profile all the same.
    async fn open_inbox(&self, provider_number_id: &str) -> Result<(), ProviderError> {
        plain_id(provider_number_id)?;
        let of_calls = json!({ "connection_id": self.settings.connection });
        let of_messages = json!({ "messaging_profile_id": self.settings.messaging_profile });
        let paths = [
            (format!("phone_numbers/{provider_number_id}"), of_calls),
            (
                format!("phone_numbers/{provider_number_id}/messaging"),
                of_messages,
            ),
        ];
        for (path, body) in paths {
            let answer = self
                .telnyx
                .http
                .write(call("open_inbox"), |client| {
                    self.telnyx.signed(client, Method::PATCH, &path).json(&body)
                })
                .await?;
            refusal::check(answer)?;
        }
        Ok(())
    }

    fn read_webhook(
        &self,
        _query: Option<&str>,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<MessageEvent, WebhookError> {
        let signature = header("telnyx-signature-ed25519").ok_or(WebhookError::Forged)?;
        let timestamp = header("telnyx-timestamp").ok_or(WebhookError::Forged)?;
        if !self.settings.public_key.is_of(&timestamp, body, &signature, now) {
            return Err(WebhookError::Forged);
        }
        event(body)
    }
}

/// A refusal to send, by what the writer can do about it. Assumed: the codes, which the specification does not list.
fn checked(answer: Answer) -> Result<Answer, ProviderError> {
    refusal::check(answer).map_err(|error| match error {
        ProviderError::Refused(Refusal::Other { code, detail }) => {
            let code = match code.as_str() {
                // 40310: `to` is no number. 40001: a landline.
                "40310" | "40001" => "not_a_phone".to_owned(),
                "40300" => "opted_out".to_owned(),
                // 40309: not enabled for the region. 40308: no route from this number.
                "40309" | "40308" => "no_route".to_owned(),
                _ => code,
            };
            ProviderError::Refused(Refusal::Other { code, detail })
        }
        other => other,
    })
}
