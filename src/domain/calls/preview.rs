//! What a call would cost, before anybody is rung.

use super::{
    draft::{Draft, DraftError, check},
    open::LONGEST,
    rate::Increments,
};
use crate::{
    backend::Backend,
    domain::{error::Internal, numbers::format::display, place, scope::Buys, wallet},
    shared::{call::CallPreview, money::Money},
};

/// Price of a minute and how many the wallet pays for. Holds nothing.
pub async fn preview(backend: &Backend, buyer: &impl Buys, draft: &Draft) -> Result<CallPreview, DraftError> {
    let (mut tx, checked) = check(backend, buyer, draft).await?;
    let minute = checked
        .rates
        .minute()?
        .ok_or_else(|| Internal::broken("a call without a price"))?;
    let purse = wallet::balance::balance(&mut tx, buyer, minute.currency(), backend.now()).await?;
    tx.commit().await?;
    let available = match purse {
        Some(purse) => purse.available()?,
        None => Money::zero(minute.currency()),
    };
    let limit = checked.rates.time_limit(Increments::USUAL, available, LONGEST)?;
    Ok(CallPreview {
        to_display: display(&checked.to.e164),
        to: checked.to.e164,
        country: place::country(checked.to.country).name,
        phone_display: display(&checked.phone.e164),
        phone: checked.phone.e164,
        minute,
        most_minutes: limit.unwrap_or(0) / 60,
        available,
    })
}
