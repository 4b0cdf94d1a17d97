//! Where a reseller's earnings are sent: a bank account, checked as far as its digits can tell.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest name the banks' format carries in every scheme.
const LONGEST_HOLDER: usize = 70;

/// What is wrong with an account somebody typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseAccountError {
    #[error("the account holder must be 1 to 70 characters")]
    Holder,
    /// Its two check digits do not fit the rest.
    #[error("this is not an IBAN; please compare it with your bank statement")]
    Iban,
    #[error("this is not a BIC: 8 or 11 letters and digits, such as DEUTDEFF")]
    Bic,
    #[error("an account number is 4 to 34 letters and digits")]
    Number,
}

/// An international bank account number, ISO 13616.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Iban(String);

impl Iban {
    /// Spaces and small letters are put right; the check digits must be.
    pub fn parse(text: &str) -> Result<Self, ParseAccountError> {
        let iban = plain(text);
        let (country, rest) = iban.split_at_checked(2).ok_or(ParseAccountError::Iban)?;
        let is_shaped = (15..=34).contains(&iban.len())
            && country.bytes().all(|b| b.is_ascii_uppercase())
            && rest.bytes().take(2).all(|b| b.is_ascii_digit())
            && rest.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if is_shaped && remainder(&iban) == 1 {
            Ok(Self(iban))
        } else {
            Err(ParseAccountError::Iban)
        }
    }

    /// Without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// ISO 7064 MOD 97-10, as ISO 13616 uses it: the first four characters go to the end, letters count 10 to 35.
fn remainder(iban: &str) -> u32 {
    let (head, tail) = iban.split_at(4);
    tail.chars()
        .chain(head.chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| {
            let shift = if value > 9 { 100 } else { 10 };
            (rest * shift + value) % 97
        })
}

/// A bank's identifier, ISO 9362.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bic(String);

impl Bic {
    /// Spaces and small letters are put right.
    pub fn parse(text: &str) -> Result<Self, ParseAccountError> {
        let bic = plain(text);
        let is_country = bic.bytes().skip(4).take(2).all(|b| b.is_ascii_uppercase());
        let is_alphanumeric = bic.bytes().all(|b| b.is_ascii_alphanumeric());
        if matches!(bic.len(), 8 | 11) && is_country && is_alphanumeric {
            Ok(Self(bic))
        } else {
            Err(ParseAccountError::Bic)
        }
    }

    /// 8 or 11 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The account itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankAccount {
    Iban(Iban),
    /// Where there are no IBANs.
    Number {
        number: String,
        bic: Bic,
    },
}

/// Whose account a payout goes to. Sealed in the database and never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    holder: String,
    account: BankAccount,
}

impl Destination {
    /// An account with an IBAN.
    pub fn iban(holder: &str, iban: &str) -> Result<Self, ParseAccountError> {
        Ok(Self {
            holder: parse_holder(holder)?,
            account: BankAccount::Iban(Iban::parse(iban)?),
        })
    }

    /// An account of a country without IBANs.
    pub fn number(holder: &str, number: &str, bic: &str) -> Result<Self, ParseAccountError> {
        let number = plain(number);
        if !(4..=34).contains(&number.len()) || !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ParseAccountError::Number);
        }
        Ok(Self {
            holder: parse_holder(holder)?,
            account: BankAccount::Number {
                number,
                bic: Bic::parse(bic)?,
            },
        })
    }

    /// The name the account is in.
    pub fn holder(&self) -> &str {
        &self.holder
    }

    /// The account.
    pub const fn account(&self) -> &BankAccount {
        &self.account
    }

    /// What people see of it: `•••• 3000`.
    pub fn hint(&self) -> String {
        let number = match &self.account {
            BankAccount::Iban(iban) => iban.as_str(),
            BankAccount::Number { number, .. } => number,
        };
        // Letters and digits only, so bytes are characters; the shortest has four.
        format!("•••• {}", number.get(number.len() - 4..).unwrap_or_default())
    }
}

impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A name without line ends or control characters, which would end a field of the bank's file.
pub(super) fn parse_holder(text: &str) -> Result<String, ParseAccountError> {
    let name = text.trim();
    let fits = (1..=LONGEST_HOLDER).contains(&name.chars().count());
    if fits && !name.chars().any(char::is_control) {
        Ok(name.to_owned())
    } else {
        Err(ParseAccountError::Holder)
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_with_one_wrong_or_two_swapped_digits_is_refused() {
        assert_eq!(
            Iban::parse("de89 3704 0044 0532 0130 00").unwrap().as_str(),
            "DE89370400440532013000"
        );
        assert!(Iban::parse("GB82WEST12345698765432").is_ok());
        for wrong in [
            "DE88370400440532013000",
            "DE89370400440532010300",
            "DE8937040044053201300",
            "8937040044053201300000",
            "",
            "DE",
            "ÄÖ89370400440532013000",
        ] {
            assert!(Iban::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_the_last_four_are_shown() {
        let destination = Destination::number("Ada", "00123456789", "chasus33").unwrap();
        assert_eq!(destination.hint(), "•••• 6789");
        assert_eq!(format!("{destination:?}"), "[redacted]");
        assert!(Destination::number("Ada", "123", "CHASUS33").is_err());
        assert!(Destination::number("Ada", "12345", "CHAS0S33").is_err());
        assert!(Destination::iban("A\nB", "GB82WEST12345698765432").is_err());
    }
}
