//! What a draft would cost. Writes nothing and holds nothing.

use super::draft::{Draft, DraftError, check};
use crate::{
    backend::Backend,
    domain::{numbers::format::display, orders::place::Payer, place, scope::Buys, wallet::balance::balance},
    shared::{message::MessagePreview, money::Money, sms},
};

/// Encoding, segments and price of the draft, and the characters that make it dear. What is sent right after costs
/// exactly this.
pub async fn compose(
    backend: &Backend,
    buyer: &impl Buys,
    payer: Payer,
    draft: &Draft,
) -> Result<MessagePreview, DraftError> {
    let (mut tx, checked) = check(backend, buyer, payer, draft).await?;
    let currency = checked.stack.charged.currency();
    let available = match balance(&mut tx, buyer, currency, backend.now()).await? {
        Some(purse) => purse.available()?,
        None => Money::zero(currency),
    };
    tx.commit().await?;
    let plain =
        Some(sms::plain(&checked.body)).filter(|plain| *plain != checked.body && !plain.trim().is_empty());
    Ok(MessagePreview {
        to_display: display(&checked.to.e164),
        to: checked.to.e164,
        country: place::country(checked.to.country).name,
        odd: sms::odd_characters(&checked.body),
        plain_measure: plain.as_deref().map(sms::measure),
        plain,
        body: checked.body,
        measure: checked.measure,
        unit: checked.unit.charged,
        price: checked.stack.charged,
        available,
    })
}
