//! Postal addresses customers give for numbers whose law asks for one.

use serde::{Deserialize, Serialize};

use super::{ids::AddressId, place::Country};

/// An address of the customer's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressView {
    pub id: AddressId,
    /// The person or company that lives there.
    pub name: String,
    pub street: String,
    pub city: String,
    /// State or region; empty where there is none.
    pub region: String,
    pub postal_code: String,
    pub country: Country,
    /// Numbers that depend on it.
    pub numbers: i64,
}

impl AddressView {
    /// In one line.
    pub fn line(&self) -> String {
        let Self {
            name,
            street,
            city,
            region,
            postal_code,
            country,
            ..
        } = self;
        let parts = [name, street, city, region, postal_code, &country.name];
        let parts: Vec<_> = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect();
        parts.join(", ")
    }
}

/// The page of a customer's addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressBook {
    pub addresses: Vec<AddressView>,
    /// Countries an address can be in.
    pub countries: Vec<Country>,
}
