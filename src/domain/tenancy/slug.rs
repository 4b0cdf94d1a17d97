//! The short name of a shop: the first part of its free host.

/// Two to thirty-nine small letters, digits and hyphens. Also a label of a host name (RFC 1035, 2.3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slug(String);

/// Not a name a shop can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseSlugError {
    #[error("not a short name")]
    Malformed,
    /// Means something else in front of the platform's host.
    #[error("the name is kept")]
    Reserved,
}

/// Names that people would take for the platform itself.
const RESERVED: [&str; 16] = [
    "admin", "api", "app", "billing", "console", "ftp", "help", "house", "imap", "mail", "pop", "smtp",
    "status", "support", "webmail", "www",
];

impl Slug {
    /// Reads what an operator typed.
    pub fn parse(text: &str) -> Result<Self, ParseSlugError> {
        let text = text.trim().to_ascii_lowercase();
        let is_plain = text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        // `xn--` begins a name in another script, which would be read as such.
        let is_label = !text.starts_with('-') && !text.ends_with('-') && !text.starts_with("xn--");
        if !is_plain || !is_label || !(2..=39).contains(&text.len()) {
            return Err(ParseSlugError::Malformed);
        }
        if RESERVED.contains(&text.as_str()) {
            return Err(ParseSlugError::Reserved);
        }
        Ok(Self(text))
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
    fn a_short_name_is_a_host_label_and_not_the_platforms() {
        assert_eq!(Slug::parse(" Nomad-1 ").unwrap().as_str(), "nomad-1");
        for odd in [
            "",
            "a",
            "-a",
            "a-",
            "a b",
            "a.b",
            "ä-shop",
            "xn--nmd",
            &"a".repeat(40),
        ] {
            assert_eq!(Slug::parse(odd), Err(ParseSlugError::Malformed), "{odd}");
        }
        assert_eq!(Slug::parse("www"), Err(ParseSlugError::Reserved));
    }
}
