//! What an offered number is, packed into the text a caller hands back. It names the thing and never its price, so
//! there is nothing in it to trust.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::shared::{number::NumberType, place::CountryCode};

/// Country, kind and number of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferId {
    pub country: CountryCode,
    pub kind: NumberType,
    pub e164: String,
}

impl OfferId {
    /// The text.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}/{}/{}", self.country, self.kind.as_str(), self.e164))
    }

    /// Reads the text; `None` for what is none of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = text.splitn(3, '/');
        let country = parts.next()?.parse().ok()?;
        let kind = parts.next()?.parse().ok()?;
        let e164 = parts.next()?;
        let digits = e164.strip_prefix('+')?;
        let fits = (7..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        fits.then(|| Self {
            country,
            kind,
            e164: e164.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_reads_back_and_nothing_else_does() {
        let offer = OfferId {
            country: "US".parse().unwrap(),
            kind: NumberType::Local,
            e164: "+14155550100".into(),
        };
        assert_eq!(OfferId::parse(&offer.encode()), Some(offer));
        for text in [
            "",
            "x",
            "US/local/+14155550100",
            &URL_SAFE_NO_PAD.encode("US/local/14155550100"),
        ] {
            assert_eq!(OfferId::parse(text), None, "{text}");
        }
    }
}
