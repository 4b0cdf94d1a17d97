//! Twilio's search pattern: digits, letters as on a keypad, `*` for any one digit, anywhere in the number.

use super::answer::Failure;

/// A checked pattern.
pub struct Pattern(Vec<Option<u8>>);

impl Pattern {
    /// Reads a pattern of two or more signs; a leading `+` is allowed.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let signs: Option<Vec<_>> = text.trim_start_matches('+').bytes().map(sign).collect();
        match signs {
            Some(signs) if signs.len() >= 2 => Ok(Self(signs)),
            _ => Err(Failure::bad(21421, format!("Invalid Pattern Provided: {text}"))),
        }
    }

    /// Whether the digits of an E.164 number hold the pattern.
    pub fn is_in(&self, e164: &str) -> bool {
        let fits = |window: &[u8]| {
            window
                .iter()
                .zip(&self.0)
                .all(|(digit, sign)| sign.is_none_or(|sign| sign == *digit))
        };
        e164.trim_start_matches('+')
            .as_bytes()
            .windows(self.0.len())
            .any(fits)
    }
}

/// `Some(None)` is any digit, `None` not a sign of the pattern.
fn sign(byte: u8) -> Option<Option<u8>> {
    Some(Some(match byte.to_ascii_lowercase() {
        b'*' => return Some(None),
        b'0'..=b'9' => byte,
        b'a'..=b'c' => b'2',
        b'd'..=b'f' => b'3',
        b'g'..=b'i' => b'4',
        b'j'..=b'l' => b'5',
        b'm'..=b'o' => b'6',
        b'p'..=b's' => b'7',
        b't'..=b'v' => b'8',
        b'w'..=b'z' => b'9',
        _ => return None,
    }))
}
