//! A person's first or last name, as it may stand in a mail.

/// A name of at most 80 characters, possibly empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName(String);

/// The name could not stand in a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a name")]
pub struct ParseNameError;

/// Characters of a name, as the table allows.
const LENGTH_MAX: usize = 80;

impl PersonName {
    /// Reads what a person typed. Refuses what mail programs turn into a link: anybody can register with somebody
    /// else's address, and the name is in the mail that person gets.
    pub fn parse(text: &str) -> Result<Self, ParseNameError> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_odd = |c: char| c.is_control() || matches!(c, '<' | '>' | '/' | '\\' | '@' | ':' | '{' | '}');
        let fits = name.chars().count() <= LENGTH_MAX
            && !name.contains(is_odd)
            && !name.split(' ').any(looks_like_host);
        fits.then_some(Self(name)).ok_or(ParseNameError)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// True for `evil.test`, false for `J.R.R.` and `Jr.`
pub(in crate::domain) fn looks_like_host(word: &str) -> bool {
    word.split('.').skip(1).any(|part| part.chars().count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_pass_and_links_do_not() {
        for name in [
            "",
            "Ada",
            "Anne-Marie",
            "O'Neill",
            "J.R.R. Tolkien",
            "Sammy Davis Jr.",
            "李 小龍",
        ] {
            assert_eq!(PersonName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(PersonName::parse("  Ada   King ").unwrap().as_str(), "Ada King");
        for name in [
            "win at evil.test",
            "http://x",
            "a@b.co",
            "<b>",
            "a\u{7}b",
            &"a".repeat(81),
        ] {
            assert_eq!(PersonName::parse(name), Err(ParseNameError), "{name}");
        }
    }
}
