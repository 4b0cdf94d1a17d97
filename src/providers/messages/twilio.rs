//! Twilio's messages: the account and the client are those of its numbers.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use url::form_urlencoded;

use super::{
    CarriedMessage, MessageCost, MessageEvent, MessageProvider, Outgoing, signature,
    wire::{self, MessagePage, MessagePrices},
};
use crate::{
    providers::{
        ProviderError, Refusal,
        calls::{self, CallReport, twilio::progress},
        http::Answer,
        numbers::twilio::{TOKEN, Twilio, call, refusal},
        payments::WebhookError,
    },
    shared::{money::Money, number::NumberType, place::CountryCode},
};

/// Messages looked at to find one again.
const LOOK: &str = "100";
/// Parameter of our own address that carries our reference.
const REFERENCE: &str = "message";

#[async_trait]
impl MessageProvider for Twilio {
    fn name(&self) -> &'static str {
        "twilio"
    }

    async fn costs(&self, country: CountryCode) -> Result<Vec<MessageCost>, ProviderError> {
        let url = format!("{}/v1/Messaging/Countries/{country}", self.settings.pricing_url);
        let answer = self.get("message_costs", &url, &[]).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(Vec::new());
        }
        let prices: MessagePrices = refusal::check(answer)?.json()?;
        let currency = prices
            .price_unit
            .to_ascii_uppercase()
            .parse()
            .map_err(|_| ProviderError::unknown("prices in an unknown currency"))?;
        let mut dearest: BTreeMap<Option<&str>, (Option<NumberType>, Money)> = BTreeMap::new();
        for price in prices
            .outbound_sms_prices
            .iter()
            .flat_map(|network| &network.prices)
        {
            let Some(segment) = price
                .current_price
                .as_deref()
                .and_then(|price| Money::parse(price, currency).ok())
            else {
                continue;
            };
            let kind = price.kind();
            for (word, from) in [(kind.map(NumberType::as_str), kind), (None, None)] {
                let entry = dearest.entry(word).or_insert((from, segment));
                if segment.micros() > entry.1.micros() {
                    entry.1 = segment;
                }
            }
        }
        Ok(dearest
            .into_values()
            .map(|(from, segment)| MessageCost { from, segment })
            .collect())
    }

    async fn send(&self, message: &Outgoing<'_>) -> Result<CarriedMessage, ProviderError> {
        let url = self.account_url("Messages.json");
        let callback = format!("{}?{REFERENCE}={}", self.settings.webhook_url, message.reference);
        let form = [
            ("To", message.to),
            ("From", message.from),
            ("Body", message.body),
            ("StatusCallback", &callback),
        ];
        let answer = self
            .http
            .write(call("send"), |client| {
                self.signed(client, Method::POST, &url).form(&form)
            })
            .await?;
        let sent: wire::Message = checked(answer)?.json()?;
        Ok(sent.into_message())
    }

    async fn find(
        &self,
        from: &str,
        to: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<CarriedMessage>, ProviderError> {
        let url = self.account_url("Messages.json");
        // Not narrowed by the day of sending: one that waits in Twilio's queue has none yet. The newest come first.
        let params = [("From", from), ("To", to), ("PageSize", LOOK)];
        let answer = self.get("find_messages", &url, &params).await;
        let page: MessagePage = answer
            .and_then(refusal::check)
            .and_then(|answer| answer.json())
            .map_err(ProviderError::of_question)?;
        let mut found: Vec<_> = page
            .messages
            .into_iter()
            .map(wire::Message::into_message)
            .filter(|message| message.created_at.is_none_or(|at| at >= since))
            .collect();
        found.sort_by_key(|message| message.created_at);
        Ok(found)
    }

    async fn fetch(&self, provider_id: &str) -> Result<CarriedMessage, ProviderError> {
        plain_sid(provider_id)?;
        let url = self.account_url(&format!("Messages/{provider_id}.json"));
        let message: wire::Message = refusal::check(self.get("fetch_message", &url, &[]).await?)?.json()?;
        Ok(message.into_message())
    }

    async fn open_inbox(&self, provider_number_id: &str) -> Result<(), ProviderError> {
        plain_sid(provider_number_id)?;
        let url = self.account_url(&format!("IncomingPhoneNumbers/{provider_number_id}.json"));
        let voice_url = self.voice_url("incoming");
        let form = [
            ("SmsUrl", self.settings.webhook_url.as_str()),
            ("SmsMethod", "POST"),
            ("VoiceUrl", &voice_url),
            ("VoiceMethod", "POST"),
            ("StatusCallback", self.settings.webhook_url.as_str()),
            ("StatusCallbackMethod", "POST"),
        ];
        let answer = self
            .http
            .write(call("open_inbox"), |client| {
                self.signed(client, Method::POST, &url).form(&form)
            })
            .await?;
        refusal::check(answer).map(drop)
    }

    fn read_webhook(
        &self,
        query: Option<&str>,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
        _now: DateTime<Utc>,
    ) -> Result<MessageEvent, WebhookError> {
        let params: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        let url = match query {
            Some(query) => format!("{}?{query}", self.settings.webhook_url),
            None => self.settings.webhook_url.clone(),
        };
        let token = self.keys.get(TOKEN);
        let signature = header("x-twilio-signature").ok_or(WebhookError::Forged)?;
        if !signature::is_of(token.expose_secret().as_bytes(), &url, &params, &signature) {
            return Err(WebhookError::Forged);
        }
        event(query.unwrap_or_default(), &params)
    }
}

