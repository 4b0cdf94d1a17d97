//! The exchange: rings, does what it is commanded, joins legs, ends them and reports each step.
//!
//! Phones answer at once; one ending in `0666` is busy and one in `0777` is not answered. A call goes on until somebody
//! hangs up, by the control page, by a command or by the clock of its limit.

use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::memory::Memory;
use super::super::state::Sandbox;
use super::super::twilio::exchange as twilio;
use super::super::twilio::messages::Manner;
use super::answer::Failure;
use super::calls::{Dial, Leg};
use super::postman::{event, post, usual_url};

/// What ids of calls begin with.
pub const SID: &str = "v3:";

/// What a call can be told.
pub struct Command {
    verb: Verb,
    id: Option<String>,
}

enum Verb {
    Answer { state: String },
    Speak { words: String, state: String },
    Transfer(Box<Transfer>),
    Record { most: u32, state: String },
    Reject,
    HangUp,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Simple {
    client_state: Option<String>,
    command_id: Option<String>,
    #[serde(rename = "cause")]
    _cause: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speak {
    payload: String,
    #[serde(rename = "voice")]
    _voice: String,
    #[serde(rename = "language")]
    _language: Option<String>,
    client_state: Option<String>,
    command_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Transfer {
    to: String,
    from: String,
    #[serde(rename = "timeout_secs")]
    _timeout_secs: Option<u32>,
    time_limit_secs: Option<u32>,
    client_state: Option<String>,
    target_leg_client_state: Option<String>,
    park_after_unbridge: Option<String>,
    #[serde(rename = "webhook_url")]
    _webhook_url: Option<String>,
    command_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "channels")]
    _channels: String,
    #[serde(rename = "play_beep")]
    _play_beep: Option<bool>,
    max_length: u32,
    #[serde(rename = "timeout_secs")]
    _timeout_secs: Option<u32>,
    client_state: Option<String>,
    command_id: Option<String>,
}

impl Command {
    pub fn read(action: &str, body: Value) -> Result<Self, Failure> {
        fn of<T: serde::de::DeserializeOwned>(body: Value) -> Result<T, Failure> {
            serde_json::from_value(body).map_err(|error| Failure::bad(error.to_string()))
        }
        let (verb, id) = match action {
            "answer" => {
                let given: Simple = of(body)?;
                let state = given.client_state.unwrap_or_default();
                (Verb::Answer { state }, given.command_id)
            }
            "speak" => {
                let given: Speak = of(body)?;
                let verb = Verb::Speak {
                    words: given.payload,
                    state: given.client_state.unwrap_or_default(),
                };
                (verb, given.command_id)
            }
            "transfer" => {
                let given: Transfer = of(body)?;
                let id = given.command_id.clone();
                (Verb::Transfer(Box::new(given)), id)
            }
            "record_start" => {
                let given: Record = of(body)?;
                let verb = Verb::Record {
                    most: given.max_length,
                    state: given.client_state.unwrap_or_default(),
                };
                (verb, given.command_id)
            }
            "reject" => (Verb::Reject, of::<Simple>(body)?.command_id),
            "hangup" => (Verb::HangUp, of::<Simple>(body)?.command_id),
            _ => return Err(Failure::not_found()),
        };
        Ok(Self { verb, id })
    }

