//! The exchange: rings, asks what a call is to do, follows it, joins legs, ends them and reports.
//!
//! Phones answer at once; one ending in `0666` is busy and one in `0777` is not answered. A call goes on until somebody
//! hangs up, by the control page or the clock of its limit.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use serde_json::json;

use super::super::magic::Magic;
use super::super::memory::Memory;
use super::super::state::Sandbox;
use super::super::telnyx;
use super::calls::Leg;
use super::messages::{Manner, Report};
use super::postman;
use super::twiml::{self, Verb};

type Done<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// A leg that rings; the caller puts it into the list.
pub fn new_leg(memory: &Memory, account: &str, (from, to): (&str, &str), direction: &str) -> Leg {
    Leg {
        sid: format!("CA{:032x}", rand::random::<u128>()),
        account_sid: account.to_owned(),
        parent: None,
        from: from.to_owned(),
        to: to.to_owned(),
        direction: direction.to_owned(),
        status: "ringing".to_owned(),
        callback: String::new(),
        limit: None,
        seconds: 0,
        created_at: memory.now(),
        answered_at: None,
        action: None,
        is_recording: false,
        said: vec![],
        other_end: None,
    }
}

/// An outgoing call is answered, or not, and asks what to do.
pub async fn begin(sandbox: &Sandbox, sid: &str, to: &str, url: &str) {
    if let Some(status) = unanswered(to) {
        return end(sandbox, sid, status).await;
    }
    answer(sandbox, sid).await;
    report(sandbox, sid).await;
    follow_url(sandbox, sid, url, &[]).await;
}

/// Somebody rings a number of the account; its sid, or `None` when nobody here owns it or listens.
pub async fn incoming(sandbox: &Sandbox, from: &str, to: &str) -> Option<String> {
    let (from, to) = (from.to_owned(), to.to_owned());
    let (leg, url) = sandbox
        .change(move |memory| {
            let number = memory
                .numbers
                .values()
                .find(|number| number.phone_number == to)?
                .clone();
            let set = |name: &str| number.settings.get(name).cloned().filter(|url| !url.is_empty());
            let url = set("VoiceUrl")?;
            let leg = Leg {
                callback: set("StatusCallback").unwrap_or_default(),
                ..new_leg(memory, &number.account_sid, (&from, &to), "inbound")
            };
            memory.calls.push(leg.clone());
            Some((leg, url))
        })
        .await?;
    follow_url(sandbox, &leg.sid, &url, &[]).await;
    Some(leg.sid)
}

/// What goes on in a call ends after so many seconds, or after as many as the clock says.
pub fn hang_up<'a>(sandbox: &'a Sandbox, sid: &'a str, seconds: Option<u32>) -> Done<'a> {
    Box::pin(async move {
        let of = sid.to_owned();
        let next = sandbox
            .change(move |memory| {
                let now = memory.now();
                let joined = memory
                    .calls
                    .iter_mut()
                    .find(|leg| leg.parent.as_deref() == Some(&of) && leg.is_live());
                let mut extra = vec![];
                let mut lasted = 0;
                let mut other_end = None;
                if let Some(leg) = joined {
                    let by_clock = leg.answered_at.map_or(0, |at| (now - at).num_seconds());
                    let wanted = seconds.unwrap_or_else(|| u32::try_from(by_clock).unwrap_or(0));
                    lasted = wanted.min(leg.limit.unwrap_or(u32::MAX));
                    leg.seconds = lasted;
                    leg.status = "completed".into();
                    other_end = leg.other_end.clone();
                    extra = vec![
                        ("DialCallStatus", "completed".to_owned()),
                        ("DialCallSid", leg.sid.clone()),
                        ("DialCallDuration", lasted.to_string()),
                    ];
                }
                let leg = memory
                    .calls
                    .iter_mut()
                    .find(|leg| leg.sid == of && leg.is_live())?;
                if leg.is_recording {
                    lasted = seconds.unwrap_or(5).min(leg.limit.unwrap_or(u32::MAX));
                    leg.is_recording = false;
                    extra = vec![
                        ("RecordingSid", leg.sid.replacen("CA", "RE", 1)),
                        ("RecordingDuration", lasted.to_string()),
                    ];
                } else if extra.is_empty() {
                    lasted = seconds.unwrap_or(0);
                }
                leg.seconds += lasted;
                Some((leg.action.take(), extra, lasted, other_end))
            })
            .await;
        let Some((action, extra, lasted, other_end)) = next else {
            return;
        };
        if let Some(other) = other_end {
            hang_up_anywhere(sandbox, &other, lasted).await;
        }
        match action {
            Some(url) => follow_url(sandbox, sid, &url, &extra).await,
            None => end(sandbox, sid, "completed").await,
        }
    })
}

