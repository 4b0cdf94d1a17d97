//! The name a browser asked for.

/// A host name in small letters, without port. Hostile input stops here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HostName(String);

impl HostName {
    /// Reads a Host header: at most 253 letters, digits, dots and hyphens, an optional port (RFC 9110, 7.2).
    pub fn parse(header: &str) -> Option<Self> {
        let name = match header.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            Some(_) => return None,
            None => header,
        };
        let name = name.trim_end_matches('.');
        let is_plain = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-');
        (is_plain && !name.is_empty() && name.len() <= 253).then(|| Self(name.to_ascii_lowercase()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_read_without_its_port_and_nothing_odd_passes() {
        assert_eq!(
            HostName::parse("Aurora.localhost:3000").unwrap().as_str(),
            "aurora.localhost"
        );
        assert_eq!(HostName::parse("localhost").unwrap().as_str(), "localhost");
        for odd in [
            "",
            ":3000",
            "a b",
            "a/b",
            "evil.test:80:80",
            "a\u{e9}",
            "x:y",
            &"a".repeat(254),
        ] {
            assert_eq!(HostName::parse(odd), None, "{odd}");
        }
    }
}
