//! Names of countries as shops write them.

use crate::shared::place::{Country, CountryCode};

/// Short names people use, where ISO's own is long or turned around.
const EVERYDAY: [(&str, &str); 30] = [
    ("BO", "Bolivia"),
    ("BN", "Brunei"),
    ("CD", "DR Congo"),
    ("CG", "Congo"),
    ("CI", "Ivory Coast"),
    ("CV", "Cape Verde"),
    ("CZ", "Czechia"),
    ("FK", "Falkland Islands"),
    ("FM", "Micronesia"),
    ("GB", "United Kingdom"),
    ("HK", "Hong Kong"),
    ("IR", "Iran"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MD", "Moldova"),
    ("MK", "North Macedonia"),
    ("MO", "Macao"),
    ("NL", "Netherlands"),
    ("PS", "Palestine"),
    ("RE", "Réunion"),
    ("RU", "Russia"),
    ("SY", "Syria"),
    ("SZ", "Eswatini"),
    ("TR", "Türkiye"),
    ("TW", "Taiwan"),
    ("TZ", "Tanzania"),
    ("US", "United States"),
    ("VE", "Venezuela"),
    ("VN", "Vietnam"),
];

/// The country's everyday English name; its code where it has none.
pub fn country(code: CountryCode) -> Country {
    let name = EVERYDAY
        .iter()
        .find(|(known, _)| *known == code.as_str())
        .map(|(_, name)| (*name).to_owned())
        .or_else(|| {
            celes::Country::from_alpha2(code.as_str())
                .ok()
                .map(|known| plain(known.long_name))
        })
        .unwrap_or_else(|| code.to_string());
    Country { code, name }
}

/// "Bahamas (the)" and "The Bahamas" are "Bahamas" in a list.
fn plain(name: &str) -> String {
    let name = name.split(" (").next().unwrap_or(name);
    name.strip_prefix("The ").unwrap_or(name).to_owned()
}
