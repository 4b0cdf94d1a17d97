//! From the tables to numbers: the same list every time, without storing it.

use super::super::magic::{ENDINGS, Magic};
use super::plan::{Country, Kind, KindPlan, Range};
use super::{countries, country};

/// Ordinary numbers per kind and country, at least.
const PER_KIND: u64 = 240;
/// Ordinary numbers per range, at least: an area code must offer a choice.
const PER_RANGE: u64 = 40;
/// Coprime to ten, so that steps through a range never meet a number twice before its end.
const STRIDE: u64 = 7_919;

/// A number of the stock and its terms.
#[derive(Clone)]
pub struct StockNumber {
    pub e164: String,
    pub country: &'static Country,
    pub kind: Kind,
    pub abilities: &'static str,
    pub address: &'static str,
    pub locality: &'static str,
    pub region: &'static str,
}

/// All numbers of one kind in one country; those with magic endings come last, out of a casual buyer's way.
pub fn stock_of(country: &'static Country, plan: &'static KindPlan) -> Vec<StockNumber> {
    let ranges = plan.ranges;
    let each = PER_RANGE.max(PER_KIND.div_ceil(ranges.len() as u64));
    let number = |range: &Range, e164: String| {
        let address = match Magic::of_number(&e164) {
            Some(Magic::NeedsAddress) => "any",
            _ => plan.address,
        };
        StockNumber {
            e164,
            country,
            kind: plan.kind,
            abilities: plan.abilities,
            address,
            locality: range.2,
            region: range.3,
        }
    };
    let mut sequences: Vec<_> = ranges.iter().map(|range| (range, ordinary(range))).collect();
    let mut stock = Vec::new();
    // In turn, so that a first page shows many places and not one.
    for _ in 0..each {
        for (range, numbers) in &mut sequences {
            stock.extend(numbers.next().map(|e164| number(range, e164)));
        }
    }
    for range in ranges.iter().take(1) {
        stock.extend(ENDINGS.iter().map(|ending| number(range, magic(range, *ending))));
    }
    stock
}

/// A number of the stock, whether sold or not.
pub fn find(e164: &str) -> Option<StockNumber> {
    let digits = e164.strip_prefix('+')?;
    let holds =
        |range: &Range| digits.starts_with(range.0) && digits.len() == range.0.len() + usize::from(range.1);
    let (iso, plan) = countries()
        .flat_map(|country| country.kinds.iter().map(move |plan| (country.iso, plan)))
        .find(|(_, plan)| plan.ranges.iter().any(holds))?;
    stock_of(country(iso)?, plan)
        .into_iter()
        .find(|number| number.e164 == e164)
}

fn ordinary(range: &Range) -> impl Iterator<Item = String> {
    let &Range(prefix, free, ..) = range;
    let size = 10_u64.pow(u32::from(free));
    let start = seed(prefix);
    let width = usize::from(free);
    (0..size)
        .map(move |step| format!("+{prefix}{:0width$}", (start + step * STRIDE) % size))
        .filter(|e164| Magic::of_number(e164).is_none())
}

/// The digits before the ending come from the range, so that they differ from country to country.
fn magic(range: &Range, ending: u16) -> String {
    let &Range(prefix, free, ..) = range;
    let lead = usize::from(free) - 4;
    let digits = seed(prefix).to_string();
    format!("+{prefix}{}{ending:04}", &digits[..lead])
}

/// FNV-1a, kept within ten digits and never with fewer than nine.
fn seed(prefix: &str) -> u64 {
    let hash = prefix.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash % 9_000_000_000 + 1_000_000_000
}
