//! An e-mail address that can be written to.

use std::fmt;

/// A mail address in small letters, at most 254 characters. Equal addresses are the same account of a reseller.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Not an address we can write to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct ParseEmailError;

/// Longest address SMTP can carry (RFC 5321, 4.5.3.1.3, less the angle brackets).
const LENGTH_MAX: usize = 254;

impl Email {
    /// Reads what a person typed. Quoted and address-literal forms (`"a b"@[10.0.0.1]`) are refused: nobody's
    /// mailbox looks like that and some mailers read them differently than we would.
    pub fn parse(text: &str) -> Result<Self, ParseEmailError> {
        let text = text.trim().to_ascii_lowercase();
        let (local, domain) = text.split_once('@').ok_or(ParseEmailError)?;
        let is_plain =
            text.len() <= LENGTH_MAX && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
        let has_top_level = domain.rsplit_once('.').is_some_and(|(rest, top)| {
            !rest.is_empty() && top.len() >= 2 && top.bytes().any(|byte| byte.is_ascii_alphabetic())
        });
        let fits = is_plain && has_top_level && !domain.starts_with('[');
        let is_address = fits && lettre::Address::new(local, domain).is_ok();
        is_address.then_some(Self(text)).ok_or(ParseEmailError)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part behind the @.
    pub fn domain(&self) -> &str {
        self.0.split('@').nth(1).unwrap_or_default()
    }

    /// The part before the @, for a person who gave no name.
    pub fn local_part(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_spaces_around_do_not_make_another_account() {
        assert_eq!(
            Email::parse(" Customer@Aurora.TEST ").unwrap().as_str(),
            "customer@aurora.test"
        );
        assert_eq!(
            Email::parse("a.b+c@mail.example.co").unwrap().local_part(),
            "a.b+c"
        );
    }

    #[test]
    fn what_is_no_mailbox_is_refused() {
        let long = format!("{}@example.test", "a".repeat(250));
        for text in [
            "",
            "a",
            "@b.co",
            "a@",
            "a@b",
            "a@.co",
            "a@b.c",
            "a b@c.de",
            "a@b@c.de",
            "\"a\"@b.co",
            "a@[10.0.0.1]",
            "a@10.0.0.1",
            "a@b.co\r\nbcc: x@y.zz",
            "ü@b.co",
            &long,
        ] {
            assert_eq!(Email::parse(text), Err(ParseEmailError), "{text}");
        }
    }
}
