//! The stock of phone numbers: made up, always the same, and valid in each country's numbering plan.
//!
//! Nothing is stored: a number's place in the stock follows from the tables, and what is sold is in the memory.

mod africa_middle_east;
mod americas;
mod asia_pacific;
mod europe;
pub mod plan;
mod stock;

pub use self::plan::{Country, Kind};
pub use self::stock::{StockNumber, find, stock_of};

/// Every country with numbers.
pub fn countries() -> impl Iterator<Item = &'static Country> {
    [
        americas::COUNTRIES,
        europe::COUNTRIES,
        asia_pacific::COUNTRIES,
        africa_middle_east::COUNTRIES,
    ]
    .into_iter()
    .flatten()
}

/// A country by its ISO 3166-1 alpha-2 code.
pub fn country(iso: &str) -> Option<&'static Country> {
    countries().find(|country| country.iso == iso)
}
