//! Text messages one can play with: from anybody to a number, their reports again, and a page to do it by hand.

use std::time::Duration;

use axum::Json;
use axum::extract::{Form, State};
use axum::response::Html;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::page::{escape, page};
use super::super::state::Sandbox;
use super::super::telnyx::postman::usual_url;
use super::super::twilio::messages::{Manner, Report};
use super::super::twilio::postman;
use super::{Refusal, read};

const MOST_REPEATS: u32 = 100;
const LONGEST_DELAY_MS: u64 = 30_000;
/// Messages on the page.
const SHOWN: usize = 50;

/// A message from somebody out there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incoming {
    from: String,
    to: String,
    body: String,
}

/// `POST /_sandbox/messages`
pub async fn receive(
    State(sandbox): State<Sandbox>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let incoming: Incoming = read(body)?;
    deliver(&sandbox, incoming).await?;
    Ok(Json(json!({ "brought": true })))
}

async fn deliver(sandbox: &Sandbox, Incoming { from, to, body }: Incoming) -> Result<(), Refusal> {
    let (wanted, telnyx) = (to.clone(), usual_url(sandbox));
    let is_owned = sandbox
        .change(move |memory| memory.bring(&from, &wanted, &body, &telnyx))
        .await;
    sandbox.outbox_changed().notify_one();
    if is_owned {
        Ok(())
    } else {
        Err(Refusal::not_found(format!("nobody owns {to}")))
    }
}

/// How reports come from now on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    manner: Manner,
}

/// `POST /_sandbox/messages/reports`
pub async fn reports(
    State(sandbox): State<Sandbox>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let Wish { manner } = read(body)?;
    sandbox
        .change(move |memory| memory.message_reports = manner)
        .await;
    Ok(Json(json!({ "manner": manner })))
}

/// Which reports to send again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    /// The message's sid, or the number it went to.
    message: String,
    #[serde(default = "once")]
    repeat: u32,
    /// The last one first.
    #[serde(default)]
    reverse: bool,
    /// Signed with another token.
    #[serde(default)]
    forge: bool,
    #[serde(default)]
    delay_ms: u64,
}

fn once() -> u32 {
    1
}

/// `POST /_sandbox/webhooks/twilio`; answers when all are sent, with the statuses received.
pub async fn send_again(sandbox: &Sandbox, body: Value) -> Result<Json<Value>, Refusal> {
    let wish: Again = read(body)?;
    if wish.repeat > MOST_REPEATS || wish.delay_ms > LONGEST_DELAY_MS {
        return Err(Refusal::bad(format!(
            "repeat must be at most {MOST_REPEATS} and delay_ms at most {LONGEST_DELAY_MS}"
        )));
    }
    let mut found: Vec<Report> = sandbox.read(|memory| {
        memory
            .messages
            .iter()
            .filter(|message| message.sid == wish.message || message.to == wish.message)
            .flat_map(|message| message.reports.clone())
            .filter(|report| !report.url.is_empty())
            .collect()
    });
    if found.is_empty() {
        return Err(Refusal::not_found(format!(
            "nothing happened to {}",
            wish.message
        )));
    }
    if wish.reverse {
        found.reverse();
    }
    let mut statuses = Vec::new();
    for report in found
        .iter()
        .flat_map(|report| (0..wish.repeat).map(move |_| report))
    {
        tokio::time::sleep(Duration::from_millis(wish.delay_ms)).await;
        statuses.push(postman::send(sandbox, report, wish.forge).await);
    }
    Ok(Json(json!({ "sent": statuses.len(), "statuses": statuses })))
}

/// `GET /_sandbox/phone`
pub async fn phone(State(sandbox): State<Sandbox>) -> Html<String> {
    shown(&sandbox, "")
}

/// `POST /_sandbox/phone`
pub async fn dial(State(sandbox): State<Sandbox>, Form(incoming): Form<Incoming>) -> Html<String> {
    let note = match deliver(&sandbox, incoming).await {
        Ok(()) => "Sent.".to_owned(),
        Err(Refusal(_, sentence)) => sentence,
    };
    shown(&sandbox, &note)
}

pub(super) fn shown(sandbox: &Sandbox, note: &str) -> Html<String> {
    let (numbers, rows) = sandbox.read(|memory| {
        let at_twilio = memory.numbers.values().map(|number| &number.phone_number);
        let at_telnyx = memory.telnyx.numbers.values().map(|number| &number.phone_number);
        let numbers: String = at_twilio
            .chain(at_telnyx)
            .map(|number| format!("<option>{}</option>", escape(number)))
            .collect();
        let of_twilio = memory.messages.iter().map(|message| {
            let (from, to) = (&message.from, &message.to);
            (message.created_at, from, to, &message.body, &message.status)
        });
        let of_telnyx = memory.telnyx.messages.iter().map(|message| {
            let (from, to) = (&message.from, &message.to);
            (message.created_at, from, to, &message.text, &message.status)
        });
        let mut all: Vec<_> = of_twilio.chain(of_telnyx).collect();
        all.sort_by_key(|(at, ..)| *at);
        let newest = all.into_iter().rev().take(SHOWN);
        let rows: String = newest
            .map(|(_, from, to, text, status)| {
                format!(
                    "<tr><td>{}<br><small>to {}</small></td><td>{}<br><small>{}</small></td></tr>",
                    escape(from),
                    escape(to),
                    escape(text),
                    escape(status)
                )
            })
            .collect();
        (numbers, rows)
    });
    let calls = super::calls::shown(sandbox) + &super::agents::shown(sandbox);
    let note = match note {
        "" => String::new(),
        note => format!("<p><b>{}</b></p>", escape(note)),
    };
    page(
        "Phone",
        &format!(
            "<h1>Phone</h1>{note}<div class=\"card\"><form method=\"post\">\
             <p><label>From<br><input name=\"from\" value=\"+14155550123\"></label></p>\
             <p><label>To a number that was sold<br><input name=\"to\" list=\"numbers\" required></label>\
             <datalist id=\"numbers\">{numbers}</datalist></p>\
             <p><label>Text<br><input name=\"body\" required></label></p>\
             <button class=\"main\">Send</button></form></div>\
             <div class=\"card\"><table><tbody>{rows}</tbody></table></div>{calls}"
        ),
    )
}