/// The same at whichever vendor the call is.
pub fn hang_up_anywhere<'a>(sandbox: &'a Sandbox, sid: &'a str, seconds: u32) -> Done<'a> {
    Box::pin(async move {
        match sid.starts_with(telnyx::exchange::SID) {
            true => telnyx::exchange::hang_up(sandbox, sid, Some(seconds)).await,
            false => hang_up(sandbox, sid, Some(seconds)).await,
        }
    })
}

/// The account ends a call, or tells it something else to do, as the clock stands.
pub async fn redirect(sandbox: &Sandbox, sid: &str, script: Option<&str>) {
    let of = sid.to_owned();
    let other = sandbox
        .change(move |memory| {
            let now = memory.now();
            let mut other = None;
            let mut lasted = 0;
            for leg in &mut memory.calls {
                let is_joined = leg.parent.as_deref() == Some(&of);
                if is_joined && leg.is_live() {
                    let by_clock = leg.answered_at.map_or(0, |at| (now - at).num_seconds());
                    lasted = u32::try_from(by_clock)
                        .unwrap_or(0)
                        .min(leg.limit.unwrap_or(u32::MAX));
                    leg.seconds = lasted;
                    leg.status = "completed".into();
                    other = leg.other_end.clone();
                }
            }
            if let Some(leg) = memory.calls.iter_mut().find(|leg| leg.sid == of) {
                leg.seconds += lasted;
                leg.action = None;
            }
            other.map(|other| (other, lasted))
        })
        .await;
    if let Some((other, lasted)) = other {
        hang_up_anywhere(sandbox, &other, lasted).await;
    }
    follow(sandbox, sid, script.unwrap_or("<Response></Response>")).await;
}

fn follow_url<'a>(
    sandbox: &'a Sandbox,
    sid: &'a str,
    url: &'a str,
    extra: &'a [(&'static str, String)],
) -> Done<'a> {
    Box::pin(async move {
        let Some(leg) = find(sandbox, sid) else {
            return;
        };
        let mut params = params_of(&leg);
        params.extend(
            extra
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
        let report = Report {
            url: url.to_owned(),
            params,
        };
        match postman::ask(sandbox, &report).await {
            Some(script) => follow(sandbox, sid, &script).await,
            None => end(sandbox, sid, "failed").await,
        }
    })
}

fn follow<'a>(sandbox: &'a Sandbox, sid: &'a str, script: &'a str) -> Done<'a> {
    Box::pin(async move {
        let Some(verbs) = twiml::read(script) else {
            return end(sandbox, sid, "failed").await;
        };
        for verb in verbs {
            match verb {
                Verb::Say(words) => {
                    answer(sandbox, sid).await;
                    change(sandbox, sid, move |leg| leg.said.push(words)).await;
                }
                Verb::Dial {
                    number,
                    caller,
                    limit,
                    action,
                } => return join(sandbox, sid, (&caller, &number), limit, &action).await,
                Verb::Record { most, action } => {
                    answer(sandbox, sid).await;
                    return change(sandbox, sid, move |leg| {
                        leg.is_recording = true;
                        leg.limit = Some(most);
                        leg.action = Some(action);
                    })
                    .await;
                }
                Verb::Reject => return end(sandbox, sid, "busy").await,
                Verb::Hangup => break,
            }
        }
        end(sandbox, sid, "completed").await;
    })
}

