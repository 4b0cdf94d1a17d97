//! Calls AI agents answer: ring a number, hang up after so many seconds, lose or repeat the reports.

use axum::Json;
use axum::extract::{Form, State};
use axum::response::Html;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::page::escape;
use super::super::state::Sandbox;
use super::super::twilio::messages::Manner;
use super::super::vapi;
use super::{Refusal, messages, read};

/// Calls on the page.
const SHOWN: usize = 20;

/// Who rings whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ring {
    from: String,
    to: String,
    /// The number's own at the vendor, which then asks nobody.
    assistant: Option<String>,
}

/// Which call ends, after how long.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HangUp {
    call: String,
    seconds: u32,
}

/// How reports come from now on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    manner: Manner,
}

/// `POST /_sandbox/agents`: somebody rings a number connected to Vapi. The call, with what we answered.
pub async fn ring(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Refusal> {
    let ring: Ring = read(body)?;
    let own = ring.assistant.as_deref();
    Ok(Json(json!(vapi::ring(&sandbox, &ring.from, &ring.to, own).await)))
}

/// `POST /_sandbox/agents/hang-up`
pub async fn hang_up(
    State(sandbox): State<Sandbox>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let wish: HangUp = read(body)?;
    match vapi::hang_up(&sandbox, &wish.call, wish.seconds).await {
        true => Ok(Json(json!({ "ended": wish.call }))),
        false => Err(Refusal::not_found("no such call goes on")),
    }
}

/// `POST /_sandbox/agents/reports`
pub async fn reports(
    State(sandbox): State<Sandbox>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let wish: Wish = read(body)?;
    vapi::report_as(&sandbox, wish.manner).await;
    Ok(Json(json!({})))
}

/// `POST /_sandbox/phone/agent`
pub async fn dial(State(sandbox): State<Sandbox>, Form(wish): Form<Ring>) -> Html<String> {
    vapi::ring(&sandbox, &wish.from, &wish.to, wish.assistant.as_deref()).await;
    messages::shown(&sandbox, "Rung; what was answered stands below.")
}

/// `POST /_sandbox/phone/agent/hang-up`
pub async fn put_down(State(sandbox): State<Sandbox>, Form(wish): Form<HangUp>) -> Html<String> {
    let note = match vapi::hang_up(&sandbox, &wish.call, wish.seconds).await {
        true => "Hung up.",
        false => "No such call goes on.",
    };
    messages::shown(&sandbox, note)
}

/// `POST /_sandbox/phone/agent/reports`
pub async fn manner(State(sandbox): State<Sandbox>, Form(wish): Form<Wish>) -> Html<String> {
    vapi::report_as(&sandbox, wish.manner).await;
    messages::shown(&sandbox, "From now on agents' calls are reported like that.")
}

/// The part of the phone's page about calls AI agents answer.
pub fn shown(sandbox: &Sandbox) -> String {
    let (rows, reports) = sandbox.read(|memory| {
        let rows: String = memory.vapi.calls.iter().rev().take(SHOWN).map(row).collect();
        (rows, memory.vapi.reports)
    });
    let choices: String = [
        (Manner::Usual, "usual", "once, in order"),
        (Manner::Repeated, "repeated", "several times"),
        (Manner::Reversed, "reversed", "the last one first"),
        (Manner::Lost, "lost", "never"),
    ]
    .into_iter()
    .map(|(manner, word, name)| {
        let chosen = if manner == reports { " selected" } else { "" };
        format!("<option value=\"{word}\"{chosen}>{name}</option>")
    })
    .collect();
    format!(
        "<h2>A number an AI agent answers</h2>\
         <div class=\"card\"><form method=\"post\" action=\"/_sandbox/phone/agent\">\
         <p><label>Call from<br><input name=\"from\" value=\"+14155550123\"></label></p>\
         <p><label>A number with an assistant<br><input name=\"to\" list=\"numbers\" required></label></p>\
         <button class=\"main\">Call the agent</button></form>\
         <form method=\"post\" action=\"/_sandbox/phone/agent/reports\">\
         <p><label>The end is reported<br><select name=\"manner\">{choices}</select></label> <button>Set</button></p></form></div>\
         <div class=\"card\"><table><tbody>{rows}</tbody></table></div>"
    )
}

fn row(call: &vapi::Call) -> String {
    let said = match (&call.answer["assistantId"], &call.answer["error"]) {
        (Value::String(assistant), _) => format!("assistant {assistant}"),
        (_, Value::String(error)) => error.clone(),
        _ => "no answer".to_owned(),
    };
    let end = match call.ended_at {
        Some(_) => format!("{} s", call.seconds),
        None => format!(
            "<form method=\"post\" action=\"/_sandbox/phone/agent/hang-up\"><input type=\"hidden\" name=\"call\" value=\"{}\">\
             <label>after <input name=\"seconds\" type=\"number\" min=\"0\" value=\"60\" required> s</label> \
             <button>Hang up</button></form>",
            escape(&call.id)
        ),
    };
    format!(
        "<tr><td>{}<br><small>to {}</small></td><td>{}</td><td>{end}</td></tr>",
        escape(&call.from),
        escape(&call.to),
        escape(&said)
    )
}
