//! What Telnyx charges us for messages and minutes. Its API does not say, so the list is the one its portal gives, as a
//! file: `service,country,number_type,prefix,price,currency`.

use std::str::FromStr;

use serde::Deserialize;

use crate::{
    providers::{
        calls::{CallCosts, MinuteCost},
        messages::MessageCost,
    },
    shared::{currency::Currency, money::Money, number::NumberType, place::CountryCode},
};

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Rates(Vec<Rate>);

#[derive(Debug, Clone)]
struct Rate {
    service: Service,
    country: CountryCode,
    kind: Option<NumberType>,
    prefix: String,
    price: Money,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Service {
    /// One segment, to the country.
    Sms,
    /// A minute, to numbers that begin so.
    VoiceOut,
    /// A minute, to a number of the country we have.
    VoiceIn,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    service: Service,
    country: String,
    /// Empty for every kind.
    number_type: String,
    /// Digits without a plus; of `voice_out` only.
    prefix: String,
    price: String,
    currency: String,
}

/// The text is no such list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ParseRatesError {
    line: usize,
    reason: String,
}

impl FromStr for Rates {
    type Err = ParseRatesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rates = reader.deserialize().enumerate().map(|(at, line)| {
            let wrong = |reason: String| ParseRatesError { line: at + 2, reason };
            let line: Line = line.map_err(|error: csv::Error| wrong(error.to_string()))?;
            line.read().map_err(|reason| wrong(reason.to_owned()))
        });
        rates.collect::<Result<_, _>>().map(Self)
    }
}

impl Line {
    fn read(self) -> Result<Rate, &'static str> {
        let currency: Currency = self.currency.parse().map_err(|_| "unknown currency")?;
        let price = Money::parse(&self.price, currency).map_err(|_| "not an amount")?;
        if price.is_negative() {
            return Err("a price below zero");
        }
        let has_prefix = !self.prefix.is_empty() && self.prefix.bytes().all(|byte| byte.is_ascii_digit());
        if has_prefix != (self.service == Service::VoiceOut) {
            return Err("voice_out has a prefix of digits, and nothing else has");
        }
        let kind = match self.number_type.as_str() {
            "" => None,
            kind => Some(kind.parse().map_err(|_| "unknown number_type")?),
        };
        if self.service == Service::VoiceIn && kind.is_none() {
            return Err("voice_in has a number_type");
        }
        Ok(Rate {
            service: self.service,
            country: self.country.parse().map_err(|_| "unknown country")?,
            kind,
            prefix: self.prefix,
            price,
        })
    }
}

impl Rates {
    fn of(&self, service: Service, country: CountryCode) -> impl Iterator<Item = &Rate> {
        self.0
            .iter()
            .filter(move |rate| rate.service == service && rate.country == country)
    }

    /// What a segment to the country costs, by the kind of number it is sent from.
    pub fn messages(&self, country: CountryCode) -> Vec<MessageCost> {
        self.of(Service::Sms, country)
            .map(|rate| MessageCost {
                from: rate.kind,
                segment: rate.price,
            })
            .collect()
    }

    /// What minutes of the country cost.
    pub fn calls(&self, country: CountryCode) -> CallCosts {
        let outbound = self.of(Service::VoiceOut, country).map(|rate| MinuteCost {
            prefixes: vec![rate.prefix.clone()],
            origins: vec![],
            minute: rate.price,
        });
        let inbound = self
            .of(Service::VoiceIn, country)
            .filter_map(|rate| Some((rate.kind?, rate.price)));
        CallCosts {
            outbound: outbound.collect(),
            inbound: inbound.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "service,country,number_type,prefix,price,currency\n";

    #[test]
    fn a_list_is_read_whole_or_not_at_all() {
        let list = "sms,US,,,0.0040,USD\nsms,US,toll_free,,0.0055,USD\nvoice_out,US,,1,0.005,USD\n\
                    voice_out,US,,1907,0.09,USD\nvoice_in,US,local,,0.0035,USD\n";
        let rates: Rates = format!("{HEAD}{list}").parse().unwrap();
        let us = "US".parse().unwrap();
        assert_eq!(rates.messages(us).len(), 2);
        let calls = rates.calls(us);
        let minute = |to| calls.minute(to, "+14155550100").map(Money::micros);
        assert_eq!(
            (minute("+14155550123"), minute("+19075550123")),
            (Some(5_000), Some(90_000))
        );
        assert_eq!(calls.inbound(NumberType::Local).map(Money::micros), Some(3_500));
        assert!(rates.messages("FR".parse().unwrap()).is_empty());
        for wrong in [
            "sms,US,,1,0.004,USD",
            "sms,US,boat,,0.004,USD",
            "sms,USA,,,0.004,USD",
            "sms,US,,,-0.004,USD",
            "sms,US,,,0.004,XXQ",
            "voice_out,US,,,0.004,USD",
            "voice_in,US,,,0.004,USD",
            "fax,US,,,0.004,USD",
            "sms,US,,,0.004",
        ] {
            assert!(format!("{HEAD}{wrong}\n").parse::<Rates>().is_err(), "{wrong}");
        }
    }
}
