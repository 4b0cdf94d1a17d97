//! Telnyx's events in our words. What its documents do not state is marked `Assumed:`.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use url::{Url, form_urlencoded};

use super::{Leg, Plan, State};
use crate::providers::{
    calls::{CallReport, Progress, Standing, VoiceAsk, telnyx::progress},
    messages::{
        MessageEvent,
        telnyx::{REFERENCE, delivery},
    },
    payments::WebhookError,
};

#[derive(Deserialize)]
struct Envelope {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    id: String,
    event_type: String,
    occurred_at: Option<DateTime<Utc>>,
    payload: Payload,
}

/// Fields of all the kinds we read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Payload {
    // messages and orders
    id: String,
    text: String,
    parts: Option<i32>,
    webhook_url: Option<String>,
    errors: Vec<MessageError>,
    customer_reference: Option<String>,
    // calls
    call_control_id: String,
    call_leg_id: String,
    client_state: Option<String>,
    direction: String,
    hangup_cause: String,
    start_time: Option<DateTime<Utc>>,
    recording_started_at: Option<DateTime<Utc>>,
    recording_ended_at: Option<DateTime<Utc>>,
    status: String,
    from: Party,
    to: Parties,
}

#[derive(Deserialize)]
struct MessageError {
    code: super::super::exact::Exact,
}

/// A number as a text, or as what a message says of it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Party {
    Number(String),
    Of { phone_number: String },
}

impl Default for Party {
    fn default() -> Self {
        Self::Number(String::new())
    }
}

