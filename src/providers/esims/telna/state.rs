//! Telna's states of profiles and packages in our words.

use chrono::DateTime;

use super::{
    catalogue::megabytes,
    wire::{Profile, Usage},
};
use crate::{providers::esims::EsimStatus, shared::esim::EsimState};

/// Assumed: DISABLED is a profile its owner switched off, still on the phone; ERROR and UNAVAILABLE, and any word we
/// do not know, need a person.
pub fn of_profile(state: &str) -> EsimState {
    match state {
        "AVAILABLE" | "ALLOCATED" | "LINKED" | "CONFIRMED" | "RELEASED" => EsimState::Ready,
        "DOWNLOADED" | "INSTALLED" | "DISABLED" => EsimState::Downloaded,
        "ENABLED" => EsimState::Active,
        "DELETED" => EsimState::Terminated,
        _ => EsimState::Suspended,
    }
}

/// The profile's state, unless all its packages are over; what was used of them together.
pub fn status(profile: &Profile, usages: &[Usage]) -> EsimStatus {
    let on_device = profile.state.as_deref().map_or(EsimState::Ready, of_profile);
    let is_over = !usages.is_empty()
        && usages
            .iter()
            .all(|usage| usage.status.as_deref() == Some("TERMINATED"));
    let state = match (on_device, is_over) {
        (EsimState::Terminated, _) | (_, false) => on_device,
        (_, true) if usages.iter().any(|usage| usage.data_usage_remaining == Some(0)) => EsimState::Depleted,
        (_, true) => EsimState::Expired,
    };
    let used: Vec<i64> = usages.iter().filter_map(used_mb).collect();
    let time = |milliseconds: i64| DateTime::from_timestamp_millis(milliseconds);
    EsimStatus {
        state,
        used_mb: (!used.is_empty()).then(|| used.iter().sum()),
        activated_at: usages
            .iter()
            .filter_map(|usage| usage.activated_date)
            .min()
            .and_then(time),
        expires_at: usages
            .iter()
            .filter_map(|usage| usage.expiry_date)
            .max()
            .and_then(time),
    }
}

/// In the units its allowance is sold in, so that a package that is used up shows as used up.
fn used_mb(usage: &Usage) -> Option<i64> {
    let allowance = usage.data_usage_allowance.filter(|bytes| *bytes > 0);
    let used = usage
        .data_usage
        .or_else(|| allowance?.checked_sub(usage.data_usage_remaining?))?;
    let Some(allowance) = allowance else {
        return Some(megabytes(used));
    };
    let share = i128::from(used) * i128::from(megabytes(allowance)) / i128::from(allowance);
    i64::try_from(share).ok()
}
