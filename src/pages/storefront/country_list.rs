//! Which countries the front page shows first.

use crate::shared::esim::Destination;

/// Where most people travel to (UN Tourism's arrivals), in the order shown.
const POPULAR: [&str; 14] = [
    "TR", "US", "FR", "JP", "IT", "GB", "TH", "AE", "DE", "GR", "ID", "CH", "KR", "AU",
];

/// At most `count` destinations: the popular ones that are sold, then the others.
pub fn popular(all: &[Destination], count: usize) -> Vec<Destination> {
    let is = |destination: &Destination, code: &str| {
        destination
            .country
            .as_ref()
            .is_some_and(|country| country.code.as_str() == code)
    };
    let first = POPULAR
        .iter()
        .filter_map(|code| all.iter().find(|destination| is(destination, code)));
    let others = all
        .iter()
        .filter(|destination| !POPULAR.iter().any(|code| is(destination, code)));
    first.chain(others).take(count).cloned().collect()
}

/// What contains `typed`, without regard to case; an exact name alone.
pub fn matching(all: &[Destination], typed: &str) -> Vec<Destination> {
    let typed = typed.trim().to_lowercase();
    let exact = |destination: &&Destination| {
        destination.name.to_lowercase() == typed
            || destination
                .country
                .as_ref()
                .is_some_and(|country| country.code.to_lower() == typed)
    };
    if let Some(found) = all.iter().find(exact) {
        return vec![found.clone()];
    }
    all.iter()
        .filter(|destination| destination.name.to_lowercase().contains(&typed))
        .cloned()
        .collect()
}
