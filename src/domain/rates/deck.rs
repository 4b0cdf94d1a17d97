//! A country's prices.

use crate::{
    backend::Backend,
    domain::{
        calls,
        error::{Internal, with_internal},
        messages::{self, destination},
        numbers, place,
        pricing::{self, Basis, Rulebook, Subject},
        scope::Scope,
    },
    providers::calls::CallCosts,
    shared::{
        money::Money,
        number::NumberType,
        place::{Country, CountryCode},
        price::{PriceStack, Service},
        rates::{RateDeck, RateKind, RateRow},
    },
};

/// Prefixes named in one row; a network may have hundreds.
const PREFIXES_MAX: usize = 8;
/// Rows of calls; countries have a few dozens.
const CALLS_MAX: usize = 100;

/// Who reads them: anybody, or staff who see what is behind a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Anybody,
    Staff,
}

/// Why there are no prices.
#[derive(Debug, thiserror::Error)]
pub enum DeckError {
    #[error("neither a country nor a number")]
    NoPlace,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DeckError);

/// The prices of the country that is named by its code, its name or a number of it.
pub async fn deck(
    backend: &Backend,
    scope: &impl Scope,
    reader: Reader,
    asked: &str,
) -> Result<RateDeck, DeckError> {
    let countries = messages::countries::all();
    let code = find(&countries, asked).ok_or(DeckError::NoPlace)?;
    let mut tx = backend.begin(scope).await?;
    let book = pricing::rulebook(&mut tx, scope, backend.now()).await?;
    tx.commit().await?;
    let mut all = Rows {
        book: &book,
        reader,
        rows: vec![],
        is_partial: false,
    };
    all.messages(backend, code).await?;
    all.calls(backend, code).await?;
    all.agents(backend, code)?;
    all.numbers(backend, code).await?;
    Ok(RateDeck {
        country: place::country(code),
        rows: all.rows,
        countries,
        is_partial: all.is_partial,
    })
}

/// `FR`, `france`, `+33 6 12 34 56 78` or how such a number begins.
fn find(countries: &[Country], asked: &str) -> Option<CountryCode> {
    let asked = asked.trim();
    if asked.len() > 60 {
        return None;
    }
    let of_name = countries.iter().find(|country| {
        country.name.eq_ignore_ascii_case(asked) || country.code.as_str().eq_ignore_ascii_case(asked)
    });
    if let Some(country) = of_name {
        return Some(country.code);
    }
    let usual = "US".parse().ok()?;
    destination::parse(asked, usual)
        .map(|phone| phone.country)
        .or_else(|| destination::of_prefix(asked))
}

struct Rows<'a> {
    book: &'a Rulebook,
    reader: Reader,
    rows: Vec<RateRow>,
    is_partial: bool,
}