fn event(query: &str, params: &[(String, String)]) -> Result<MessageEvent, WebhookError> {
    let param = |name: &str| {
        params
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    };
    let need = |name: &str| param(name).ok_or_else(|| WebhookError::Unreadable(format!("{name} is missing")));
    if let Some(call) = param("CallSid") {
        let status = param("CallStatus").unwrap_or_default();
        let event_id = format!("{call}:{status}");
        let Some(progress) = progress(&status) else {
            return Ok(MessageEvent::Other { event_id });
        };
        let reference = form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == calls::twilio::REFERENCE)
            .map(|(_, value)| value.into_owned());
        let report = CallReport {
            reference,
            provider_id: call,
            progress,
        };
        return Ok(MessageEvent::Call { event_id, report });
    }
    let sid = param("MessageSid").map_or_else(|| need("SmsSid"), Ok)?;
    let status = param("MessageStatus")
        .or_else(|| param("SmsStatus"))
        .unwrap_or_default();
    let event_id = format!("{sid}:{status}");
    let reference = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == REFERENCE)
        .map(|(_, value)| value.into_owned());
    Ok(match (reference, wire::delivery(&status)) {
        (Some(reference), Some(delivery)) => MessageEvent::Status {
            event_id,
            reference,
            provider_id: sid,
            delivery,
            error_code: param("ErrorCode"),
        },
        (None, None) => MessageEvent::Received {
            event_id,
            provider_id: sid,
            from: need("From")?,
            to: need("To")?,
            body: param("Body").unwrap_or_default(),
            segments: param("NumSegments")
                .and_then(|count| count.parse().ok())
                .unwrap_or(1),
        },
        _ => MessageEvent::Other { event_id },
    })
}

/// A refusal to send, by what the writer can do about it.
fn checked(answer: Answer) -> Result<Answer, ProviderError> {
    refusal::check(answer).map_err(|error| match error {
        ProviderError::Refused(Refusal::Other { code, detail }) => {
            let code = match code.as_str() {
                // 21211, 21214, 21217, 21614: `To` is no number, or none of a phone that takes messages.
                "21211" | "21214" | "21217" | "21614" => "not_a_phone".to_owned(),
                "21610" => "opted_out".to_owned(),
                // 21408: not enabled for the region. 21612: no route between the two.
                "21408" | "21612" => "no_route".to_owned(),
                _ => code,
            };
            ProviderError::Refused(Refusal::Other { code, detail })
        }
        other => other,
    })
}

/// What goes into an address must not lead elsewhere.
pub(in crate::providers) fn plain_sid(sid: &str) -> Result<(), ProviderError> {
    if !sid.is_empty() && sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(());
    }
    let (code, detail) = ("bad_sid".into(), "not an id of Twilio".into());
    Err(ProviderError::Refused(Refusal::Other { code, detail }))
}
