//! A host name somebody typed.

use crate::backend::Hosts;

/// The name that proves ownership stands before the host and has to fit as well (RFC 1035: 253 in all).
const LONGEST: usize = 239;

/// Why it cannot be a shop's domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("not a host name such as shop.example.com")]
    NotAHost,
    #[error("a host of the platform")]
    Ours,
}

/// Reads a host as typed or pasted with its scheme; other scripts become their ASCII form (IDNA).
pub(super) fn read(typed: &str, hosts: &Hosts) -> Result<String, NameError> {
    let typed = typed.trim();
    let typed = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let typed = typed.split(['/', '?', '#']).next().unwrap_or_default();
    let Ok(url::Host::Domain(host)) = url::Host::parse(typed.trim_end_matches('.')) else {
        return Err(NameError::NotAHost);
    };
    if hosts.is_ours(&host) {
        return Err(NameError::Ours);
    }
    let labels: Vec<&str> = host.split('.').collect();
    let is_top_level =
        |label: &&str| label.bytes().any(|byte| byte.is_ascii_alphabetic()) && label.len() >= 2;
    let is_host = host.len() <= LONGEST
        && labels.len() >= 2
        && labels.iter().all(|label| is_label(label))
        && labels.last().is_some_and(is_top_level);
    is_host.then_some(host).ok_or(NameError::NotAHost)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<String, NameError> {
        super::read(typed, &Hosts::default())
    }

    #[test]
    fn hosts_are_read_as_typed_and_pasted() {
        assert_eq!(read(" Shop.Example.COM. ").unwrap(), "shop.example.com");
        assert_eq!(
            read("https://shop.example.com/start?a=b").unwrap(),
            "shop.example.com"
        );
        assert_eq!(read("bücher.example").unwrap(), "xn--bcher-kva.example");
    }

    #[test]
    fn nothing_else_is_a_host() {
        let long = format!("{}.com", "a.".repeat(120));
        for odd in [
            "",
            "shop",
            "192.0.2.1",
            "[::1]",
            "shop.example.com:8080",
            "-a.com",
            "a-.com",
            "a_b.com",
            "a b.com",
            "a..com",
            "a.1",
            "*.example.com",
            "user@example.com",
            &long,
        ] {
            assert_eq!(read(odd), Err(NameError::NotAHost), "{odd}");
        }
        for ours in ["kite.localhost", "localhost", "shops.localhost"] {
            assert_eq!(read(ours), Err(NameError::Ours), "{ours}");
        }
    }
}
