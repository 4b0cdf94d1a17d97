//! A new eSIM profile, and the life of its packages.

use std::fmt::Write as _;

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde_json::{Value, json};

use super::super::memory::{Memory, Package, Profile};
use super::catalogue::{self, Validity};

/// The states of a profile on the vendor's server and on the device.
pub const STATES: [&str; 12] = [
    "AVAILABLE",
    "ALLOCATED",
    "LINKED",
    "CONFIRMED",
    "RELEASED",
    "DOWNLOADED",
    "INSTALLED",
    "ENABLED",
    "DISABLED",
    "ERROR",
    "UNAVAILABLE",
    "DELETED",
];

/// A profile nobody has yet, with an ICCID and an activation code of its own.
pub fn draw(memory: &Memory) -> Profile {
    let iccid = loop {
        let iccid = with_luhn(format!("8988303{:011}", rand::random::<u64>() % 100_000_000_000));
        if !memory.profiles.contains_key(&iccid) {
            break iccid;
        }
    };
    let token = format!("{:032X}", rand::random::<u128>());
    let now = memory.now();
    Profile {
        imsi: format!("901{:012}", rand::random::<u64>() % 1_000_000_000_000),
        eid: None,
        state: "RELEASED".into(),
        activation_code: format!("LPA:1$smdp.sandbox.example${token}"),
        packages: Vec::new(),
        released_at: now,
        changed_at: now,
        iccid,
    }
}

/// Whether a profile in this state sits on a device.
pub fn is_in_use(state: &str) -> bool {
    ["INSTALLED", "ENABLED"].contains(&state)
}

/// Bytes a plan gives; `None` is unlimited.
pub fn allowance_of(product: u64) -> Option<u64> {
    catalogue::find(product)?.data_bytes
}

/// First use starts the clock of every package that waits for it.
pub fn start_clocks(profile: &mut Profile, now: DateTime<Utc>) {
    for package in &mut profile.packages {
        package.activated_at.get_or_insert(now);
    }
}

/// The profile as `euicc-profiles` shows it.
pub fn show_profile(profile: &Profile) -> Value {
    json!({
        "iccid": profile.iccid,
        "imsi": profile.imsi,
        "eid": profile.eid,
        "state": profile.state,
        "activation_code": profile.activation_code,
        "cc_required": false,
        "cc_retries": 0,
        "reuse_enabled": false,
        "reuse_remaining_count": 0,
        "release_date": profile.released_at.timestamp_millis(),
        "last_operation_date": profile.changed_at.timestamp_millis(),
    })
}

/// A package with what is left of it at this time.
pub fn show_package(iccid: &str, package: &Package, now: DateTime<Utc>) -> Value {
    let product = catalogue::find(package.product);
    let allowance = allowance_of(package.product);
    let expires = package
        .activated_at
        .zip(product.as_ref())
        .and_then(|(from, product)| expiry(from, product.validity));
    let remaining = allowance.map(|allowance| allowance.saturating_sub(package.used_bytes));
    let status = match package.activated_at {
        None => "NOT_ACTIVE",
        Some(_) if expires.is_some_and(|at| at <= now) || remaining == Some(0) => "TERMINATED",
        Some(_) => "ACTIVE",
    };
    json!({
        "id": package.id,
        "iccid": iccid,
        "package_template": package.product + 500_000_000,
        "product": package.product,
        "status": status,
        "created_date": package.created_at.timestamp_millis(),
        "activated_date": package.activated_at.map(|at| at.timestamp_millis()),
        "expiry_date": expires.map(|at| at.timestamp_millis()),
        "data_usage_allowance": allowance,
        "data_usage": package.used_bytes,
        "data_usage_remaining": remaining,
    })
}

fn expiry(from: DateTime<Utc>, validity: Validity) -> Option<DateTime<Utc>> {
    match validity {
        Validity::Days(days) => from.checked_add_signed(TimeDelta::days(days.into())),
        Validity::Months(months) => from.checked_add_months(Months::new(months)),
    }
}

/// Appends the check digit of ITU-T E.118: every second digit from the right doubled, the sum made a multiple of ten.
pub fn with_luhn(mut digits: String) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            match place % 2 {
                0 if digit > 4 => digit * 2 - 9,
                0 => digit * 2,
                _ => digit,
            }
        })
        .sum();
    let _ = write!(digits, "{}", (10 - sum % 10) % 10);
    digits
}