async fn join(
    sandbox: &Sandbox,
    sid: &str,
    (caller, number): (&str, &str),
    limit: Option<u32>,
    action: &str,
) {
    if let Some(status) = unanswered(number) {
        let extra = [("DialCallStatus", status.to_owned())];
        return follow_url(sandbox, sid, action, &extra).await;
    }
    answer(sandbox, sid).await;
    let is_ours = sandbox.read(|memory| memory.numbers.values().any(|owned| owned.phone_number == number));
    let other_end = match is_ours {
        true => Box::pin(incoming(sandbox, caller, number)).await,
        false => telnyx::exchange::incoming(sandbox, caller, number).await,
    };
    let (of, caller, number, action) = (
        sid.to_owned(),
        caller.to_owned(),
        number.to_owned(),
        action.to_owned(),
    );
    let joined = sandbox
        .change(move |memory| {
            let at = memory.calls.iter().position(|leg| leg.sid == of)?;
            let account = memory.calls[at].account_sid.clone();
            let leg = new_leg(memory, &account, (&caller, &number), "outbound-dial");
            let joined = leg.sid.clone();
            let now = memory.now();
            memory.calls[at].action = Some(action);
            memory.calls.push(Leg {
                parent: Some(of),
                status: "in-progress".into(),
                answered_at: Some(now),
                limit,
                other_end,
                ..leg
            });
            Some(joined)
        })
        .await;
    if let (Some(joined), Some(limit)) = (joined, limit) {
        tokio::spawn(end_at(sandbox.clone(), sid.to_owned(), joined, limit));
    }
}

/// Ends what two talk about when its limit is over, unless they hung up before.
async fn end_at(sandbox: Sandbox, sid: String, joined: String, limit: u32) {
    tokio::time::sleep(Duration::from_secs(limit.into())).await;
    if find(&sandbox, &joined).is_some_and(|leg| leg.is_live()) {
        hang_up(&sandbox, &sid, Some(limit)).await;
    }
}

fn unanswered(to: &str) -> Option<&'static str> {
    match Magic::of_number(to) {
        Some(Magic::OutOfStock) => Some("busy"),
        Some(Magic::NeedsAddress) => Some("no-answer"),
        _ => None,
    }
}

async fn answer(sandbox: &Sandbox, sid: &str) {
    let now = sandbox.read(Memory::now);
    change(sandbox, sid, move |leg| {
        leg.status = "in-progress".into();
        leg.answered_at.get_or_insert(now);
    })
    .await;
}

async fn end(sandbox: &Sandbox, sid: &str, status: &'static str) {
    change(sandbox, sid, move |leg| {
        leg.status = if leg.answered_at.is_some() && status != "failed" {
            "completed".into()
        } else {
            status.into()
        };
    })
    .await;
    report(sandbox, sid).await;
}

async fn change(sandbox: &Sandbox, sid: &str, how: impl FnOnce(&mut Leg) + Send + 'static) {
    let sid = sid.to_owned();
    sandbox
        .change(move |memory| {
            if let Some(leg) = memory
                .calls
                .iter_mut()
                .find(|leg| leg.sid == sid && leg.is_live())
            {
                how(leg);
            }
        })
        .await;
}

fn find(sandbox: &Sandbox, sid: &str) -> Option<Leg> {
    sandbox.read(|memory| memory.calls.iter().find(|leg| leg.sid == sid).cloned())
}

async fn report(sandbox: &Sandbox, sid: &str) {
    let Some(leg) = find(sandbox, sid).filter(|leg| !leg.callback.is_empty()) else {
        return;
    };
    sandbox
        .change(move |memory| {
            let times = match memory.call_reports {
                Manner::Lost => 0,
                Manner::Repeated => 3,
                Manner::Usual | Manner::Reversed => 1,
            };
            let report = Report {
                url: leg.callback.clone(),
                params: params_of(&leg),
            };
            for _ in 0..times {
                memory.post_of("twilio", json!(report));
            }
        })
        .await;
    sandbox.outbox_changed().notify_one();
}

fn params_of(leg: &Leg) -> BTreeMap<String, String> {
    let mut params: BTreeMap<String, String> = [
        ("AccountSid", leg.account_sid.as_str()),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", &leg.sid),
        ("CallStatus", &leg.status),
        ("Direction", &leg.direction),
        ("From", &leg.from),
        ("To", &leg.to),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    if !leg.is_live() {
        params.insert("CallDuration".into(), leg.seconds.to_string());
    }
    params
}
