//! Twilio's calls: the account and the client are those of its numbers. What its documents do not state is marked
//! `Assumed:`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use url::form_urlencoded;

use super::{
    CallCosts, CallProvider, CarriedCall, MinuteCost, Progress, Ring, Step, VoiceAsk, twiml,
    wire::{self, CallPage, VoicePrices},
};
use crate::{
    providers::{
        ProviderError, Refusal,
        http::Answer,
        messages::{signature, twilio::plain_sid},
        numbers::twilio::{TOKEN, Twilio, call, refusal},
        payments::WebhookError,
    },
    shared::{money::Money, place::CountryCode},
};

pub(in crate::providers) use super::wire::progress;

/// Calls looked at to find one again.
const LOOK: &str = "100";
/// Parameter of our own address that carries our reference.
pub(in crate::providers) const REFERENCE: &str = "call";

impl Twilio {
    /// Our own address of a step of a call.
    pub(in crate::providers) fn voice_url(&self, step: &str) -> String {
        format!("{}/voice/{step}", self.settings.webhook_url)
    }

    async fn calls(
        &self,
        operation: &'static str,
        query: &[(&str, &str)],
    ) -> Result<Vec<CarriedCall>, ProviderError> {
        let url = self.account_url("Calls.json");
        let answer = self.get(operation, &url, query).await;
        let page: CallPage = answer
            .and_then(refusal::check)
            .and_then(|answer| answer.json())
            .map_err(ProviderError::of_question)?;
        let mut found: Vec<_> = page.calls.into_iter().map(wire::Call::into_call).collect();
        found.sort_by_key(|call| call.created_at);
        Ok(found)
    }
}

