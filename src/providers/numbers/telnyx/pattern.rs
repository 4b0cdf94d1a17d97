//! A search pattern: what of it Telnyx compares, and the rest, which we do.
//!
//! Telnyx takes digits. Keypad letters become theirs; `*` for any digit it does not know.

/// From so many digits on a pattern names one number.
///
/// Assumed: whether a country code counts in `contains` is not said, so a whole number is asked for by its end.
const WHOLE_NUMBER: usize = 9;
/// Digits of the end that are asked for.
const END: usize = 7;

/// `None` is any digit.
pub struct Pattern(Vec<Option<u8>>);

impl Pattern {
    /// Digits, keypad letters and `*`; other signs are taken for any digit.
    pub fn parse(text: &str) -> Self {
        Self(text.bytes().map(digit).collect())
    }

    /// True when every number fits.
    pub fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    /// The parameter of the search and its value; `None` when there is nothing Telnyx could compare.
    pub fn asked(&self) -> Option<(&'static str, String)> {
        let longest = self
            .0
            .split(Option::is_none)
            .max_by_key(|run| run.len())
            .filter(|run| run.len() > 1)?;
        let digits: String = longest.iter().flatten().map(|digit| char::from(*digit)).collect();
        if digits.len() >= WHOLE_NUMBER {
            return Some((
                "filter[phone_number][ends_with]",
                digits[digits.len() - END..].to_owned(),
            ));
        }
        Some(("filter[phone_number][contains]", digits))
    }

    /// Whether the digits of the number hold the whole pattern.
    pub fn is_in(&self, e164: &str) -> bool {
        let digits = e164.trim_start_matches('+').as_bytes();
        self.is_any()
            || digits.windows(self.0.len()).any(|window| {
                window
                    .iter()
                    .zip(&self.0)
                    .all(|(digit, wanted)| wanted.is_none_or(|wanted| wanted == *digit))
            })
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte.to_ascii_lowercase() {
        b'0'..=b'9' => Some(byte),
        b'a'..=b'c' => Some(b'2'),
        b'd'..=b'f' => Some(b'3'),
        b'g'..=b'i' => Some(b'4'),
        b'j'..=b'l' => Some(b'5'),
        b'm'..=b'o' => Some(b'6'),
        b'p'..=b's' => Some(b'7'),
        b't'..=b'v' => Some(b'8'),
        b'w'..=b'z' => Some(b'9'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telnyx_compares_digits_and_we_the_rest() {
        let asked = |text: &str| Pattern::parse(text).asked();
        assert_eq!(asked(""), None);
        assert_eq!(asked("*5*"), None);
        let contains = |digits: &str| Some(("filter[phone_number][contains]", digits.to_owned()));
        assert_eq!(asked("415"), contains("415"));
        assert_eq!(asked("55**666"), contains("666"));
        assert_eq!(asked("CALL"), contains("2255"));
        assert_eq!(
            asked("14155550100"),
            Some(("filter[phone_number][ends_with]", "5550100".to_owned()))
        );
        let pattern = Pattern::parse("55*01");
        assert!(pattern.is_in("+14155550100") && !pattern.is_in("+14155210100"));
        assert!(Pattern::parse("").is_in("+14155550100"));
        assert!(!Pattern::parse("14155550100123").is_in("+14155550100"));
    }
}
