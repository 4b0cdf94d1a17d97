//! The plans for sale: per country, per region, and for the world. Made from the table of territories.

use super::super::magic::{ENDINGS, Magic};
use super::territories::{REGIONS, TERRITORIES, Territory};

const MB: u64 = 1 << 20;
const GB: u64 = 1 << 30;
/// Countries that also sell plans with magic ids.
const WITH_MAGIC: [&str; 5] = ["US", "GB", "FR", "DE", "NL"];
/// Sizes of the plans with magic ids, one for each ending: different from the ordinary ones, so that names stay unique.
const MAGIC_SIZES: [(u64, u32); 5] = [(2, 15), (4, 30), (8, 30), (15, 30), (20, 30)];

/// A plan.
#[derive(Clone)]
pub struct Product {
    pub id: u64,
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub countries: Vec<&'static str>,
    /// `None` is unlimited, with a fair use of so many gigabytes a day.
    pub data_bytes: Option<u64>,
    pub validity: Validity,
    /// US cents.
    pub cost_cents: u64,
}

/// How long a plan lasts from its first use.
#[derive(Clone, Copy)]
pub enum Validity {
    Days(u32),
    Months(u32),
}

/// Fair use of the unlimited plans, in gigabytes a day.
pub const FAIR_USE_GB: u64 = 2;

/// Every plan, always in the same order with the same ids.
pub fn all() -> Vec<Product> {
    let countries = TERRITORIES.iter().flat_map(of_country);
    let regions = REGIONS.iter().zip(1..).flat_map(|((name, cents), number)| {
        let covered: Vec<_> = TERRITORIES
            .iter()
            .filter(|territory| territory.region == *name)
            .collect();
        of_area(name, number, *cents, &covered)
    });
    let world: Vec<_> = TERRITORIES.iter().collect();
    countries
        .chain(regions)
        .chain(of_area("Global", 9, 420, &world))
        .collect()
}

/// A plan by its id.
pub fn find(id: u64) -> Option<Product> {
    all().into_iter().find(|product| product.id == id)
}

/// `cents` is the cost of a gigabyte; more cost less each.
fn of_country(territory: &Territory) -> Vec<Product> {
    let code = code_of(territory.iso2);
    let product = |id: u64, data: Option<u64>, days: u32, cost_cents: u64| Product {
        id,
        name: name_of(territory.name, data, Validity::Days(days)),
        countries: vec![territory.iso3],
        data_bytes: data,
        validity: Validity::Days(days),
        cost_cents,
    };
    let cents = u64::from(territory.cents);
    // Ids end in the number of the plan, 1 to 6, so none of them meets a magic ending by accident.
    let id = |plan: u64| 100_000 + code * 100 + plan;
    let mut products = vec![
        product(id(1), Some(GB), 7, cents),
        product(id(2), Some(3 * GB), 30, cents * 26 / 10),
        product(id(3), Some(5 * GB), 30, cents * 40 / 10),
        product(id(4), Some(10 * GB), 30, cents * 70 / 10),
    ];
    match cents {
        ..=140 => products.push(product(id(5), None, 10, cents * 14)),
        400.. => products.push(product(id(6), Some(500 * MB), 3, cents * 6 / 10)),
        _ => {}
    }
    if WITH_MAGIC.contains(&territory.iso2) {
        products.extend(ENDINGS.iter().zip(MAGIC_SIZES).map(|(ending, (size, days))| {
            product(
                (1_000 + code) * 10_000 + u64::from(*ending),
                Some(size * GB),
                days,
                cents * size * 8 / 10,
            )
        }));
    }
    products
}

fn of_area(name: &str, number: u64, cents: u64, covered: &[&Territory]) -> Vec<Product> {
    let mut plans = vec![
        (Some(GB), Validity::Days(7), cents),
        (Some(5 * GB), Validity::Days(30), cents * 4),
        (Some(10 * GB), Validity::Days(30), cents * 7),
    ];
    if name == "Global" {
        plans.push((Some(20 * GB), Validity::Months(12), cents * 13));
    }
    let plan = |(place, (data_bytes, validity, cost_cents)): (u64, _)| Product {
        id: 200_000 + number * 100 + place,
        name: name_of(name, data_bytes, validity),
        countries: covered.iter().map(|territory| territory.iso3).collect(),
        data_bytes,
        validity,
        cost_cents,
    };
    (1..).zip(plans).map(plan).collect()
}

fn name_of(place: &str, data: Option<u64>, validity: Validity) -> String {
    let amount = match data {
        None => "Unlimited".to_owned(),
        Some(bytes) if bytes % GB == 0 => format!("{} GB", bytes / GB),
        Some(bytes) => format!("{} MB", bytes / MB),
    };
    match validity {
        Validity::Days(days) => format!("{place} {amount}, {days} days"),
        Validity::Months(months) => format!("{place} {amount}, {months} months"),
    }
}

/// AA is 0, ZZ is 675.
fn code_of(iso2: &str) -> u64 {
    iso2.bytes()
        .fold(0, |code, letter| code * 26 + u64::from(letter - b'A'))
}

impl Product {
    /// What the id makes happen when somebody orders.
    pub fn magic(&self) -> Option<Magic> {
        Magic::of(self.id)
    }
}
