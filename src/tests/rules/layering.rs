//! What each room may import, and where SQL may stand.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn files(folder: &str) -> Vec<PathBuf> {
    fn walk(path: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = vec![];
    let path = Path::new("src").join(folder);
    if path.is_dir() {
        walk(&path, &mut found);
    }
    let single = Path::new("src").join(format!("{folder}.rs"));
    if single.is_file() {
        found.push(single);
    }
    assert!(!found.is_empty(), "no files in src/{folder}");
    found
}

/// Code without comments and without unit tests at its end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default()
        .to_owned();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Names the module in a path: `crate::domain`, or `domain` in a list after `use crate::{`.
fn mentions(code: &str, module: &str) -> bool {
    code.contains(&format!("crate::{module}::"))
        || code.contains(&format!("crate::{{{module}::"))
        || code.lines().any(|line| {
            let line = line.trim_start();
            line.starts_with(&format!("{module}::{{"))
                || line.starts_with(&format!("{module}::")) && line.ends_with(',')
        })
}

#[test]
fn each_room_uses_only_what_it_may() {
    let forbidden: [(&str, &[&str], &[&str]); 9] = [
        (
            "shared",
            &[
                "domain",
                "providers",
                "server_fns",
                "http",
                "jobs",
                "boot",
                "backend",
            ],
            &["axum", "reqwest", "tokio"],
        ),
        (
            "islands",
            &["domain", "providers", "http", "jobs", "boot", "backend", "pages"],
            &["sqlx", "axum", "reqwest"],
        ),
        (
            "components",
            &["domain", "providers", "http", "jobs", "boot", "backend", "pages"],
            &["sqlx", "reqwest"],
        ),
        (
            "pages",
            &["domain", "providers", "http", "jobs", "boot", "backend"],
            &["sqlx", "reqwest"],
        ),
        (
            "server_fns",
            &["providers", "http", "jobs", "boot", "pages"],
            &["sqlx", "reqwest"],
        ),
        (
            "domain",
            &[
                "server_fns",
                "http",
                "jobs",
                "boot",
                "pages",
                "components",
                "islands",
            ],
            &["leptos", "axum", "reqwest"],
        ),
        (
            "providers",
            &["domain", "server_fns", "http", "jobs", "boot", "pages", "backend"],
            &["sqlx", "leptos", "axum"],
        ),
        ("http", &["providers", "boot"], &["sqlx", "reqwest"]),
        (
            "jobs",
            &["providers", "boot", "http", "pages"],
            &["sqlx", "reqwest", "axum"],
        ),
    ];
    let mut breaches = vec![];
    for (room, rooms, crates) in forbidden {
        for path in files(room) {
            let code = code(&path);
            // `providers::http` is the providers' own client, not the room of that name.
            let mentions_room =
                |module: &&str| mentions(&code, module) && !(room == "providers" && *module == "http");
            for module in rooms.iter().filter(|module| mentions_room(module)) {
                breaches.push(format!("{} uses crate::{module}", path.display()));
            }
            for name in crates.iter().filter(|name| code.contains(&format!("{name}::"))) {
                let is_sqlx_type = room == "shared" && *name == "sqlx";
                if !is_sqlx_type {
                    breaches.push(format!("{} uses {name}", path.display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{breaches:#?}");
}

#[test]
fn sql_stands_only_in_a_rooms_store() {
    let mut breaches = vec![];
    for path in files("domain") {
        let is_store = path
            .components()
            .any(|part| part.as_os_str() == "store" || part.as_os_str() == "store.rs");
        let is_queue = path.ends_with("domain/queue.rs");
        if !is_store && !is_queue && code(&path).contains("sqlx::query") {
            breaches.push(path);
        }
    }
    assert!(breaches.is_empty(), "{breaches:?}");
}

#[test]
fn only_the_wallets_store_writes_the_ledger() {
    let tables = [
        "into wallets",
        "update wallets",
        "into ledger_",
        "into holds",
        "update holds",
    ];
    for path in files("domain") {
        let code = code(&path);
        let writes = tables.iter().any(|table| code.contains(table));
        assert!(
            !writes || path.starts_with("src/domain/wallet/store"),
            "{} writes the ledger",
            path.display()
        );
    }
    let post_only = files("domain/wallet")
        .into_iter()
        .filter(|path| code(path).contains("store::write_transfer"));
    let callers: Vec<_> = post_only.collect();
    assert_eq!(callers.len(), 1, "{callers:?}");
    assert!(callers[0].ends_with("wallet/post.rs"));
}

#[test]
fn a_rooms_store_is_its_own() {
    for path in files("domain") {
        let code = code(&path);
        assert!(
            !code.contains("::store::") || code.contains("super::store::"),
            "{} reaches into a store",
            path.display()
        );
    }
}

#[test]
fn every_room_has_a_sign_and_nothing_is_left_over() {
    for folder in [
        "shared",
        "domain",
        "providers",
        "server_fns",
        "http",
        "jobs",
        "boot",
        "pages",
        "components",
        "islands",
    ] {
        for path in files(folder) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//!"), "{} has no sign", path.display());
            for leftover in ["todo!(", "unimplemented!(", "dbg!(", "FIXME", "TODO"] {
                assert!(!text.contains(leftover), "{} has a {leftover}", path.display());
            }
        }
    }
}

#[test]
fn floats_stay_away_from_money() {
    for folder in ["shared", "domain"] {
        for path in files(folder) {
            let code = code(&path);
            let is_colour = path.components().any(|part| part.as_os_str() == "themes");
            assert!(
                is_colour || !(code.contains("f64") || code.contains("f32")),
                "{} has floats",
                path.display()
            );
        }
    }
}

/// Leptos does not escape what stands in a textarea; `components::TextArea` does.
#[test]
fn textareas_are_drawn_by_the_component_alone() {
    for path in ["pages", "components", "islands"].into_iter().flat_map(files) {
        let is_component = path.ends_with("components/text_area.rs");
        let text = code(&path);
        assert_eq!(text.contains("<textarea"), is_component, "{}", path.display());
    }
}
