//! The API of calls: begun, listed, changed, and the sound of recordings.

use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::answer::{Failure, date, page};
use super::auth::Account;
use super::exchange;
use super::params::Params;

const OPTIONS: &[&str] = &[
    "To",
    "From",
    "Url",
    "Method",
    "StatusCallback",
    "StatusCallbackMethod",
    "Timeout",
    "TimeLimit",
];
const CHANGES: &[&str] = &["Status", "Twiml", "Url", "Method", "TimeLimit"];
const FILTERS: &[&str] = &[
    "To",
    "From",
    "ParentCallSid",
    "Status",
    "PageSize",
    "Page",
    "PageToken",
];

/// A leg of a call at Twilio.
#[derive(Clone, Serialize, Deserialize)]
pub struct Leg {
    pub sid: String,
    pub account_sid: String,
    pub parent: Option<String>,
    pub from: String,
    pub to: String,
    pub direction: String,
    pub status: String,
    /// Where it is reported.
    pub callback: String,
    /// Longest it may last.
    pub limit: Option<u32>,
    pub seconds: u32,
    pub created_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    /// Asked when what goes on ends.
    pub action: Option<String>,
    pub is_recording: bool,
    /// What was said to it.
    pub said: Vec<String>,
    /// The same call as it comes in at another number of ours.
    pub other_end: Option<String>,
}

impl Leg {
    pub fn is_live(&self) -> bool {
        ["queued", "ringing", "in-progress"].contains(&self.status.as_str())
    }
}

/// `POST Calls.json`
pub async fn ring(
    State(sandbox): State<Sandbox>,
    account: Account,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    // The one parameter that comes several times.
    let form: Vec<_> = form
        .into_iter()
        .filter(|(name, _)| name != "StatusCallbackEvent")
        .collect();
    let params = Params::check(form, &[OPTIONS])?;
    let get = |name: &str| params.get(name).unwrap_or_default().to_owned();
    let (to, from, url, callback) = (get("To"), get("From"), get("Url"), get("StatusCallback"));
    let limit = params
        .number("TimeLimit")?
        .and_then(|limit| u32::try_from(limit).ok());
    if !is_number(&to) {
        return Err(Failure::bad(21211, format!("Invalid 'To' Phone Number: {to}")));
    }
    if url.is_empty() {
        return Err(Failure::bad(21205, "Url is not a valid URL."));
    }
    let is_owned = sandbox.read(|memory| {
        memory
            .numbers
            .values()
            .any(|number| number.phone_number == from && number.account_sid == account.sid)
    });
    if !is_owned {
        return Err(Failure::bad(
            21210,
            format!("The source phone number provided, {from}, is not yet verified for your account."),
        ));
    }
    let magic = Magic::of_number(&to);
    let (of, called) = (account.sid.clone(), to.clone());
    let begun = sandbox
        .change(move |memory| {
            if magic == Some(Magic::RateLimited) && memory.refuse_by_rate(&format!("call:{to}")) {
                return None;
            }
            let leg = exchange::new_leg(memory, &of, (&from, &to), "outbound-api");
            let leg = Leg {
                callback,
                limit,
                ..leg
            };
            memory.calls.push(leg.clone());
            Some(leg)
        })
        .await;
    let Some(leg) = begun else {
        return Ok(Outcome::RateLimited.into_response());
    };
    let answer = (StatusCode::CREATED, Json(show(&leg))).into_response();
    tokio::spawn(async move { exchange::begin(&sandbox, &leg.sid, &called, &url).await });
    Ok(Magic::after_sale(magic, answer))
}

