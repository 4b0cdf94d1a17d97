//! Telnyx's call control: it reports, and is told what to do by commands. What its documents do not state is marked
//! `Assumed:`.

mod history;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{CallCosts, CallProvider, CarriedCall, Progress, Ring, Standing, Step, VoiceAsk};
use crate::{
    providers::{
        ProviderError, Refusal,
        http::Answer,
        numbers::telnyx::{
            call, refusal,
            wire::{Data, List},
        },
        payments::WebhookError,
        telnyx::{Leg, Order, Plan, State, TelnyxTraffic, plain_id},
    },
    shared::place::CountryCode,
};

/// Limits Telnyx takes, in seconds.
const LIMITS: (u32, u32) = (30, 14_400);
/// A silence that ends a recording.
const SILENCE_SECONDS: u32 = 5;

#[derive(Deserialize)]
struct Call {
    call_control_id: String,
    call_leg_id: String,
    call_session_id: String,
    is_alive: bool,
    #[serde(default)]
    call_duration: u32,
    start_time: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct Recording {
    download_urls: Downloads,
}

#[derive(Deserialize)]
struct Downloads {
    mp3: Option<String>,
}

/// Why a leg ended.
pub(in crate::providers) fn progress(cause: &str) -> Progress {
    match cause {
        "normal_clearing" | "time_limit" => Progress::Completed,
        "user_busy" | "call_rejected" => Progress::Busy,
        "timeout" | "no_answer" => Progress::NoAnswer,
        "originator_cancel" => Progress::Canceled,
        _ => Progress::Failed,
    }
}

impl TelnyxTraffic {
    async fn status(&self, provider_id: &str) -> Result<Call, ProviderError> {
        plain_id(provider_id)?;
        let call: Data<Call> = self
            .read("fetch_call", &format!("calls/{provider_id}"), &[])
            .await?;
        Ok(call.data)
    }

    async fn command(
        &self,
        operation: &'static str,
        provider_id: &str,
        action: &str,
        body: &Value,
    ) -> Result<(), ProviderError> {
        plain_id(provider_id)?;
        let path = format!("calls/{provider_id}/actions/{action}");
        let answer = self.post(operation, &path, body).await?;
        refusal::check(answer).map(drop)
    }

    async fn say(
        &self,
        provider_id: &str,
        words: &str,
        state: &State,
        key: &str,
    ) -> Result<(), ProviderError> {
        let body = json!({
            "payload": words,
            "voice": "female",
            "language": "en-GB",
            "client_state": state.encode(),
            "command_id": key,
        });
        self.command("say", provider_id, "speak", &body).await
    }
}

fn limit(seconds: u32) -> u32 {
    seconds.clamp(LIMITS.0, LIMITS.1)
}

#[async_trait]
impl CallProvider for TelnyxTraffic {
    fn name(&self) -> &'static str {
        "telnyx"
    }

    /// By the list of our settings: Telnyx's API does not tell prices.
    async fn call_costs(&self, country: CountryCode) -> Result<CallCosts, ProviderError> {
        Ok(self.settings.rates.calls(country))
    }

    async fn ring(&self, ring: &Ring<'_>) -> Result<CarriedCall, ProviderError> {
        let body = json!({
            "connection_id": self.settings.connection,
            "to": ring.to,
            "from": ring.from,
            "timeout_secs": ring.ring_seconds,
            "time_limit_secs": limit(ring.limit_seconds),
            "client_state": State::of(ring.reference, Leg::Ring, &[]).encode(),
            "command_id": ring.reference,
            "webhook_url": self.settings.webhook_url,
        });
        let answer = self.post("ring", "calls", &body).await?;
        let call: Data<Call> = checked(answer)?.json()?;
        Ok(CarriedCall {
            provider_id: call.data.call_control_id,
            progress: Progress::Queued,
            seconds: 0,
            created_at: call.data.start_time,
        })
    }

    async fn call(&self, provider_id: &str) -> Result<CarriedCall, ProviderError> {
        let call = self.status(provider_id).await?;
        if call.is_alive {
            return Ok(CarriedCall {
                provider_id: call.call_control_id,
                progress: Progress::InProgress,
                seconds: 0,
                created_at: call.start_time,
            });
        }
        let of_session = [("filter[application_session_id]", call.call_session_id.as_str())];
        let legs = self.history(&of_session);
        let own = legs.await?.into_iter().find(|leg| leg.leg_id == call.call_leg_id);
        Ok(match own.and_then(history::LegStory::ended) {
            Some(carried) => CarriedCall {
                provider_id: call.call_control_id,
                ..carried
            },
            None => CarriedCall {
                provider_id: call.call_control_id,
                progress: match call.call_duration {
                    0 => Progress::NoAnswer,
                    _ => Progress::Completed,
                },
                seconds: call.call_duration,
                created_at: call.start_time,
            },
        })
    }

    async fn legs(&self, provider_id: &str) -> Result<Vec<CarriedCall>, ProviderError> {
        let call = self.status(provider_id).await?;
        let of_session = [("filter[application_session_id]", call.call_session_id.as_str())];
        let legs = self.history(&of_session);
        let others = legs
            .await?
            .into_iter()
            .filter(|leg| leg.leg_id != call.call_leg_id);
        Ok(others.map(history::LegStory::carried).collect())
    }

