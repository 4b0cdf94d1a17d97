//! The buyer chooses an address for the number of a quote.

use super::{item::Item, store};
use crate::{
    backend::Backend,
    domain::{
        addresses,
        error::{Internal, with_internal},
        scope::Buys,
    },
    shared::ids::{AddressId, QuoteId},
};

/// Why the quote stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// Not this buyer's quote, or for something without an address.
    #[error("no such quote")]
    NoQuote,
    /// Not this buyer's address.
    #[error("no such address")]
    NoAddress,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChooseError);

/// Writes the address into the quote; an order that was placed with it keeps what it was placed with.
pub async fn choose_address(
    backend: &Backend,
    buyer: &impl Buys,
    quote: QuoteId,
    chosen: AddressId,
) -> Result<(), ChooseError> {
    let mut tx = backend.begin(buyer).await?;
    if !addresses::is_owned(&mut tx, buyer, chosen).await? {
        return Err(ChooseError::NoAddress);
    }
    let found = store::quote(&mut tx, buyer, quote)
        .await?
        .ok_or(ChooseError::NoQuote)?;
    let mut item = found.item;
    let Item::Number { address, .. } = &mut item else {
        return Err(ChooseError::NoQuote);
    };
    *address = Some(chosen);
    store::set_item(&mut tx, buyer, quote, &item).await?;
    tx.commit().await?;
    Ok(())
}