impl Party {
    fn number(&self) -> &str {
        match self {
            Self::Number(number) | Self::Of { phone_number: number } => number,
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Parties {
    Number(String),
    All(Vec<Receiver>),
}

#[derive(Deserialize)]
struct Receiver {
    phone_number: String,
    #[serde(default)]
    status: String,
}

impl Default for Parties {
    fn default() -> Self {
        Self::Number(String::new())
    }
}

impl Parties {
    fn number(&self) -> &str {
        match self {
            Self::Number(number) => number,
            Self::All(all) => all.first().map_or("", |one| &one.phone_number),
        }
    }

    fn status(&self) -> &str {
        match self {
            Self::Number(_) => "",
            Self::All(all) => all.first().map_or("", |one| &one.status),
        }
    }
}

/// Whole seconds between the two, begun ones counted.
pub(in crate::providers) fn seconds_between(from: DateTime<Utc>, until: DateTime<Utc>) -> u32 {
    let millis = (until - from).num_milliseconds().max(0).unsigned_abs();
    u32::try_from(millis.div_ceil(1_000)).unwrap_or(u32::MAX)
}

/// Reads an event whose signature is right.
pub(in crate::providers) fn event(body: &[u8]) -> Result<MessageEvent, WebhookError> {
    let Envelope { data } = serde_json::from_slice(body).map_err(|error| {
        let (kind, line, column) = (error.classify(), error.line(), error.column());
        WebhookError::Unreadable(format!("{kind:?} at {line}:{column}"))
    })?;
    let event_id = data.id.clone();
    if event_id.is_empty() {
        return Err(WebhookError::Unreadable("no id".into()));
    }
    Ok(match data.event_type.as_str() {
        "message.sent" | "message.finalized" => status(event_id, data.payload),
        "message.received" => MessageEvent::Received {
            event_id,
            provider_id: data.payload.id,
            from: data.payload.from.number().to_owned(),
            to: data.payload.to.number().to_owned(),
            body: data.payload.text,
            segments: data.payload.parts.unwrap_or(1),
        },
        name if name.starts_with("number_order.") => match data.payload.customer_reference {
            Some(reference) => MessageEvent::NumberOrder { event_id, reference },
            None => MessageEvent::Other { event_id },
        },
        _ => call(event_id, &data),
    })
}

/// The reference stands in the address the message was given, which the signed body repeats.
fn status(event_id: String, payload: Payload) -> MessageEvent {
    let reference = payload.webhook_url.as_deref().and_then(reference_of);
    match (reference, delivery(payload.to.status())) {
        (Some(reference), Some(delivery)) => MessageEvent::Status {
            event_id,
            reference,
            provider_id: payload.id,
            delivery,
            error_code: payload
                .errors
                .first()
                .map(|error| error.code.as_str().chars().take(20).collect()),
        },
        _ => MessageEvent::Other { event_id },
    }
}

/// Our reference in an address of ours.
pub(in crate::providers) fn reference_of(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    form_urlencoded::parse(url.query()?.as_bytes())
        .find(|(name, _)| name == REFERENCE)
        .map(|(_, value)| value.into_owned())
}

fn call(event_id: String, data: &Data) -> MessageEvent {
    let payload = &data.payload;
    let state = payload
        .client_state
        .as_deref()
        .map(State::decode)
        .unwrap_or_default();
    let id = &payload.call_control_id;
    let answered = |provider_id: &str| Standing {
        provider_id: provider_id.to_owned(),
        is_answered: true,
    };
    let report = |event_id, progress| MessageEvent::Call {
        event_id,
        report: CallReport {
            reference: state.reference(),
            provider_id: id.clone(),
            progress,
        },
    };
    match (data.event_type.as_str(), &state.leg) {
        ("call.initiated", _) if payload.direction == "incoming" => MessageEvent::Voice {
            event_id,
            leg: Standing {
                provider_id: id.clone(),
                is_answered: false,
            },
            ask: VoiceAsk::Incoming {
                provider_id: id.clone(),
                from: payload.from.number().to_owned(),
                to: payload.to.number().to_owned(),
            },
        },
        ("call.initiated", Leg::Ring) => report(event_id, Progress::Ringing),
        ("call.answered", Leg::Ring) => MessageEvent::Voice {
            event_id,
            leg: answered(id),
            ask: VoiceAsk::Answered {
                reference: state.reference,
                provider_id: id.clone(),
            },
        },
        ("call.answered" | "call.speak.ended", Leg::First) if !state.then.is_empty() => {
            if payload.status == "call_hangup" {
                return MessageEvent::Other { event_id };
            }
            let plan = Plan {
                reference: state.reference,
                orders: state.then,
            };
            MessageEvent::Next {
                event_id,
                leg: answered(id),
                // Texts and numbers can always be written.
                script: serde_json::to_string(&plan).unwrap_or_default(),
            }
        }
        ("call.answered", Leg::First) => report(event_id, Progress::InProgress),
        ("call.hangup", Leg::Second { .. }) => joined(event_id, data, state),
        ("call.hangup", _) => report(event_id, progress(&payload.hangup_cause)),
        ("call.recording.saved", Leg::Recorded { first }) => {
            let (from, until) = (payload.recording_started_at, payload.recording_ended_at);
            let lasted = from
                .zip(until)
                .map_or(0, |(from, until)| seconds_between(from, until));
            MessageEvent::Voice {
                event_id,
                leg: answered(first),
                ask: VoiceAsk::Recorded {
                    reference: state.reference.clone(),
                    recording: payload.call_leg_id.clone(),
                    seconds: lasted,
                },
            }
        }
        _ => MessageEvent::Other { event_id },
    }
}

/// Assumed: `start_time` of a leg that was answered is when it was; one that ended by its limit lasted as long.
fn joined(event_id: String, data: &Data, state: State) -> MessageEvent {
    let payload = &data.payload;
    let Leg::Second {
        first,
        is_first_answered,
        limit_seconds,
    } = state.leg
    else {
        return MessageEvent::Other { event_id };
    };
    let progress = progress(&payload.hangup_cause);
    let lasted = payload
        .start_time
        .zip(data.occurred_at)
        .map_or(0, |(from, until)| seconds_between(from, until));
    let is_talked = progress == Progress::Completed;
    MessageEvent::Voice {
        event_id,
        leg: Standing {
            provider_id: first,
            is_answered: is_first_answered || is_talked,
        },
        ask: VoiceAsk::Joined {
            reference: state.reference,
            leg: Some(payload.call_control_id.clone()),
            progress,
            seconds: match payload.hangup_cause.as_str() {
                "time_limit" => limit_seconds,
                _ if is_talked => lasted,
                _ => 0,
            },
        },
    }
}