    pub fn needs_an_answered_call(&self) -> bool {
        matches!(self.verb, Verb::Speak { .. } | Verb::Record { .. })
    }
}

fn new_leg(memory: &Memory, (from, to): (&str, &str), direction: &str, url: &str) -> Leg {
    let random = || rand::random::<u128>();
    Leg {
        sid: format!("{SID}{:032x}", random()),
        leg_id: uuid::Uuid::from_u128(random()).to_string(),
        session_id: uuid::Uuid::from_u128(random()).to_string(),
        parent: None,
        from: from.to_owned(),
        to: to.to_owned(),
        direction: direction.to_owned(),
        status: "ringing".to_owned(),
        cause: None,
        client_state: String::new(),
        url: url.to_owned(),
        limit: None,
        seconds: 0,
        created_at: memory.now(),
        answered_at: None,
        parks: false,
        is_recording: false,
        recorded_seconds: None,
        other_end: None,
        said: vec![],
    }
}

/// Rings; `None` when it is asked too often.
pub async fn dial(sandbox: &Sandbox, wanted: Dial, magic: Option<Magic>) -> Option<Leg> {
    let usual = usual_url(sandbox);
    let leg = sandbox
        .change(move |memory| {
            if magic == Some(Magic::RateLimited)
                && memory.refuse_by_rate(&format!("telnyx-call:{}", wanted.to))
            {
                return None;
            }
            let url = wanted.webhook_url.unwrap_or(usual);
            let is_new = |id: &String| memory.telnyx.commands.insert(id.clone());
            if !wanted.command_id.as_ref().is_none_or(is_new) {
                let mut legs = memory.telnyx.calls.iter();
                return legs
                    .find(|leg| leg.client_state == wanted.client_state && leg.to == wanted.to)
                    .cloned();
            }
            let leg = Leg {
                limit: wanted.time_limit_secs,
                client_state: wanted.client_state,
                ..new_leg(memory, (&wanted.from, &wanted.to), "outgoing", &url)
            };
            memory.telnyx.calls.push(leg.clone());
            report(memory, &leg.sid, "call.initiated");
            pick_up(memory, &leg.sid);
            Some(leg)
        })
        .await;
    sandbox.outbox_changed().notify_one();
    leg
}

/// Somebody rings a number of the account; its id, or `None` when nobody here owns it or listens.
pub async fn incoming(sandbox: &Sandbox, from: &str, to: &str) -> Option<String> {
    let (from, to, url) = (from.to_owned(), to.to_owned(), usual_url(sandbox));
    let sid = sandbox
        .change(move |memory| {
            let mut owned = memory.telnyx.numbers.values();
            owned.find(|number| number.phone_number == to && number.connection_id.is_some())?;
            let leg = new_leg(memory, (&from, &to), "incoming", &url);
            let sid = leg.sid.clone();
            memory.telnyx.calls.push(leg);
            report(memory, &sid, "call.initiated");
            Some(sid)
        })
        .await;
    sandbox.outbox_changed().notify_one();
    sid
}

/// Does as it is told, once for each id of a command.
pub async fn obey(sandbox: &Sandbox, sid: &str, command: Command) {
    let sid = sid.to_owned();
    let then = sandbox
        .change(move |memory| {
            let is_new = |id: &String| memory.telnyx.commands.insert(format!("{sid} {id}"));
            if !command.id.as_ref().is_none_or(is_new) {
                return Then::Nothing;
            }
            match command.verb {
                Verb::Answer { state } => {
                    change(memory, &sid, |leg| leg.client_state = state);
                    answer(memory, &sid);
                }
                Verb::Speak { words, state } => {
                    change(memory, &sid, |leg| {
                        leg.said.push(words);
                        leg.client_state = state;
                    });
                    report(memory, &sid, "call.speak.ended");
                }
                Verb::Transfer(transfer) => return join(memory, &sid, *transfer),
                Verb::Record { most, state } => change(memory, &sid, |leg| {
                    leg.is_recording = true;
                    leg.limit = Some(most);
                    leg.client_state = state;
                }),
                Verb::Reject => end(memory, &sid, "call_rejected"),
                Verb::HangUp => {
                    let joined = live_joined(memory, &sid);
                    let then = joined.map(|(second, by_clock)| part(memory, &sid, &second, by_clock));
                    end(memory, &sid, "normal_clearing");
                    return then.unwrap_or(Then::Nothing);
                }
            }
            Then::Nothing
        })
        .await;
    sandbox.outbox_changed().notify_one();
    follow(sandbox, then).await;
}

/// What follows at the other end, where that is a number that was sold.
enum Then {
    Nothing,
    Ring {
        second: String,
        from: String,
        to: String,
    },
    HangUp {
        sid: String,
        seconds: u32,
    },
}

/// The other end is asked what to do by its own vendor.
async fn follow(sandbox: &Sandbox, then: Then) {
    match then {
        Then::Nothing => {}
        Then::HangUp { sid, seconds } => twilio::hang_up_anywhere(sandbox, &sid, seconds).await,
        Then::Ring { second, from, to } => {
            let rung = match Box::pin(twilio::incoming(sandbox, &from, &to)).await {
                None => incoming(sandbox, &from, &to).await,
                rung => rung,
            };
            sandbox
                .change(move |memory| change(memory, &second, |leg| leg.other_end = rung))
                .await;
        }
    }
}

/// What goes on in a call ends after so many seconds, or after as many as the clock says.
pub async fn hang_up(sandbox: &Sandbox, sid: &str, seconds: Option<u32>) {
    let sid = sid.to_owned();
    let then = sandbox
        .change(move |memory| {
            if let Some((second, by_clock)) = live_joined(memory, &sid) {
                let then = part(memory, &sid, &second, seconds.unwrap_or(by_clock));
                if !find(memory, &sid).is_some_and(|leg| leg.parks) {
                    end(memory, &sid, "normal_clearing");
                }
                return then;
            }
            let is_recording = find(memory, &sid).is_some_and(|leg| leg.is_recording);
            change(memory, &sid, |leg| {
                let usual = if leg.is_recording { 5 } else { 0 };
                let lasted = seconds.unwrap_or(usual);
                let lasted = match leg.limit.filter(|_| leg.is_recording) {
                    Some(most) => lasted.min(most),
                    None => lasted,
                };
                leg.seconds += lasted;
                leg.recorded_seconds = leg.is_recording.then_some(lasted);
            });
            end(memory, &sid, "normal_clearing");
            if is_recording {
                report(memory, &sid, "call.recording.saved");
            }
            Then::Nothing
        })
        .await;
    sandbox.outbox_changed().notify_one();
    follow(sandbox, then).await;
}

fn join(memory: &mut Memory, sid: &str, wanted: Transfer) -> Then {
    let Some(first) = find(memory, sid) else {
        return Then::Nothing;
    };
    change(memory, sid, |leg| {
        leg.parks = wanted.park_after_unbridge.as_deref() == Some("self");
        leg.client_state = wanted.client_state.unwrap_or_default();
    });
    let second = Leg {
        parent: Some(first.sid.clone()),
        session_id: first.session_id.clone(),
        limit: wanted.time_limit_secs,
        client_state: wanted.target_leg_client_state.unwrap_or_default(),
        ..new_leg(memory, (&wanted.from, &wanted.to), "outgoing", &first.url)
    };
    let second_sid = second.sid.clone();
    memory.telnyx.calls.push(second);
    report(memory, &second_sid, "call.initiated");
    if !pick_up(memory, &second_sid) {
        return Then::Nothing;
    }
    if first.answered_at.is_none() {
        answer(memory, sid);
    }
    report(memory, sid, "call.bridged");
    report(memory, &second_sid, "call.bridged");
    Then::Ring {
        second: second_sid,
        from: wanted.from,
        to: wanted.to,
    }
}

/// A phone rings: answered, or not.
fn pick_up(memory: &mut Memory, sid: &str) -> bool {
    let to = find(memory, sid).map(|leg| leg.to).unwrap_or_default();
    match Magic::of_number(&to) {
        Some(Magic::OutOfStock) => end(memory, sid, "user_busy"),
        Some(Magic::NeedsAddress) => end(memory, sid, "timeout"),
        _ => {
            answer(memory, sid);
            return true;
        }
    }
    false
}

fn answer(memory: &mut Memory, sid: &str) {
    let now = memory.now();
    change(memory, sid, |leg| {
        leg.status = "in-progress".into();
        leg.answered_at.get_or_insert(now);
    });
    report(memory, sid, "call.answered");
}

/// The leg joined to this one, and how long they have talked by the clock.
fn live_joined(memory: &Memory, sid: &str) -> Option<(String, u32)> {
    let now = memory.now();
    let second = memory
        .telnyx
        .calls
        .iter()
        .find(|leg| leg.parent.as_deref() == Some(sid) && leg.is_live())?;
    let by_clock = second.answered_at.map_or(0, |at| (now - at).num_seconds());
    Some((second.sid.clone(), u32::try_from(by_clock).unwrap_or(0)))
}

fn part(memory: &mut Memory, sid: &str, second: &str, seconds: u32) -> Then {
    let limit = find(memory, second).and_then(|leg| leg.limit);
    let lasted = seconds.min(limit.unwrap_or(u32::MAX));
    change(memory, second, |leg| leg.seconds = lasted);
    change(memory, sid, |leg| leg.seconds += lasted);
    let cause = match Some(lasted) == limit {
        true => "time_limit",
        false => "normal_clearing",
    };
    end(memory, second, cause);
    match find(memory, second).and_then(|leg| leg.other_end) {
        Some(sid) => Then::HangUp { sid, seconds: lasted },
        None => Then::Nothing,
    }
}

fn end(memory: &mut Memory, sid: &str, cause: &str) {
    if !find(memory, sid).is_some_and(|leg| leg.is_live()) {
        return;
    }
    change(memory, sid, |leg| {
        leg.status = "completed".into();
        leg.cause = Some(cause.to_owned());
    });
    report(memory, sid, "call.hangup");
}

fn find(memory: &Memory, sid: &str) -> Option<Leg> {
    memory.telnyx.calls.iter().find(|leg| leg.sid == sid).cloned()
}

fn change(memory: &mut Memory, sid: &str, how: impl FnOnce(&mut Leg)) {
    if let Some(leg) = memory.telnyx.calls.iter_mut().find(|leg| leg.sid == sid) {
        how(leg);
    }
}

fn report(memory: &mut Memory, sid: &str, name: &str) {
    let Some(leg) = find(memory, sid) else {
        return;
    };
    let began = leg.answered_at.unwrap_or(leg.created_at);
    let over = began + TimeDelta::seconds(i64::from(leg.seconds));
    let mut payload = json!({
        "call_control_id": leg.sid,
        "call_leg_id": leg.leg_id,
        "call_session_id": leg.session_id,
        "connection_id": "1684641123236054244",
        "client_state": leg.client_state,
        "from": leg.from,
        "to": leg.to,
    });
    match name {
        "call.initiated" => {
            payload["direction"] = json!(leg.direction);
            payload["state"] = json!(if leg.direction == "incoming" {
                "parked"
            } else {
                "bridging"
            });
        }
        "call.answered" => {
            payload["state"] = json!("answered");
            payload["start_time"] = json!(began);
        }
        "call.speak.ended" => {
            payload = json!({
                "call_control_id": leg.sid, "call_leg_id": leg.leg_id, "call_session_id": leg.session_id,
                "connection_id": "1684641123236054244", "client_state": leg.client_state, "status": "completed",
            });
        }
        "call.hangup" => {
            payload["state"] = json!("hangup");
            payload["hangup_cause"] = json!(leg.cause);
            payload["hangup_source"] = json!("unknown");
            payload["start_time"] = json!(began);
        }
        "call.recording.saved" => {
            let lasted = leg.recorded_seconds.unwrap_or(0);
            payload = json!({
                "call_leg_id": leg.leg_id, "call_session_id": leg.session_id, "client_state": leg.client_state,
                "connection_id": "1684641123236054244", "channels": "single",
                "recording_started_at": over - TimeDelta::seconds(i64::from(lasted)), "recording_ended_at": over,
            });
        }
        _ => {}
    }
    let mut made = event(memory, name, &leg.sid, &leg.url, payload.clone());
    if name == "call.hangup" {
        made.event["data"]["occurred_at"] = json!(over);
    }
    memory.telnyx.events.push(json!({
        "record_type": "call_event",
        "type": "webhook",
        "name": name,
        "call_leg_id": leg.leg_id,
        "call_session_id": leg.session_id,
        "event_timestamp": made.event["data"]["occurred_at"],
        "metadata": payload,
    }));
    let times = match memory.call_reports {
        // The others are orders to go on, and a lost one of them ends the call by its limit.
        Manner::Lost if name == "call.hangup" => 0,
        Manner::Repeated => 3,
        _ => 1,
    };
    post(memory, made, times);
}
