//! What somebody typed to find a customer, an order or a person.

use crate::shared::ids::{OrderId, PaymentId, UserId};

/// Characters of the longest search; an address has 254.
const LENGTH_MAX: usize = 254;

/// What a text looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// Nothing was typed.
    All,
    /// Nothing can match.
    Nothing,
    /// The beginning of an e-mail address, a name or a last name, in small letters.
    Text(String),
    /// E.164.
    Number(String),
    Iccid(String),
    Order(OrderId),
    Customer(UserId),
    Payment(PaymentId),
}

impl Search {
    /// Reads the text. Numbers may be written with spaces, dots, hyphens and brackets.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::All;
        }
        if text.chars().count() > LENGTH_MAX || text.contains(char::is_control) {
            return Self::Nothing;
        }
        if let Ok(id) = text.parse() {
            return Self::Order(id);
        }
        if let Ok(id) = text.parse() {
            return Self::Customer(id);
        }
        if let Ok(id) = text.parse() {
            return Self::Payment(id);
        }
        let plain: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '/'))
            .collect();
        let digits = plain.strip_prefix('+').unwrap_or(&plain);
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            match digits.len() {
                7..=15 => return Self::Number(format!("+{digits}")),
                17..=22 if digits.len() == plain.len() => return Self::Iccid(plain),
                _ => {}
            }
        }
        Self::Text(text.to_lowercase())
    }

    /// The stretch of an index that begins with the text: from, and up to but without.
    pub fn stretch(text: &str) -> (String, String) {
        (text.to_owned(), format!("{text}\u{10FFFF}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_says_what_is_looked_for() {
        let order = OrderId::from(uuid::Uuid::from_u128(7));
        assert_eq!(Search::parse(&format!(" {order} ")), Search::Order(order));
        assert_eq!(
            Search::parse("+1 (415) 555-0100"),
            Search::Number("+14155550100".into())
        );
        assert_eq!(
            Search::parse("14155550100"),
            Search::Number("+14155550100".into())
        );
        assert_eq!(
            Search::parse("8901 2345 6789 0123 456"),
            Search::Iccid("8901234567890123456".into())
        );
        assert_eq!(Search::parse("Ann@B.test"), Search::Text("ann@b.test".into()));
        assert_eq!(Search::parse("%_'\""), Search::Text("%_'\"".into()));
        assert_eq!(Search::parse("  "), Search::All);
        assert_eq!(Search::parse(&"x".repeat(10_000)), Search::Nothing);
        assert_eq!(Search::parse("a\0b"), Search::Nothing);
    }
}
