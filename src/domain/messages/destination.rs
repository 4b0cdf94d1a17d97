//! A text somebody typed becomes a number that can be written to.

use crate::shared::place::CountryCode;

/// A number a message can go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain) struct Destination {
    pub e164: String,
    pub country: CountryCode,
}

/// Reads an international number, or one of `home` without its country code. `None` for what is no phone number.
pub(in crate::domain) fn parse(text: &str, home: CountryCode) -> Option<Destination> {
    if text.len() > 40 {
        return None;
    }
    let text = text.trim();
    let international = text.strip_prefix("00").map(|rest| format!("+{rest}"));
    let text = international.as_deref().unwrap_or(text);
    let home: Option<phonenumber::country::Id> = home.as_str().parse().ok();
    let number = phonenumber::parse(home, text).ok()?;
    if !number.is_valid() {
        return None;
    }
    let country = number.country().id()?.as_ref().parse().ok()?;
    let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
    Some(Destination { e164, country })
}

/// The country numbers that begin so are of: the first one, where several share a code.
pub(in crate::domain) fn of_prefix(text: &str) -> Option<CountryCode> {
    let text = text.trim();
    let rest = text.strip_prefix('+').or_else(|| text.strip_prefix("00"))?;
    let digits: String = rest
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')'))
        .collect();
    if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // No code of a country is the beginning of another one.
    (1..=digits.len().min(3)).find_map(|length| {
        let code: u16 = digits[..length].parse().ok()?;
        let regions = phonenumber::metadata::DATABASE.region(&code)?;
        regions.into_iter().find_map(|region| region.parse().ok())
    })
}

/// The other side of a message that came in: a number, a short code or a name of letters.
pub(in crate::domain) fn sender(text: &str) -> String {
    let plain: String = text
        .chars()
        .enumerate()
        .filter(|(at, c)| c.is_ascii_alphanumeric() || (*at == 0 && *c == '+'))
        .map(|(_, c)| c)
        .take(20)
        .collect();
    if plain.trim_start_matches('+').len() < 2 {
        "unknown".into()
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let us: CountryCode = "US".parse().unwrap();
        for text in [
            "+1 415 321 4567",
            "(415) 321-4567",
            "0014153214567",
            " +14153214567 ",
        ] {
            let found = parse(text, us).unwrap();
            assert_eq!(
                (found.e164.as_str(), found.country),
                ("+14153214567", us),
                "{text}"
            );
        }
        let french = parse("+33 6 12 34 56 78", us).unwrap();
        assert_eq!(french.country.as_str(), "FR");
        for odd in [
            "",
            "hello",
            "+1",
            "+999999999999",
            "12",
            &"1".repeat(100),
            "+33 6",
        ] {
            assert_eq!(parse(odd, us), None, "{odd}");
        }
        for (prefix, country) in [("+33 6", "FR"), ("+44", "GB"), ("+1", "US"), ("0049 30", "DE")] {
            assert_eq!(of_prefix(prefix).unwrap().as_str(), country, "{prefix}");
        }
        for odd in ["", "+", "33", "+0", "+99999", "+33x", "+1234567890123456"] {
            assert_eq!(of_prefix(odd), None, "{odd}");
        }
        assert_eq!(sender("My Bank!"), "MyBank");
        assert_eq!(sender("+1 (415) 321"), "+1415321");
        assert_eq!(sender("?"), "unknown");
    }
}
