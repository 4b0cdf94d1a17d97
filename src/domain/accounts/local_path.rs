//! Where to go after signing in: a page of this shop, never another site.

/// A path on the host the person is on, with query. Cannot leave it: no scheme, no `//`, no backslash, which
/// browsers read as a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPath(String);

/// Longest path kept; ours are far shorter.
const LENGTH_MAX: usize = 500;

impl LocalPath {
    /// Reads a `next` parameter; `None` for whatever could lead elsewhere.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let stays_here = text.starts_with('/') && !text.contains("//");
        (is_plain && stays_here && text.len() <= LENGTH_MAX).then(|| Self(text.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_the_same_host_passes() {
        assert_eq!(
            LocalPath::parse("/numbers?country=US").unwrap().as_str(),
            "/numbers?country=US"
        );
        for text in [
            "",
            "numbers",
            "//evil.test",
            "/\\evil.test",
            "/a//b",
            "https://evil.test",
            "javascript:alert(1)",
            "/a\n/b",
            "/\t/evil.test",
            "/ä",
            &format!("/{}", "a".repeat(500)),
        ] {
            assert_eq!(LocalPath::parse(text), None, "{text}");
        }
    }
}
