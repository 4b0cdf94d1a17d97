//! Applies what a vendor reported about a call. Reports come late, twice and in any order: a call only ever goes on, and
//! what it costs is asked for and not taken from a report.

use super::{read_reference, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    providers::calls::{CallReport, Progress},
};

/// What became of the report: a word of `webhook_events`, and a sentence.
pub async fn take_event(
    backend: &Backend,
    provider: &str,
    report: &CallReport,
) -> Result<(&'static str, String), Internal> {
    let named = report.reference.as_deref().and_then(read_reference);
    let found = match named {
        Some((id, system)) => Some((id, system)),
        None => {
            let mut tx = backend.begin_system().await?;
            let found = store::by_vendor(&mut tx, provider, &report.provider_id).await?;
            tx.commit().await?;
            found.map(|(reseller, id)| (id, System::of(reseller, "webhook")))
        }
    };
    let Some((id, system)) = found else {
        return Ok(("ignored", "it is about no call of ours".into()));
    };
    let (now, reseller) = (backend.now(), system.reseller());
    let mut tx = backend.begin(&system).await?;
    let Some(call) = store::lock(&mut tx, reseller, id).await? else {
        return Ok(("unknown", format!("there is no call {id}")));
    };
    let known = call.provider_call_id.as_deref();
    if known.is_some_and(|known| known != report.provider_id) {
        return Ok(("unknown", format!("{id} is another call at the vendor")));
    }
    if call.state.is_over() {
        tx.commit().await?;
        return Ok(("unchanged", format!("{id} is over")));
    }
    if known.is_none() {
        // As good as the lost answer.
        store::set_ringing(&mut tx, reseller, id, &report.provider_id, false, now).await?;
    }
    let word = match report.progress {
        Progress::InProgress => {
            store::set_in_progress(&mut tx, reseller, id, now).await?;
            "answered"
        }
        Progress::Queued | Progress::Ringing => "ringing",
        _ => {
            let job = Job::ConcludeCall { reseller, call: id };
            enqueue(&mut tx, &job, now).await?;
            "over"
        }
    };
    tx.commit().await?;
    Ok((
        "applied",
        format!("{id} was {}; the report said {word}", call.state.as_str()),
    ))
}
