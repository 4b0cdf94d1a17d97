//! The time zones a form offers.

use crate::components::Choice;

const ZONES: [&str; 33] = [
    "UTC",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Toronto",
    "Asia/Bangkok",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Warsaw",
    "Pacific/Auckland",
];

/// Zones to choose from; a saved one that is not among them stays selectable.
pub fn choices(saved: &str) -> Vec<Choice> {
    let other = (!ZONES.contains(&saved) && !saved.is_empty()).then_some(saved);
    other
        .into_iter()
        .chain(ZONES)
        .map(|zone| Choice::new(zone, zone.replace('_', " ")))
        .collect()
}
