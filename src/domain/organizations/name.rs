//! A company's name, as it may stand in a mail to somebody who never heard of it.

use crate::domain::accounts::looks_like_host;

/// 1 to 120 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyName(String);

/// The name could not stand in a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a company's name")]
pub struct ParseNameError;

/// As the table allows.
const LENGTH_MAX: usize = 120;

impl CompanyName {
    /// Reads what a person typed. Refuses what mail programs turn into a link.
    pub fn parse(text: &str) -> Result<Self, ParseNameError> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_odd = |c: char| c.is_control() || matches!(c, '<' | '>' | '/' | '\\' | '@' | ':' | '{' | '}');
        let fits = (1..=LENGTH_MAX).contains(&name.chars().count())
            && !name.contains(is_odd)
            && !name.split(' ').any(looks_like_host);
        fits.then_some(Self(name)).ok_or(ParseNameError)
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
    fn a_name_is_no_link() {
        assert_eq!(
            CompanyName::parse("  North  & Wind Co. ").unwrap().as_str(),
            "North & Wind Co."
        );
        for text in [
            "",
            " ",
            "win at evil.test",
            "http://x",
            "a@b.co",
            "<b>",
            &"a".repeat(121),
        ] {
            assert_eq!(CompanyName::parse(text), Err(ParseNameError), "{text}");
        }
    }
}
