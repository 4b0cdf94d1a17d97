//! Text messages: sent, listed, reported and brought to the numbers of the account.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::memory::Memory;
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::answer::{Failure, date, page};
use super::auth::Account;
use super::params::Params;

/// Longest text Twilio takes.
const LONGEST: usize = 1_600;
const OPTIONS: &[&str] = &["To", "From", "Body", "StatusCallback"];
const FILTERS: &[&str] = &[
    "To",
    "From",
    "DateSent",
    "DateSent<",
    "DateSent>",
    "PageSize",
    "Page",
    "PageToken",
];

/// A message at Twilio.
#[derive(Clone, Serialize, Deserialize)]
pub struct Message {
    pub sid: String,
    pub account_sid: String,
    pub from: String,
    pub to: String,
    pub body: String,
    pub status: String,
    pub is_inbound: bool,
    pub created_at: DateTime<Utc>,
    /// What was reported, as it was sent.
    pub reports: Vec<Report>,
}

/// A form Twilio posts to an address of its customer.
#[derive(Clone, Serialize, Deserialize)]
pub struct Report {
    pub url: String,
    pub params: BTreeMap<String, String>,
}

/// How the reports of messages come.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    #[default]
    Usual,
    /// None ever come.
    Lost,
    /// The last one first.
    Reversed,
    /// Each three times.
    Repeated,
}

/// `POST Messages.json`
pub async fn send(
    State(sandbox): State<Sandbox>,
    account: Account,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let params = Params::check(form, &[OPTIONS])?;
    let get = |name: &str| params.get(name).unwrap_or_default().to_owned();
    let (to, from, body, callback) = (get("To"), get("From"), get("Body"), get("StatusCallback"));
    if !is_number(&to) {
        return Err(Failure::bad(21211, format!("Invalid 'To' Phone Number: {to}")));
    }
    if body.is_empty() {
        return Err(Failure::bad(21602, "Message body is required."));
    }
    if body.encode_utf16().count() > LONGEST {
        return Err(Failure::bad(
            21617,
            "The concatenated message body exceeds the 1600 character limit.",
        ));
    }
    let magic = Magic::of_number(&to);
    if magic == Some(Magic::OutOfStock) {
        return Err(Failure::bad(
            21614,
            format!("'To' number {to} is not a valid mobile number"),
        ));
    }
    let is_owned = sandbox.read(|memory| {
        memory
            .numbers
            .values()
            .any(|number| number.phone_number == from && number.account_sid == account.sid)
    });
    if !is_owned {
        return Err(Failure::bad(
            21606,
            format!(
                "The 'From' phone number {from} is not a valid, SMS-capable phone number for your account."
            ),
        ));
    }
    let telnyx = super::super::telnyx::postman::usual_url(&sandbox);
    let sent = sandbox
        .change(move |memory| {
            if magic == Some(Magic::RateLimited) && memory.refuse_by_rate(&format!("message:{to}")) {
                return None;
            }
            let sent = carry(memory, &account.sid, &from, &to, &body, &callback);
            memory.bring(&from, &to, &body, &telnyx);
            Some(sent)
        })
        .await;
    sandbox.outbox_changed().notify_one();
    match sent {
        None => Ok(Outcome::RateLimited.into_response()),
        Some(message) => Ok(Magic::after_sale(
            magic,
            (StatusCode::CREATED, Json(show(&message))).into_response(),
        )),
    }
}

/// `GET Messages.json`, newest first
pub async fn list(
    State(sandbox): State<Sandbox>,
    account: Account,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(query, &[FILTERS])?;
    let mut found: Vec<Message> = sandbox.read(|memory| {
        memory
            .messages
            .iter()
            .filter(|message| message.account_sid == account.sid)
            .filter(|message| params.get("To").is_none_or(|to| message.to == to))
            .filter(|message| params.get("From").is_none_or(|from| message.from == from))
            .cloned()
            .collect()
    });
    found.reverse();
    page(found, "messages", &account.path, &params, |message| {
        show(&message)
    })
    .map(Json)
}

/// `GET Messages/{Sid}.json`
pub async fn fetch(
    State(sandbox): State<Sandbox>,
    account: Account,
    Path((_, sid)): Path<(String, String)>,
) -> Result<Json<Value>, Failure> {
    let sid = sid.strip_suffix(".json").unwrap_or_default();
    sandbox
        .read(|memory| {
            memory
                .messages
                .iter()
                .find(|message| message.sid == sid && message.account_sid == account.sid)
                .map(|message| Json(show(message)))
        })
        .ok_or_else(|| Failure::not_found(&account.path))
}

