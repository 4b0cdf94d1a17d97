//! An address enters its owner's book.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        numbers::countries::countries,
        scope::Buys,
    },
    providers::numbers::PostalAddress,
    shared::{ids::AddressId, place::CountryCode},
};

/// Addresses of one person or company.
const MOST: i64 = 20;
/// Countries whose addresses are not complete without a state or province.
const WITH_REGION: [&str; 5] = ["AU", "BR", "CA", "MX", "US"];
/// Countries without postal codes.
const WITHOUT_POSTAL_CODE: [&str; 1] = ["HK"];

/// As it was typed.
#[derive(Debug, Clone)]
pub struct Add {
    pub name: String,
    pub street: String,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    pub country: String,
    pub origin: Origin,
}

/// Why it was not kept.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error("no name of 2 to 100 characters")]
    Name,
    #[error("no street of 3 to 120 characters")]
    Street,
    #[error("no city of 2 to 80 characters")]
    City,
    /// This country's addresses need one.
    #[error("no region")]
    Region,
    #[error("not a postal code")]
    PostalCode,
    #[error("not a country numbers are sold in")]
    Country,
    #[error("20 addresses are kept already")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AddError);

/// Keeps it. The same again is kept once more: two people may live in one house.
pub async fn add(backend: &Backend, buyer: &impl Buys, wish: &Add) -> Result<AddressId, AddError> {
    let address = parse(wish)?;
    let id = AddressId::new();
    let now = backend.now();
    let mut tx = backend.begin(buyer).await?;
    if store::count(&mut tx, buyer).await? >= MOST {
        return Err(AddError::TooMany);
    }
    store::insert(&mut tx, buyer, id, &address, now).await?;
    audit::record(&mut tx, buyer, now, Audit::of("address.added", id, &wish.origin)).await?;
    tx.commit().await?;
    Ok(id)
}

fn parse(wish: &Add) -> Result<PostalAddress, AddError> {
    let country: CountryCode = wish.country.trim().parse().map_err(|_| AddError::Country)?;
    if !countries().iter().any(|known| known.code == country) {
        return Err(AddError::Country);
    }
    let code = country.as_str();
    let region = line(&wish.region, 0, 60).ok_or(AddError::Region)?;
    if region.is_empty() && WITH_REGION.contains(&code) {
        return Err(AddError::Region);
    }
    let postal_code = line(&wish.postal_code, 0, 12)
        .ok_or(AddError::PostalCode)?
        .to_uppercase();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
    let is_missing = postal_code.len() < 3 && !WITHOUT_POSTAL_CODE.contains(&code);
    if is_missing || !postal_code.chars().all(is_plain) {
        return Err(AddError::PostalCode);
    }
    Ok(PostalAddress {
        name: line(&wish.name, 2, 100).ok_or(AddError::Name)?,
        street: line(&wish.street, 3, 120).ok_or(AddError::Street)?,
        city: line(&wish.city, 2, 80).ok_or(AddError::City)?,
        region,
        postal_code,
        country,
    })
}

/// One line of so many characters, spaces set right; `None` for anything else.
fn line(text: &str, least: usize, most: usize) -> Option<String> {
    if text.len() > 4 * most || text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (least..=most).contains(&line.chars().count()).then_some(line)
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn wish(change: impl FnOnce(&mut Add)) -> Result<PostalAddress, AddError> {
        let mut wish = Add {
            name: "Ada  Byron".into(),
            street: "1 Main St".into(),
            city: "Reno".into(),
            region: "NV".into(),
            postal_code: "89501".into(),
            country: "us".into(),
            origin: Origin {
                address: IpAddr::V4(Ipv4Addr::LOCALHOST),
                request_id: None,
            },
        };
        change(&mut wish);
        parse(&wish)
    }

    #[test]
    fn an_address_is_complete_or_refused() {
        assert_eq!(wish(|_| {}).unwrap().name, "Ada Byron");
        assert!(matches!(wish(|w| w.region.clear()), Err(AddError::Region)));
        assert!(wish(|w| (w.region, w.country) = (String::new(), "DE".into())).is_ok());
        assert!(matches!(
            wish(|w| w.country = "XX".into()),
            Err(AddError::Country)
        ));
        assert!(matches!(
            wish(|w| w.postal_code.clear()),
            Err(AddError::PostalCode)
        ));
        assert!(matches!(
            wish(|w| w.postal_code = "<b>".into()),
            Err(AddError::PostalCode)
        ));
        assert!(matches!(
            wish(|w| w.street = "x".repeat(10_000_000)),
            Err(AddError::Street)
        ));
        assert!(matches!(
            wish(|w| w.city = "Re\u{7}no".into()),
            Err(AddError::City)
        ));
        assert!(matches!(wish(|w| w.name = " ".into()), Err(AddError::Name)));
    }
}
