//! A mail as a customer would get it, in the look of the shop's draft.

use rust_decimal::Decimal;

use super::{Notice, RenderedMail, render, send::mail_brand};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::Scope as _,
        scope::Staff,
        themes::{contrast::text_on, draft},
    },
    shared::{currency::Currency, ids::AssetId, money::Money},
};

/// What a delivered order's mail looks like. Nothing is sent.
pub async fn sample(backend: &Backend, staff: &Staff, currency: Currency) -> Result<RenderedMail, Internal> {
    let draft = draft::draft(backend, staff).await?.version;
    let mut tx = backend.begin(staff).await?;
    let mut brand = mail_brand(&mut tx, &backend.address, staff.reseller()).await?;
    let logo = match draft.logo {
        Some(id) => crate::domain::themes::asset::is_png(&mut tx, staff, id)
            .await?
            .then_some(id),
        None => None,
    };
    tx.commit().await?;
    let picture = |id: AssetId| format!("{}brand/{id}", brand.home_url);
    brand.logo_url = logo.map(picture);
    brand.legal_line = format!("{} · {}", draft.words.name, brand.support_email);
    brand.name = draft.words.name;
    brand.sender_name = draft.words.sender_name;
    (brand.primary, brand.primary_text) = (draft.tokens.primary, text_on(draft.tokens.primary));
    let notice = Notice::OrderDelivered {
        what: "Data plan, France, 5 GB".into(),
        amount: Money::from_decimal(Decimal::new(1250, 2), currency)?,
        link: brand.home_url.clone(),
    };
    render(&brand, "Alex", &notice).map_err(|error| Internal::broken(format!("rendering a mail: {error}")))
}
