//! A code as people type it.

/// 3 to 32 capital letters, digits and hyphens. Small letters are taken for capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Reads it; spaces around it do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let is_code = (3..=32).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        is_code.then_some(Self(text))
    }

    /// In capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_do_not_matter() {
        assert_eq!(Code::parse(" summer-25 "), Code::parse("SUMMER-25"));
        assert_eq!(Code::parse("a b"), None);
        assert_eq!(Code::parse("ab"), None);
    }
}
