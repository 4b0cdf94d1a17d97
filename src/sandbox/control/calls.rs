//! Calls one can play with: ring a number, hang up after so many seconds, lose or repeat the reports.

use axum::Json;
use axum::extract::{Form, State};
use axum::response::Html;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::page::escape;
use super::super::state::Sandbox;
use super::super::telnyx;
use super::super::twilio::calls::Leg;
use super::super::twilio::exchange;
use super::super::twilio::messages::Manner;
use super::{Refusal, messages, read};

/// Calls on the page.
const SHOWN: usize = 20;

/// Who rings whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ring {
    from: String,
    to: String,
}

/// Which call ends, by its sid or by one of its numbers; the newest that goes on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HangUp {
    call: String,
    seconds: Option<u32>,
}

/// `POST /_sandbox/rings`: somebody rings a number that was sold. Answers when the call goes on, or is over.
pub async fn ring(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Refusal> {
    let ring: Ring = read(body)?;
    let sid = rung(&sandbox, &ring).await?;
    Ok(Json(sandbox.read(|memory| {
        let at_twilio = memory.calls.iter().find(|leg| leg.sid == sid);
        let at_telnyx = memory.telnyx.calls.iter().find(|leg| leg.sid == sid);
        at_twilio.map_or_else(|| json!(at_telnyx), |leg| json!(leg))
    })))
}

async fn rung(sandbox: &Sandbox, ring: &Ring) -> Result<String, Refusal> {
    if let Some(sid) = exchange::incoming(sandbox, &ring.from, &ring.to).await {
        return Ok(sid);
    }
    telnyx::exchange::incoming(sandbox, &ring.from, &ring.to)
        .await
        .ok_or_else(|| Refusal::not_found(format!("nobody answers for {}", ring.to)))
}

/// `POST /_sandbox/rings/hang-up`
pub async fn hang_up(
    State(sandbox): State<Sandbox>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let wish: HangUp = read(body)?;
    let sid = put(&sandbox, &wish).await?;
    Ok(Json(json!({ "ended": sid })))
}

async fn put(sandbox: &Sandbox, wish: &HangUp) -> Result<String, Refusal> {
    let is_it = |leg: &&Leg| leg.sid == wish.call || leg.to == wish.call || leg.from == wish.call;
    let sid = sandbox.read(|memory| {
        let newest = memory
            .calls
            .iter()
            .rev()
            .filter(|leg| leg.is_live())
            .find(is_it)?;
        Some(newest.parent.clone().unwrap_or_else(|| newest.sid.clone()))
    });
    if let Some(sid) = sid {
        exchange::hang_up(sandbox, &sid, wish.seconds).await;
        return Ok(sid);
    }
    let sid = sandbox.read(|memory| {
        let mut newest = memory.telnyx.calls.iter().rev().filter(|leg| leg.is_live());
        let found = newest.find(|leg| [&leg.sid, &leg.to, &leg.from].contains(&&wish.call))?;
        Some(found.parent.clone().unwrap_or_else(|| found.sid.clone()))
    });
    let sid = sid.ok_or_else(|| Refusal::not_found(format!("no call of {} goes on", wish.call)))?;
    telnyx::exchange::hang_up(sandbox, &sid, wish.seconds).await;
    Ok(sid)
}

/// How reports come from now on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    manner: Manner,
}

/// `POST /_sandbox/rings/reports`
pub async fn reports(
    State(sandbox): State<Sandbox>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let Wish { manner } = read(body)?;
    sandbox.change(move |memory| memory.call_reports = manner).await;
    Ok(Json(json!({ "manner": manner })))
}

/// `POST /_sandbox/phone/call`
pub async fn dial(State(sandbox): State<Sandbox>, Form(ring): Form<Ring>) -> Html<String> {
    let note = match rung(&sandbox, &ring).await {
        Ok(_) => "Rung; what was said stands below.".to_owned(),
        Err(Refusal(_, sentence)) => sentence,
    };
    messages::shown(&sandbox, &note)
}

/// `POST /_sandbox/phone/hang-up`
pub async fn put_down(State(sandbox): State<Sandbox>, Form(wish): Form<HangUp>) -> Html<String> {
    let note = match put(&sandbox, &wish).await {
        Ok(_) => "Hung up.".to_owned(),
        Err(Refusal(_, sentence)) => sentence,
    };
    messages::shown(&sandbox, &note)
}

/// The part of the phone's page about calls.
pub fn shown(sandbox: &Sandbox) -> String {
    let rows: String = sandbox.read(|memory| {
        let at_twilio = memory.calls.iter().rev().take(SHOWN).map(Shown::of_twilio);
        let at_telnyx = memory.telnyx.calls.iter().rev().take(SHOWN);
        at_twilio
            .chain(at_telnyx.map(Shown::of_telnyx))
            .map(row)
            .collect()
    });
    format!(
        "<div class=\"card\"><form method=\"post\" action=\"/_sandbox/phone/call\">\
         <p><label>Call from<br><input name=\"from\" value=\"+14155550123\"></label></p>\
         <p><label>A number that was sold<br><input name=\"to\" list=\"numbers\" required></label></p>\
         <button class=\"main\">Call</button></form></div>\
         <div class=\"card\"><table><tbody>{rows}</tbody></table></div>"
    )
}

/// A leg of either vendor on the page.
struct Shown<'a> {
    sid: &'a str,
    from: &'a str,
    to: &'a str,
    status: &'a str,
    said: String,
    seconds: u32,
    /// It goes on and is nobody's second leg.
    can_end: bool,
}

impl<'a> Shown<'a> {
    fn of_twilio(leg: &'a Leg) -> Self {
        Self {
            sid: &leg.sid,
            from: &leg.from,
            to: &leg.to,
            status: &leg.status,
            said: leg.said.join(" "),
            seconds: leg.seconds,
            can_end: leg.is_live() && leg.parent.is_none(),
        }
    }

    fn of_telnyx(leg: &'a telnyx::calls::Leg) -> Self {
        Self {
            sid: &leg.sid,
            from: &leg.from,
            to: &leg.to,
            status: &leg.status,
            said: leg.said.join(" "),
            seconds: leg.seconds,
            can_end: leg.is_live() && leg.parent.is_none(),
        }
    }
}

fn row(leg: Shown<'_>) -> String {
    let end = match leg.can_end {
        true => format!(
            "<form method=\"post\" action=\"/_sandbox/phone/hang-up\"><input type=\"hidden\" name=\"call\" value=\"{}\">\
             <label>after <input name=\"seconds\" type=\"number\" min=\"0\" value=\"60\" required> s</label> \
             <button>Hang up</button></form>",
            escape(leg.sid)
        ),
        false => format!("{} s", leg.seconds),
    };
    format!(
        "<tr><td>{}<br><small>to {}</small></td><td>{}<br><small>{}</small></td><td>{end}</td></tr>",
        escape(leg.from),
        escape(leg.to),
        escape(leg.status),
        escape(&leg.said)
    )
}
