//! Numbers in vendors' JSON exactly as written: as a number or as a string, never through a floating-point type.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::value::RawValue;

/// A JSON number or string, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exact(String);

impl Exact {
    /// The text, such as `12.50` or `288200108`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its value, where it is a number.
    pub fn decimal(&self) -> Option<Decimal> {
        self.0.parse().or_else(|_| Decimal::from_scientific(&self.0)).ok()
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        match raw.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw.get())
                .map(Self)
                .map_err(D::Error::custom),
            Some(b'-' | b'0'..=b'9') => Ok(Self(raw.get().to_owned())),
            _ => Err(D::Error::custom("neither a number nor a string")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit() {
        let read = |json: &str| {
            serde_json::from_str::<Exact>(json)
                .unwrap()
                .decimal()
                .unwrap()
                .to_string()
        };
        assert_eq!(read("0.1234567890123456789"), "0.1234567890123456789");
        assert_eq!(read("12.50"), "12.50");
        assert_eq!(read("\"12.50\""), "12.50");
        assert_eq!(read("1e2"), "100");
        assert!(serde_json::from_str::<Exact>("true").is_err());
        assert_eq!(serde_json::from_str::<Option<Exact>>("null").unwrap(), None);
    }
}
