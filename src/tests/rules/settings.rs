//! `.env.example` and the manifests say what the code says.

use std::{collections::BTreeSet, fs};

use clouddail::boot::config::SETTINGS;

#[test]
fn the_example_lists_every_setting_with_its_default() {
    let text = fs::read_to_string(".env.example").unwrap();
    let listed: BTreeSet<String> = text
        .lines()
        .filter_map(|line| {
            line.trim_start_matches("# ")
                .trim_start_matches('#')
                .split_once('=')
        })
        .filter(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let known: BTreeSet<String> = SETTINGS
        .iter()
        .map(|(name, default, _)| format!("{name}={}", default.unwrap_or_default()))
        .collect();
    assert_eq!(listed, known);
}

/// cargo-leptos reads Cargo.toml, the server reads Leptos.toml.
#[test]
fn leptos_toml_agrees_with_cargo_toml() {
    let section = |path: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(path).unwrap();
        let after = text
            .split("[package.metadata.leptos]")
            .nth(1)
            .unwrap_or_else(|| panic!("{path} has no section"));
        after
            .lines()
            .take_while(|line| !line.starts_with('['))
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(section("Cargo.toml"), section("Leptos.toml"));
}