/// `GET Calls.json`, newest first
pub async fn list(
    State(sandbox): State<Sandbox>,
    account: Account,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(query, &[FILTERS])?;
    let fits = |name: &str, value: &str| params.get(name).is_none_or(|wanted| wanted == value);
    let mut found: Vec<Leg> = sandbox.read(|memory| {
        memory
            .calls
            .iter()
            .filter(|leg| leg.account_sid == account.sid)
            .filter(|leg| fits("To", &leg.to) && fits("From", &leg.from) && fits("Status", &leg.status))
            .filter(|leg| fits("ParentCallSid", leg.parent.as_deref().unwrap_or_default()))
            .cloned()
            .collect()
    });
    found.reverse();
    page(found, "calls", &account.path, &params, |leg| show(&leg)).map(Json)
}

/// `GET Calls/{Sid}.json`
pub async fn fetch(
    State(sandbox): State<Sandbox>,
    account: Account,
    Path((_, sid)): Path<(String, String)>,
) -> Result<Json<Value>, Failure> {
    own(&sandbox, &account, &sid).map(|leg| Json(show(&leg)))
}

/// `POST Calls/{Sid}.json`: ends it, or has it do something else.
pub async fn change(
    State(sandbox): State<Sandbox>,
    account: Account,
    Path((_, sid)): Path<(String, String)>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(form, &[CHANGES])?;
    let leg = own(&sandbox, &account, &sid)?;
    if !leg.is_live() {
        return Err(Failure::bad(21220, "Call is not in-progress. Cannot redirect."));
    }
    exchange::redirect(&sandbox, &leg.sid, params.get("Twiml")).await;
    own(&sandbox, &account, &sid).map(|leg| Json(show(&leg)))
}

/// `GET Recordings/{Sid}.mp3`: a moment of silence.
pub async fn recording(
    State(sandbox): State<Sandbox>,
    account: Account,
    Path((_, sid)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let call = sid
        .strip_suffix(".mp3")
        .and_then(|sid| sid.strip_prefix("RE"))
        .map(|rest| format!("CA{rest}"));
    let is_known = sandbox.read(|memory| {
        memory
            .calls
            .iter()
            .any(|leg| Some(&leg.sid) == call.as_ref() && leg.account_sid == account.sid)
    });
    match is_known {
        true => Ok(([(header::CONTENT_TYPE, "audio/mpeg")], SILENCE).into_response()),
        false => Err(Failure::not_found(&account.path)),
    }
}

/// An MPEG frame of silence, without its data.
const SILENCE: &[u8] = b"\xff\xf3\x18\xc4\0\0\0\x03H\0\0\0\0LAME";

fn own(sandbox: &Sandbox, account: &Account, sid: &str) -> Result<Leg, Failure> {
    let sid = sid.strip_suffix(".json").unwrap_or_default();
    sandbox
        .read(|memory| {
            memory
                .calls
                .iter()
                .find(|leg| leg.sid == sid && leg.account_sid == account.sid)
                .cloned()
        })
        .ok_or_else(|| Failure::not_found(&account.path))
}

fn is_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn show(leg: &Leg) -> Value {
    let uri = format!("/2010-04-01/Accounts/{}/Calls/{}", leg.account_sid, leg.sid);
    let at = date(leg.created_at);
    let duration = (!leg.is_live()).then(|| leg.seconds.to_string());
    json!({
        "account_sid": leg.account_sid,
        "annotation": null,
        "answered_by": null,
        "api_version": "2010-04-01",
        "caller_name": null,
        "date_created": at,
        "date_updated": at,
        "direction": leg.direction,
        "duration": duration,
        "end_time": duration.as_ref().map(|_| &at),
        "forwarded_from": null,
        "from": leg.from,
        "from_formatted": leg.from,
        "group_sid": null,
        "parent_call_sid": leg.parent,
        "phone_number_sid": null,
        "price": null,
        "price_unit": "USD",
        "queue_time": "0",
        "sid": leg.sid,
        "start_time": leg.answered_at.map(date),
        "status": leg.status,
        "subresource_uris": { "recordings": format!("{uri}/Recordings.json") },
        "to": leg.to,
        "to_formatted": leg.to,
        "trunk_sid": null,
        "uri": format!("{uri}.json"),
    })
}
