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

    /// The short name of the shop whose given host this is.
    pub fn slug_of<'a>(&self, host: &'a str) -> Option<&'a str> {
        let slug = host.strip_suffix(&self.base)?.strip_suffix('.')?;
        (!slug.is_empty() && !slug.contains('.')).then_some(slug)
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
    fn only_one_label_before_the_base_is_a_shop() {
        let hosts = Hosts::default();
        assert_eq!(hosts.slug_of("aurora.localhost"), Some("aurora"));
        for host in ["localhost", "a.b.localhost", "auroralocalhost", ".localhost"] {
            assert_eq!(hosts.slug_of(host), None, "{host}");
        }
        assert!(hosts.is_ours("localhost") && hosts.is_ours("x.shops.localhost"));
        assert!(!hosts.is_ours("mylocalhost"));
    }
}