    async fn find_calls(
        &self,
        from: &str,
        to: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<CarriedCall>, ProviderError> {
        let of_both = [("filter[from]", from), ("filter[to]", to)];
        let legs = self.history(&of_both);
        let mut found: Vec<_> = legs
            .await
            .map_err(ProviderError::of_question)?
            .into_iter()
            .map(history::LegStory::carried)
            .filter(|call| call.created_at.is_none_or(|at| at >= since))
            .collect();
        found.sort_by_key(|call| call.created_at);
        Ok(found)
    }

    async fn cut_off(&self, provider_id: &str, words: &str) -> Result<(), ProviderError> {
        let state = State::of("", Leg::First, &[Order::HangUp]);
        let key = format!("cut-off:{provider_id}");
        self.say(provider_id, words, &state, &key).await
    }

    /// Assumed: recordings can be asked for by the leg they are of, and say where their sound is.
    async fn recording(&self, id: &str) -> Result<Vec<u8>, ProviderError> {
        plain_id(id)?;
        let query = [("filter[call_leg_id]", id)];
        let found: List<Recording> = self.read("recording", "recordings", &query).await?;
        let url = found.data.into_iter().find_map(|one| one.download_urls.mp3);
        let is_right = |url: &String| url.starts_with("https://") || url.starts_with(&self.telnyx.base_url);
        let Some(url) = url.filter(is_right) else {
            let (code, detail) = ("no_sound".into(), "no recording of the call".into());
            return Err(ProviderError::Refused(Refusal::Other { code, detail }));
        };
        let sound = self.telnyx.http.read(call("sound"), |client| client.get(&url));
        let answer = sound.await?;
        match answer.is_success() {
            true => Ok(answer.body),
            false => Err(ProviderError::Refused(answer.refusal_by_status(None))),
        }
    }

    fn script(&self, reference: &str, steps: &[Step<'_>]) -> String {
        let plan = Plan {
            reference: reference.to_owned(),
            orders: steps.iter().map(Order::of).collect(),
        };
        // Texts and numbers can always be written.
        serde_json::to_string(&plan).unwrap_or_default()
    }

    /// One command; what is left goes with it and comes back when it is done. Telnyx ignores a command whose key it knows.
    async fn perform(&self, leg: &Standing, script: &str, key: &str) -> Result<(), ProviderError> {
        let plan: Plan = serde_json::from_str(script)
            .map_err(|_| ProviderError::unknown("a script that is none of Telnyx's"))?;
        let Some((order, rest)) = plan.orders.split_first() else {
            return Ok(());
        };
        let (id, reference) = (&leg.provider_id, &plan.reference);
        let first = |then| State::of(reference, Leg::First, then);
        match order {
            Order::Say(_) | Order::Record { .. } if !leg.is_answered => {
                let state = first(&plan.orders).encode();
                let body = json!({ "client_state": state, "command_id": key });
                self.command("answer", id, "answer", &body).await
            }
            Order::Say(words) => self.say(id, words, &first(rest), key).await,
            // Assumed: a forwarded call may show the number of whoever rang.
            Order::Join {
                to,
                caller,
                ring_seconds,
                limit_seconds,
            } => {
                let second = Leg::Second {
                    first: id.clone(),
                    is_first_answered: leg.is_answered,
                    limit_seconds: limit(*limit_seconds),
                };
                let body = json!({
                    "to": to,
                    "from": caller,
                    "timeout_secs": ring_seconds,
                    "time_limit_secs": limit(*limit_seconds),
                    "client_state": first(&[]).encode(),
                    "target_leg_client_state": State::of(reference, second, &[]).encode(),
                    // The first leg stays with us when the second ends: somebody may have to be told something.
                    "park_after_unbridge": "self",
                    "webhook_url": self.settings.webhook_url,
                    "command_id": key,
                });
                self.command("join", id, "transfer", &body).await
            }
            // Assumed: the action is in Telnyx's reference; the reduced specification we have leaves it out.
            Order::Record { most_seconds } => {
                let state = State::of(reference, Leg::Recorded { first: id.clone() }, &[]);
                let body = json!({
                    "format": "mp3",
                    "channels": "single",
                    "play_beep": true,
                    "max_length": most_seconds,
                    "timeout_secs": SILENCE_SECONDS,
                    "client_state": state.encode(),
                    "command_id": key,
                });
                self.command("record", id, "record_start", &body).await
            }
            Order::Reject if !leg.is_answered => {
                let body = json!({ "cause": "USER_BUSY", "command_id": key });
                self.command("reject", id, "reject", &body).await
            }
            Order::Reject | Order::HangUp => {
                let body = json!({ "client_state": first(&[]).encode(), "command_id": key });
                self.command("hang_up", id, "hangup", &body).await
            }
        }
    }

    /// Telnyx asks nothing: it reports and is told.
    fn read_question(
        &self,
        _step: &str,
        _query: Option<&str>,
        _header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        _body: &[u8],
    ) -> Result<VoiceAsk, WebhookError> {
        Err(WebhookError::Forged)
    }
}

/// A refusal to ring, by what the caller can do about it. Assumed: the codes, which the specification does not list.
fn checked(answer: Answer) -> Result<Answer, ProviderError> {
    refusal::check(answer).map_err(|error| match error {
        ProviderError::Refused(Refusal::Other { code, detail }) => {
            let code = match code.as_str() {
                // 10016: not a number. 90012: not one that can be called.
                "10016" | "90012" => "not_a_phone".to_owned(),
                // 10010 is our account's; 90010: the destination is not enabled.
                "90010" => "no_route".to_owned(),
                _ => code,
            };
            ProviderError::Refused(Refusal::Other { code, detail })
        }
        other => other,
    })
}