#[async_trait]
impl CallProvider for Twilio {
    fn name(&self) -> &'static str {
        "twilio"
    }

    async fn call_costs(&self, country: CountryCode) -> Result<CallCosts, ProviderError> {
        let url = format!("{}/v2/Voice/Countries/{country}", self.settings.pricing_url);
        let answer = self.get("call_costs", &url, &[]).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(CallCosts::default());
        }
        let prices: VoicePrices = refusal::check(answer)?.json()?;
        let currency = prices
            .price_unit
            .to_ascii_uppercase()
            .parse()
            .map_err(|_| ProviderError::unknown("prices in an unknown currency"))?;
        let money = |price: Option<&str>| price.and_then(|price| Money::parse(price, currency).ok());
        let outbound = prices.outbound_prefix_prices.into_iter().filter_map(|price| {
            Some(MinuteCost {
                minute: money(price.current_price.as_deref())?,
                prefixes: price.destination_prefixes,
                origins: match price.origination_prefixes.iter().any(|origin| origin == "ALL") {
                    true => vec![],
                    false => price.origination_prefixes,
                },
            })
        });
        let inbound = prices
            .inbound_call_prices
            .into_iter()
            .filter_map(|price| Some((price.kind()?, money(price.current_price.as_deref())?)));
        Ok(CallCosts {
            outbound: outbound.collect(),
            inbound: inbound.collect(),
        })
    }

    async fn ring(&self, ring: &Ring<'_>) -> Result<CarriedCall, ProviderError> {
        let url = self.account_url("Calls.json");
        let of_call = format!("?{REFERENCE}={}", ring.reference);
        let answer_url = format!("{}{of_call}", self.voice_url("answered"));
        let callback = format!("{}{of_call}", self.settings.webhook_url);
        let (limit, timeout) = (ring.limit_seconds.to_string(), ring.ring_seconds.to_string());
        let form = [
            ("To", ring.to),
            ("From", ring.from),
            ("Url", &answer_url),
            ("Method", "POST"),
            ("StatusCallback", &callback),
            ("StatusCallbackMethod", "POST"),
            ("StatusCallbackEvent", "ringing"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
            ("Timeout", &timeout),
            ("TimeLimit", &limit),
        ];
        let answer = self
            .http
            .write(call("ring"), |client| {
                self.signed(client, Method::POST, &url).form(&form)
            })
            .await?;
        let call: wire::Call = checked(answer)?.json()?;
        Ok(call.into_call())
    }

    async fn call(&self, provider_id: &str) -> Result<CarriedCall, ProviderError> {
        plain_sid(provider_id)?;
        let url = self.account_url(&format!("Calls/{provider_id}.json"));
        let call: wire::Call = refusal::check(self.get("fetch_call", &url, &[]).await?)?.json()?;
        Ok(call.into_call())
    }

    async fn legs(&self, provider_id: &str) -> Result<Vec<CarriedCall>, ProviderError> {
        plain_sid(provider_id)?;
        self.calls("call_legs", &[("ParentCallSid", provider_id), ("PageSize", LOOK)])
            .await
    }

    async fn find_calls(
        &self,
        from: &str,
        to: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<CarriedCall>, ProviderError> {
        let query = [("From", from), ("To", to), ("PageSize", LOOK)];
        let mut found = self.calls("find_calls", &query).await?;
        found.retain(|call| call.created_at.is_none_or(|at| at >= since));
        Ok(found)
    }

    async fn cut_off(&self, provider_id: &str, words: &str) -> Result<(), ProviderError> {
        plain_sid(provider_id)?;
        let url = self.account_url(&format!("Calls/{provider_id}.json"));
        let script = twiml::script(&[Step::Say(words), Step::HangUp], |_| String::new());
        let answer = self
            .http
            .write(call("cut_off"), |client| {
                self.signed(client, Method::POST, &url)
                    .form(&[("Twiml", &script)])
            })
            .await?;
        refusal::check(answer).map(drop)
    }

    /// Assumed: the address of a recording's sound; the specification we have does not name it.
    async fn recording(&self, id: &str) -> Result<Vec<u8>, ProviderError> {
        plain_sid(id)?;
        let url = self.account_url(&format!("Recordings/{id}.mp3"));
        let answer = self.get("recording", &url, &[]).await?;
        Ok(refusal::check(answer)?.body)
    }

    fn script(&self, reference: &str, steps: &[Step<'_>]) -> String {
        twiml::script(steps, |step| {
            format!("{}?{REFERENCE}={reference}", self.voice_url(step))
        })
    }

    fn read_question(
        &self,
        step: &str,
        query: Option<&str>,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
    ) -> Result<VoiceAsk, WebhookError> {
        let params: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        let mut url = self.voice_url(step);
        if let Some(query) = query {
            url = format!("{url}?{query}");
        }
        let token = self.keys.get(TOKEN);
        let signature = header("x-twilio-signature").ok_or(WebhookError::Forged)?;
        if !signature::is_of(token.expose_secret().as_bytes(), &url, &params, &signature) {
            return Err(WebhookError::Forged);
        }
        question(step, query.unwrap_or_default(), &params)
    }
}

/// Assumed: the names of what `<Dial>` and `<Record>` add to a question; the pages we have name the first five parameters
/// of a call only.
fn question(step: &str, query: &str, params: &[(String, String)]) -> Result<VoiceAsk, WebhookError> {
    let param = |name: &str| {
        params
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    };
    let need = |name: &str| param(name).ok_or_else(|| WebhookError::Unreadable(format!("{name} is missing")));
    let seconds = |name: &str| param(name).and_then(|text| text.parse().ok()).unwrap_or(0);
    let reference = || {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == REFERENCE)
            .map(|(_, value)| value.into_owned())
            .ok_or_else(|| WebhookError::Unreadable("no reference of ours".into()))
    };
    Ok(match step {
        "incoming" => VoiceAsk::Incoming {
            provider_id: need("CallSid")?,
            from: param("From").unwrap_or_default(),
            to: need("To")?,
        },
        "answered" => VoiceAsk::Answered {
            reference: reference()?,
            provider_id: need("CallSid")?,
        },
        "joined" => VoiceAsk::Joined {
            reference: reference()?,
            leg: param("DialCallSid"),
            progress: wire::progress(&need("DialCallStatus")?).unwrap_or(Progress::Failed),
            seconds: seconds("DialCallDuration"),
        },
        "recorded" => VoiceAsk::Recorded {
            reference: reference()?,
            recording: need("RecordingSid")?,
            seconds: seconds("RecordingDuration"),
        },
        _ => return Err(WebhookError::Unreadable("no such step".into())),
    })
}

/// A refusal to ring, by what the caller can do about it. Assumed: the codes, which the specification does not list.
fn checked(answer: Answer) -> Result<Answer, ProviderError> {
    refusal::check(answer).map_err(|error| match error {
        ProviderError::Refused(Refusal::Other { code, detail }) => {
            let code = match code.as_str() {
                "21211" | "21214" | "21217" | "13223" | "13224" => "not_a_phone".to_owned(),
                "21215" | "13227" => "no_route".to_owned(),
                _ => code,
            };
            ProviderError::Refused(Refusal::Other { code, detail })
        }
        other => other,
    })
}