/// Takes a message of the account and reports on it.
fn carry(memory: &mut Memory, account: &str, from: &str, to: &str, body: &str, callback: &str) -> Message {
    let sid = new_sid();
    let last = match Magic::of_number(to) {
        Some(Magic::NeedsAddress) => "undelivered",
        _ => "delivered",
    };
    let mut reports: Vec<Report> = vec![];
    if !callback.is_empty() {
        for status in ["sent", last] {
            let mut params = BTreeMap::from(
                [
                    ("AccountSid", account),
                    ("ApiVersion", "2010-04-01"),
                    ("From", from),
                    ("MessageSid", &sid),
                    ("MessageStatus", status),
                    ("SmsSid", &sid),
                    ("SmsStatus", status),
                    ("To", to),
                ]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
            );
            if status == "undelivered" {
                params.insert("ErrorCode".into(), "30003".into());
            }
            reports.push(Report {
                url: callback.to_owned(),
                params,
            });
        }
    }
    let message = Message {
        sid,
        account_sid: account.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        body: body.to_owned(),
        status: last.to_owned(),
        is_inbound: false,
        created_at: memory.now(),
        reports,
    };
    memory.messages.push(message.clone());
    let mut posted = message.reports.clone();
    match memory.message_reports {
        Manner::Usual => {}
        Manner::Lost => posted.clear(),
        Manner::Reversed => posted.reverse(),
        Manner::Repeated => posted = posted.iter().flat_map(|one| vec![one.clone(); 3]).collect(),
    }
    for report in &posted {
        post(memory, report);
    }
    message
}

/// A message from anybody comes in for a number of the account; false when nobody here owns it.
pub fn bring(memory: &mut Memory, from: &str, to: &str, body: &str) -> bool {
    let Some(number) = memory
        .numbers
        .values()
        .find(|number| number.phone_number == to)
        .cloned()
    else {
        return false;
    };
    let sid = new_sid();
    let segments = segments(body).to_string();
    let params: BTreeMap<String, String> = [
        ("AccountSid", number.account_sid.as_str()),
        ("ApiVersion", "2010-04-01"),
        ("Body", body),
        ("From", from),
        ("FromCountry", ""),
        ("MessageSid", &sid),
        ("NumMedia", "0"),
        ("NumSegments", &segments),
        ("SmsMessageSid", &sid),
        ("SmsSid", &sid),
        ("SmsStatus", "received"),
        ("To", to),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let url = number.settings.get("SmsUrl").cloned().unwrap_or_default();
    let report = Report { url, params };
    let is_listened_to = !report.url.is_empty();
    memory.messages.push(Message {
        sid,
        account_sid: number.account_sid,
        from: from.to_owned(),
        to: to.to_owned(),
        body: body.to_owned(),
        status: "received".into(),
        is_inbound: true,
        created_at: memory.now(),
        reports: vec![report.clone()],
    });
    if is_listened_to {
        post(memory, &report);
    }
    true
}

fn post(memory: &mut Memory, report: &Report) {
    memory.post_of("twilio", json!(report));
}

fn new_sid() -> String {
    format!("SM{:032x}", rand::random::<u128>())
}

fn is_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Roughly, as the report says it: nobody is billed by it.
fn segments(body: &str) -> usize {
    let units = body.encode_utf16().count();
    match (body.is_ascii(), units) {
        (true, 0..=160) | (false, 0..=70) => 1,
        (true, units) => units.div_ceil(153),
        (false, units) => units.div_ceil(67),
    }
}

fn show(message: &Message) -> Value {
    let uri = format!(
        "/2010-04-01/Accounts/{}/Messages/{}",
        message.account_sid, message.sid
    );
    let at = date(message.created_at);
    json!({
        "account_sid": message.account_sid,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": at,
        "date_sent": at,
        "date_updated": at,
        "direction": if message.is_inbound { "inbound" } else { "outbound-api" },
        "error_code": null,
        "error_message": null,
        "from": message.from,
        "messaging_service_sid": null,
        "num_media": "0",
        "num_segments": segments(&message.body).to_string(),
        "price": null,
        "price_unit": null,
        "sid": message.sid,
        "status": if message.is_inbound { "received" } else { "queued" },
        "subresource_uris": { "media": format!("{uri}/Media.json") },
        "to": message.to,
        "uri": format!("{uri}.json"),
    })
}
