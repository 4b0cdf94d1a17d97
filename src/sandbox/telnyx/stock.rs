//! What Telnyx sells: numbers of its own, and some that Twilio sells too, for another price or the same.

use super::super::inventory::plan::{Country, Kind, Range as R, country, local, mobile, toll_free};
use super::super::inventory::{self, StockNumber};
use super::super::magic::Magic;

/// Its own numbers; cents a month.
#[rustfmt::skip]
const OWN: &[Country] = &[
    country("US", "United States", 7_900, 14_000, &[
        local(130, "vsm", "none", &[R("1214302", 4, "Dallas", "TX"), R("1619302", 4, "San Diego", "CA"), R("1919302", 4, "Raleigh", "NC")]),
        toll_free(200, "vs", "none", &[R("1877302", 4, "", "")]),
    ]),
    country("CA", "Canada", 7_900, 14_000, &[
        local(100, "vsm", "none", &[R("1437302", 4, "Toronto", "ON"), R("1236302", 4, "Vancouver", "BC")]),
    ]),
    country("GB", "United Kingdom", 46_300, 15_800, &[
        local(100, "v", "none", &[R("44203302", 4, "London", "")]),
        mobile(105, "vs", "none", &[R("447418", 6, "", "")]),
    ]),
    country("DE", "Germany", 99_200, 13_900, &[
        local(100, "v", "none", &[R("493022", 6, "Berlin", ""), R("498922", 6, "München", "")]),
    ]),
    country("FR", "France", 79_800, 18_000, &[local(140, "v", "any", &[R("3318830", 4, "Paris", "")])]),
    country("NL", "Netherlands", 97_600, 21_000, &[local(200, "v", "none", &[R("312022", 5, "Amsterdam", "")])]),
];

/// Countries whose first local range at Twilio is sold here too, and for how many cents a month: dearer, the same,
/// cheaper. Here its ending 0666 is in stock.
const SHARED: [(&str, u32); 3] = [("US", 130), ("CA", 115), ("GB", 105)];

/// Asked once for numbers of this country, in cents.
const UPFRONT: (&str, u32) = ("DE", 100);

/// A number with its price.
pub struct Offer {
    pub number: StockNumber,
    pub monthly_cents: u32,
    pub upfront_cents: u32,
    /// What its ending makes happen.
    pub magic: Option<Magic>,
}

/// Everything of one kind in one country, its own numbers first.
pub fn stock_of(iso: &str, kind: Kind) -> Vec<Offer> {
    let own = OWN.iter().find(|country| country.iso == iso);
    let own = own.into_iter().flat_map(|country| {
        let plan = country.kind(kind);
        plan.into_iter()
            .flat_map(move |plan| inventory::stock_of(country, plan))
    });
    own.chain(shared(iso, kind)).map(offer).collect()
}

/// Kinds of its own numbers whose law wants an address, by country.
pub fn wanting_an_address() -> impl Iterator<Item = (&'static str, Kind)> {
    OWN.iter().flat_map(|country| {
        let plans = country.kinds.iter().filter(|plan| plan.address != "none");
        plans.map(move |plan| (country.iso, plan.kind))
    })
}

/// A number of the stock, whether sold or not.
pub fn find(e164: &str) -> Option<Offer> {
    let digits = e164.strip_prefix('+')?;
    let kinds = [Kind::Local, Kind::Mobile, Kind::TollFree];
    let countries = OWN.iter().filter(|country| {
        let mut ranges = country.kinds.iter().flat_map(|plan| plan.ranges);
        ranges.any(|range| digits.starts_with(range.0))
            || first_range(country.iso).is_some_and(|range| digits.starts_with(range))
    });
    countries
        .flat_map(|country| kinds.map(|kind| stock_of(country.iso, kind)))
        .flatten()
        .find(|offer| offer.number.e164 == e164)
}

/// The digits shared numbers of the country start with.
fn first_range(iso: &str) -> Option<&'static str> {
    SHARED.iter().find(|(shared, _)| *shared == iso)?;
    let plan = inventory::country(iso)?.kind(Kind::Local)?;
    plan.ranges.first().map(|range| range.0)
}

fn shared(iso: &str, kind: Kind) -> Vec<StockNumber> {
    let (Some(range), Some(country), Kind::Local) = (first_range(iso), inventory::country(iso), kind) else {
        return Vec::new();
    };
    let plan = country.kind(kind);
    let stock = plan
        .map(|plan| inventory::stock_of(country, plan))
        .unwrap_or_default();
    stock
        .into_iter()
        .filter(|number| number.e164[1..].starts_with(range))
        .collect()
}

fn offer(number: StockNumber) -> Offer {
    let iso = number.country.iso;
    let is_shared = first_range(iso).is_some_and(|range| number.e164[1..].starts_with(range));
    let price = SHARED.iter().find(|(shared, _)| is_shared && *shared == iso);
    let own = number
        .country
        .kind(number.kind)
        .map_or(0, |plan| plan.monthly_cents);
    let magic = Magic::of_number(&number.e164);
    Offer {
        monthly_cents: price.map_or(own, |(_, cents)| *cents),
        upfront_cents: if iso == UPFRONT.0 { UPFRONT.1 } else { 0 },
        magic: magic.filter(|magic| !(is_shared && *magic == Magic::OutOfStock)),
        number,
    }
}
