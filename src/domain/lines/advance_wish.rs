//! Brings a wish to the line's vendor, outside any transaction, and books what it says.
//!
//! The page and the job both call this; the wish's row decides who asks. Killed anywhere, the next call asks again with
//! the same key, which the vendor hears once.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{
    store::{self, rows::Told, wishes::Wish},
    unknown_wish,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::Internal,
        operations::case,
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    providers::{
        ProviderError, Refusal,
        lines::{Ask, LineUsage, UNSUPPORTED},
    },
    shared::{
        esim::EsimState,
        ids::{LineWishId, OrganizationId},
        line::{LineVerb, WishState},
    },
};

/// Longer than any provider call may take, retries included.
const LEASE: TimeDelta = TimeDelta::seconds(45);
/// Pauses between asks: quick at first, since somebody is waiting.
const PAUSES_SECONDS: [i64; 7] = [3, 10, 30, 60, 120, 240, 300];
/// Asked so often without a clear answer, a person looks into it. It is asked on meanwhile.
const CASE_AFTER: i32 = 8;

/// Takes a wish as far as it goes now.
pub async fn advance_wish(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    id: LineWishId,
) -> Result<WishState, Internal> {
    let reseller = system.reseller();
    let job = Job::AdvanceLineWish {
        reseller,
        organization,
        wish: id,
    };
    let mut tx = backend.begin(system).await?;
    let Some(wish) = store::wishes::lock(&mut tx, reseller, organization, id).await? else {
        return Err(Internal::broken(format!("wish {id} does not exist")));
    };
    let now = backend.now();
    if !wish.state.is_open() {
        tx.commit().await?;
        return Ok(wish.state);
    }
    let under_way = wish
        .asked_at
        .filter(|at| wish.state == WishState::Asked && now - *at < LEASE);
    if let Some(at) = under_way {
        // Somebody else is asking; look again when they must be done.
        enqueue(&mut tx, &job, at + LEASE).await?;
        tx.commit().await?;
        return Ok(WishState::Asked);
    }
    if !backend.providers.watch.may_ask(&wish.provider, now) {
        enqueue(&mut tx, &job, now + pause(wish.attempts)).await?;
        tx.commit().await?;
        return Ok(wish.state);
    }
    store::wishes::set_state(&mut tx, reseller, organization, id, WishState::Asked, now).await?;
    enqueue(&mut tx, &job, now + LEASE).await?;
    tx.commit().await?;
    let answer = ask(backend, &wish, &id.to_string()).await;
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    let state = match answer {
        Ok(usage) => {
            if store::wishes::end(&mut tx, reseller, organization, id, None, now).await? {
                book(&mut tx, system, organization, &wish, usage, now).await?;
            }
            WishState::Done
        }
        Err(ProviderError::Refused(refusal)) => {
            tracing::warn!(reseller_id = %reseller, wish_id = %id, %refusal, "line wish refused");
            let words = words(&refusal);
            store::wishes::end(&mut tx, reseller, organization, id, Some(words), now).await?;
            WishState::Refused
        }
        Err(error) => {
            let (state, after) = match &error {
                // Certainly not done.
                ProviderError::RateLimited { retry_after_seconds } => (
                    if wish.attempts == 0 {
                        WishState::Waiting
                    } else {
                        WishState::Unknown
                    },
                    TimeDelta::seconds(i64::from((*retry_after_seconds).clamp(1, 300))),
                ),
                ProviderError::Unknown { .. } | ProviderError::Refused(_) => {
                    (WishState::Unknown, pause(wish.attempts))
                }
            };
            tracing::warn!(reseller_id = %reseller, wish_id = %id, %error, "line wish is asked again");
            store::wishes::set_state(&mut tx, reseller, organization, id, state, now).await?;
            enqueue(&mut tx, &job, now + after).await?;
            state
        }
    };
    tx.commit().await?;
    // This ask counts too.
    if state == WishState::Unknown && wish.attempts + 1 >= CASE_AFTER {
        case::report(backend, &unknown_wish::found(system, organization, id, &wish)).await?;
    }
    Ok(state)
}

fn pause(attempts: i32) -> TimeDelta {
    let nth = usize::try_from(attempts)
        .unwrap_or_default()
        .min(PAUSES_SECONDS.len() - 1);
    TimeDelta::seconds(PAUSES_SECONDS[nth])
}

/// Asks, and looks where the line stands then; that look failing does not undo what was done.
async fn ask(backend: &Backend, wish: &Wish, key: &str) -> Result<Option<LineUsage>, ProviderError> {
    let Some(vendor) = backend.providers.line(&wish.provider) else {
        return Err(ProviderError::Unknown {
            detail: format!("{} is not set up", wish.provider),
        });
    };
    let ask = match wish.attempts {
        0 => Ask::first(key),
        _ => Ask::again(key),
    };
    let line = &wish.provider_line;
    match wish.verb {
        LineVerb::Suspend => vendor.suspend(line, ask).await?,
        LineVerb::Reactivate => vendor.reactivate(line, ask).await?,
        LineVerb::Terminate => vendor.terminate(line, ask).await?,
    }
    Ok(vendor.fetch_usage(line).await.ok())
}

/// The wish is done: the line is as `usage` says, or as was wanted.
pub(super) async fn book(
    tx: &mut crate::backend::Tx,
    system: &System,
    organization: OrganizationId,
    wish: &Wish,
    usage: Option<LineUsage>,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let wanted = match wish.verb {
        LineVerb::Suspend => EsimState::Suspended,
        LineVerb::Reactivate => EsimState::Active,
        LineVerb::Terminate => EsimState::Terminated,
    };
    let state = match (&usage, wish.verb) {
        // What was ended stays so, whatever the vendor calls it.
        (_, LineVerb::Terminate) | (None, _) => wanted,
        (Some(usage), _) => usage.state,
    };
    let told = Told {
        state,
        stopped_for: Some(wish.why.as_str()).filter(|_| wish.verb == LineVerb::Suspend),
        activated_at: usage.as_ref().and_then(|usage| usage.activated_at),
        expires_at: usage.as_ref().and_then(|usage| usage.expires_at),
    };
    let before = store::rows::set_state(tx, system.reseller(), organization, wish.line, &told, now).await?;
    let action = match wish.verb {
        LineVerb::Suspend => "line.suspended",
        LineVerb::Reactivate => "line.reactivated",
        LineVerb::Terminate => "line.terminated",
    };
    let audit = Audit {
        action,
        entity: wish.line.to_string(),
        before: before.map(|before| json!({ "state": before.as_str() })),
        after: Some(json!({ "state": state.as_str(), "why": wish.why.in_words() })),
        company: Some(organization),
        ..Audit::default()
    };
    audit::record(tx, system, now, audit).await?;
    Ok(())
}

/// A vendor's no in the words of the company.
fn words(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Other { code, .. } if code == UNSUPPORTED => {
            "This line is prepaid: its carrier cannot suspend, change or end it. It ends with its last plan."
        }
        Refusal::OurAccount { .. } => {
            "The carrier does not take requests at the moment. Nothing was changed; our staff have been told."
        }
        Refusal::OutOfStock
        | Refusal::AddressRequired
        | Refusal::DocumentsRequired
        | Refusal::AddressRefused { .. }
        | Refusal::Other { .. } => "The carrier refused it. Nothing was changed.",
    }
}
