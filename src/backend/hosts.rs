//! The platform's own names: what shops' domains point to, and where a shop without a domain answers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Names and addresses of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    /// Every shop answers at `slug.base`.
    pub base: String,
    /// What the alias of a shop's domain leads to.
    pub target: String,
    /// What the addresses of a bare domain are.
    pub addresses: Vec<IpAddr>,
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            base: "localhost".into(),
            target: "shops.localhost".into(),
            addresses: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
        }
    }
}

impl Hosts {
    /// Where the shop with this short name answers by itself.
    pub fn given(&self, slug: &str) -> String {
        format!("{slug}.{}", self.base)
    }

    /// True for names no shop may call its own.
    pub fn is_ours(&self, host: &str) -> bool {
        [&self.base, &self.target].into_iter().any(|ours| {
            host == ours
                || host
                    .strip_suffix(ours.as_str())
                    .is_some_and(|rest| rest.ends_with('.'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_base_or_the_target_is_ours() {
        let hosts = Hosts::default();
        assert_eq!(hosts.given("aurora"), "aurora.localhost");
        assert!(hosts.is_ours("localhost") && hosts.is_ours("x.shops.localhost"));
        assert!(!hosts.is_ours("mylocalhost"));
    }
}
