//! The life of an eSIM: what a phone would do to it.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::memory::Package;
use super::super::state::Sandbox;
use super::super::telna::{STATES, allowance_of, is_in_use, start_clocks};
use super::{Refusal, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    state: Option<String>,
    /// Used since the first day, over all packages; the oldest is used up first.
    used_bytes: Option<u64>,
}

/// `POST /_sandbox/esims/{iccid}`
pub async fn change(
    State(sandbox): State<Sandbox>,
    Path(iccid): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let wanted: Change = read(body)?;
    if wanted
        .state
        .as_ref()
        .is_some_and(|state| !STATES.contains(&state.as_str()))
    {
        return Err(Refusal::bad(format!(
            "state must be one of {}",
            STATES.join(", ")
        )));
    }
    let unknown = Refusal::not_found(format!("there is no eSIM {iccid}"));
    let changed = sandbox.change(move |memory| {
        let now = memory.now();
        let profile = memory.profiles.get_mut(&iccid)?;
        if let Some(state) = wanted.state {
            profile.state = state;
            profile.changed_at = now;
            if profile.eid.is_none() && is_in_use(&profile.state) {
                profile.eid = Some(format!("8904{:028}", rand::random::<u64>()));
            }
        }
        if is_in_use(&profile.state) || wanted.used_bytes.is_some() {
            start_clocks(profile, now);
        }
        if let Some(used) = wanted.used_bytes {
            use_up(&mut profile.packages, used);
        }
        Some(json!(profile))
    });
    changed.await.map(Json).ok_or(unknown)
}

fn use_up(packages: &mut [Package], mut used: u64) {
    for package in packages {
        package.used_bytes = used.min(allowance_of(package.product).unwrap_or(u64::MAX));
        used -= package.used_bytes;
    }
}
