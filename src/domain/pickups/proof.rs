//! Carried by the browser of whoever typed the right PIN or code: sealed, for this link, for an hour.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};

use crate::{
    backend::Seal,
    domain::{error::Internal, scope::Scope},
    shared::ids::PickupId,
};

const COLUMN: &str = "line_pickups.proof";
pub(super) const MINUTES: i64 = 60;

/// A new proof, good until then.
pub(super) fn make(
    seal: &Seal,
    scope: &impl Scope,
    id: PickupId,
    until: DateTime<Utc>,
) -> Result<String, Internal> {
    let until = until.timestamp().to_string();
    let sealed = seal.close(scope.reseller(), COLUMN, &id.to_string(), until.as_bytes())?;
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

/// Whether it is one of ours, for this link, and still good.
pub(super) fn holds(
    seal: &Seal,
    scope: &impl Scope,
    id: PickupId,
    proof: Option<&str>,
    now: DateTime<Utc>,
) -> bool {
    proof
        .and_then(|proof| URL_SAFE_NO_PAD.decode(proof).ok())
        .and_then(|sealed| seal.open(scope.reseller(), COLUMN, &id.to_string(), &sealed).ok())
        .and_then(|until| String::from_utf8(until).ok()?.parse::<i64>().ok())
        .is_some_and(|until| now.timestamp() < until)
}
