//! What must hold of the made-up stock itself; the wire formats are tested through the product's adapters.

use std::collections::HashSet;

use super::inventory;
use super::magic::{ENDINGS, Magic};
use super::telna::catalogue_ids;

#[test]
fn every_number_is_listed_once_and_found_again() {
    let mut seen = HashSet::new();
    for country in inventory::countries() {
        for plan in country.kinds {
            let stock = inventory::stock_of(country, plan);
            assert!(stock.len() >= 30, "{} {:?}", country.iso, plan.kind);
            assert!(ENDINGS.iter().all(|ending| {
                stock
                    .iter()
                    .any(|number| number.e164.ends_with(&format!("{ending:04}")))
            }));
            let found = inventory::find(&stock[7].e164).expect("a listed number is in the stock");
            assert_eq!((found.country.iso, found.kind), (country.iso, plan.kind));
            for number in stock {
                assert!(
                    seen.insert(number.e164.clone()),
                    "{} is listed twice",
                    number.e164
                );
            }
        }
    }
}

#[test]
fn plan_ids_are_unique_and_only_the_meant_ones_are_magic() {
    let ids = catalogue_ids();
    let unique: HashSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    assert_eq!(ids.iter().filter(|id| Magic::of(**id).is_some()).count(), 25);
}