impl Rows<'_> {
    /// Of two vendors' prices for the same the dearer one, since the number decides.
    fn add(&mut self, kind: RateKind, detail: String, stack: &PriceStack) -> Result<(), Internal> {
        let inside = match self.reader {
            Reader::Anybody => None,
            Reader::Staff => {
                let due = stack.due_to_platform()?;
                Some((due, stack.charged.minus(due)?))
            }
        };
        let row = RateRow {
            kind,
            detail,
            price: stack.charged,
            inside,
        };
        let known = self
            .rows
            .iter_mut()
            .find(|known| known.kind == row.kind && known.detail == row.detail);
        match known {
            Some(known) if known.price.micros() < row.price.micros() => *known = row,
            Some(_) => {}
            None => self.rows.push(row),
        }
        Ok(())
    }

    fn price(
        &self,
        service: Service,
        country: CountryCode,
        provider: &str,
        cost: Money,
    ) -> Result<PriceStack, Internal> {
        let subject = Subject {
            service,
            country: Some(country),
            provider,
            plan: None,
        };
        pricing::price(self.book, &subject, &Basis::of(cost))
            .map_err(|error| Internal::broken(error.to_string()))
    }

    async fn messages(&mut self, backend: &Backend, country: CountryCode) -> Result<(), Internal> {
        for vendor in &backend.providers.messages {
            let Ok(costs) = messages::price::costs(backend, vendor.as_ref(), country).await else {
                self.is_partial = true;
                continue;
            };
            let of = |from| costs.iter().find(|cost| cost.from == from);
            let kinds = NumberType::ALL.into_iter().map(Some).chain([None]);
            for (from, cost) in kinds.filter_map(|from| Some((from, of(from)?))) {
                let stack = self.price(Service::Sms, country, vendor.name(), cost.segment)?;
                let detail = match from {
                    Some(kind) => format!("from a {} number", kind.label().to_lowercase()),
                    None => "from any other number".into(),
                };
                self.add(RateKind::MessageOut, detail, &stack)?;
            }
        }
        Ok(())
    }

    async fn calls(&mut self, backend: &Backend, country: CountryCode) -> Result<(), Internal> {
        for vendor in &backend.providers.calls {
            let Ok(costs) = calls::price::costs(backend, vendor.as_ref(), country).await else {
                self.is_partial = true;
                continue;
            };
            for (detail, minute) in outbound(&costs) {
                let stack = self.price(Service::VoiceMinute, country, vendor.name(), minute)?;
                self.add(RateKind::CallOut, detail, &stack)?;
            }
            for (kind, minute) in costs.inbound.iter().filter(|(_, minute)| minute.is_positive()) {
                let stack = self.price(Service::VoiceMinute, country, vendor.name(), *minute)?;
                let detail = format!("to a {} number", kind.label().to_lowercase());
                self.add(RateKind::CallIn, detail, &stack)?;
            }
        }
        Ok(())
    }

    fn agents(&mut self, backend: &Backend, country: CountryCode) -> Result<(), Internal> {
        let Some(vendor) = &backend.providers.agents else {
            return Ok(());
        };
        let stack = self.price(Service::VoiceMinute, country, vendor.name(), vendor.minute())?;
        self.add(RateKind::Agent, "to a number of this country".into(), &stack)
    }

    async fn numbers(&mut self, backend: &Backend, country: CountryCode) -> Result<(), Internal> {
        for kind in NumberType::ALL {
            match numbers::cost::usual(backend, country, kind).await {
                Ok(Some((vendor, cost))) => {
                    let stack = self.price(Service::NumberMonth, country, vendor, cost.monthly)?;
                    let detail = format!("{}, from", kind.label().to_lowercase());
                    self.add(RateKind::NumberMonth, detail, &stack)?;
                }
                Ok(None) => {}
                Err(_) => self.is_partial = true,
            }
        }
        Ok(())
    }
}

/// Rows of calls: the dearest where the caller's number decides. Shortest prefixes first.
fn outbound(costs: &CallCosts) -> Vec<(String, Money)> {
    let mut rows: Vec<(Vec<&str>, Money)> = vec![];
    for cost in &costs.outbound {
        let mut prefixes: Vec<&str> = cost.prefixes.iter().map(String::as_str).collect();
        prefixes.sort_unstable();
        match rows.iter_mut().find(|(known, _)| *known == prefixes) {
            Some((_, minute)) if minute.micros() < cost.minute.micros() => *minute = cost.minute,
            Some(_) => {}
            None => rows.push((prefixes, cost.minute)),
        }
    }
    rows.sort_by_key(|(prefixes, _)| prefixes.iter().map(|prefix| prefix.len()).min());
    rows.truncate(CALLS_MAX);
    rows.into_iter()
        .map(|(prefixes, minute)| {
            let named: Vec<String> = prefixes
                .iter()
                .take(PREFIXES_MAX)
                .map(|prefix| format!("+{prefix}"))
                .collect();
            let more = if prefixes.len() > PREFIXES_MAX {
                " and others"
            } else {
                ""
            };
            (
                format!("to numbers that begin with {}{more}", named.join(", ")),
                minute,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::calls::MinuteCost;

    #[test]
    fn a_prefix_has_one_row_with_its_dearest_price() {
        let cost = |prefix: &str, origin: &str, micros| MinuteCost {
            prefixes: vec![prefix.into()],
            origins: vec![origin.into()],
            minute: Money::from_micros(micros, "USD".parse().unwrap()),
        };
        let costs = CallCosts {
            outbound: vec![cost("336", "33", 5), cost("33", "", 1), cost("336", "1", 9)],
            inbound: vec![],
        };
        let rows: Vec<(String, i64)> = outbound(&costs)
            .into_iter()
            .map(|(detail, minute)| (detail, minute.micros()))
            .collect();
        assert_eq!(
            rows,
            [
                ("to numbers that begin with +33".to_owned(), 1),
                ("to numbers that begin with +336".to_owned(), 9)
            ]
        );
    }
}
