//! A message came in for a number of ours.

use super::{
    destination::sender,
    draft::clean,
    help::HELP,
    store::{self, NewReceived},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{self, Notice},
        numbers::format::display,
        queue::{Job, enqueue},
        scope::System,
    },
    shared::{
        ids::MessageId,
        sms::{self, LENGTH_MAX},
    },
};

/// Words that end what is written to somebody, as networks and carriers know them.
const STOP: [&str; 6] = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"];
/// And begin it again.
const START: [&str; 3] = ["START", "YES", "UNSTOP"];

/// Puts it into the inbox of whoever holds the number now; the same again changes nothing. STOP keeps the holder from
/// writing back until START; HELP is answered.
pub(super) async fn receive(
    backend: &Backend,
    provider: &str,
    provider_id: &str,
    (from, to): (&str, &str),
    body: &str,
    segments: i32,
) -> Result<(&'static str, String), Internal> {
    let mut tx = backend.begin_system().await?;
    let holder = store::holder(&mut tx, provider, to).await?;
    tx.commit().await?;
    let Some(holder) = holder else {
        return Ok(("unknown", format!("nobody here holds {to}")));
    };
    let system = System::of(holder.reseller, "webhook");
    let peer = sender(from);
    let body: String = clean(body).chars().take(LENGTH_MAX).collect();
    let now = backend.now();
    let id = MessageId::new();
    let mut tx = backend.begin(&system).await?;
    let user = match holder.organization {
        None => holder.user,
        Some(_) => store::reader(&mut tx, holder.reseller, holder.number, &peer)
            .await?
            .unwrap_or(holder.user),
    };
    let new = NewReceived {
        id,
        holder: &holder,
        user,
        provider,
        provider_id,
        peer: &peer,
        body: &body,
        encoding: sms::measure(&body).encoding,
        segments: segments.clamp(0, 100),
        now,
    };
    if !store::insert_in(&mut tx, &new).await? {
        tx.commit().await?;
        return Ok(("unchanged", "it is in the inbox already".into()));
    }
    let word = body.trim().to_ascii_uppercase();
    let done = if STOP.contains(&word.as_str()) {
        store::opt_out(&mut tx, holder.reseller, holder.number, &peer, now).await?;
        "; they asked for no more"
    } else if START.contains(&word.as_str()) {
        store::opt_in(&mut tx, holder.reseller, holder.number, &peer).await?;
        "; they can be written to"
    } else if HELP.contains(&word.as_str()) {
        let job = Job::AnswerHelp {
            reseller: holder.reseller,
            message: id,
            reply: MessageId::new(),
        };
        enqueue(&mut tx, &job, now).await?;
        "; they asked for help"
    } else {
        ""
    };
    if store::is_mailed(&mut tx, &holder, now).await? {
        let notice = |link| Notice::MessageArrived {
            number: display(to),
            from: display(&peer),
            text: body.clone(),
            link,
        };
        let path = format!("/account/numbers/{}", holder.number);
        notices::to_user::to_user(&mut tx, backend, holder.reseller, holder.user, &path, notice).await?;
    }
    tx.commit().await?;
    metrics::counter!("messages_total", "outcome" => "received").increment(1);
    Ok(("applied", format!("{id} is in the inbox{done}")))
}
