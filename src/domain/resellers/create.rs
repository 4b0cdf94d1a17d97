//! Opens a shop: reseller, free host, neutral look, first prices, texts to fill in, and its owner.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        accounts::{Email, InviteOwner, InviteOwnerError, PersonName, invite_owner},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        pricing,
        scope::{Admin, Operator},
        staff,
        tenancy::{Slug, free_host, seed, seed::NewReseller, shop::SettlementMode, shop_status::set_status},
        themes,
        wallet::open::{Owner, open},
    },
    shared::{
        brand::LegalPage, currency::Currency, ids::ResellerId, money::Money, permissions::StaffRole,
        shop_set_up::ShopStatus,
    },
};

/// What a new shop begins with.
#[derive(Debug)]
pub struct CreateReseller {
    pub slug: Slug,
    /// 1 to 80 characters.
    pub name: String,
    pub currency: Currency,
    pub owner_email: Email,
    pub owner_first_name: PersonName,
    pub owner_last_name: PersonName,
    pub origin: Origin,
}

/// Why no shop was opened.
#[derive(Debug, thiserror::Error)]
pub enum CreateResellerError {
    /// Another shop has the short name, or its host.
    #[error("the short name is taken")]
    SlugTaken,
    /// Prices are made in dollars, and there is no rate to this currency.
    #[error("no exchange rate to the currency")]
    NoRate,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CreateResellerError);

/// Of each sale, until an operator with the right to it decides otherwise.
const COMMISSION_PERCENT: u32 = 10;
/// First markups: on each number, in units of the shop's currency, and on each data plan.
const NUMBER_MARKUP: &str = "0.50";
const DATA_MARKUP_PERCENT: u32 = 25;

/// Opens the shop in trial and mails its owner a link to choose a password, in one transaction. The same short name for
/// the same owner again gives the shop made first and mails nothing.
pub async fn create(
    backend: &Backend,
    admin: &Admin,
    new: &CreateReseller,
) -> Result<ResellerId, CreateResellerError> {
    let mut tx = backend.begin_system().await?;
    free_host::lock_slug(&mut tx, &new.slug).await?;
    if let Some((id, is_same_owner)) = store::made_before(&mut tx, &new.slug, &new.owner_email).await? {
        tx.commit().await?;
        return is_same_owner.then_some(id).ok_or(CreateResellerError::SlugTaken);
    }
    let host = backend.hosts.given(new.slug.as_str());
    if free_host::is_host_taken(&mut tx, &host).await? {
        return Err(CreateResellerError::SlugTaken);
    }
    if new.currency != Currency::USD && !store::has_rate(&mut tx, Currency::USD, new.currency).await? {
        return Err(CreateResellerError::NoRate);
    }
    let now = backend.now();
    let id = shop(&mut tx, new, &host, backend).await?;
    let scope = Operator::console(admin).at(id);
    // What the shop's own systems order is taken from its float, whoever collects.
    open(&mut tx, &scope, now, Owner::ResellerFloat, new.currency).await?;
    let invite = InviteOwner {
        reseller: id,
        email: &new.owner_email,
        first_name: &new.owner_first_name,
        last_name: &new.owner_last_name,
        host: &host,
    };
    let owner = match invite_owner(&mut tx, backend, &invite).await {
        Ok(owner) => owner,
        Err(InviteOwnerError::EmailTaken) => {
            return Err(Internal::broken("a new shop has an account already").into());
        }
        Err(InviteOwnerError::Internal(error)) => return Err(CreateResellerError::Internal(error)),
    };
    staff::add(&mut tx, id, owner, StaffRole::Owner, now).await?;
    let mut audit = Audit::of("reseller.created", id, &new.origin);
    audit.after = Some(serde_json::json!({
        "name": new.name, "host": host, "currency": new.currency, "owner": new.owner_email.as_str(),
    }));
    audit::record(&mut tx, &scope, now, audit).await?;
    tx.commit().await?;
    // The host was nobody's a moment ago, which is remembered too.
    backend.caches.shops.clear();
    Ok(id)
}

async fn shop(
    tx: &mut PgConnection,
    new: &CreateReseller,
    host: &str,
    backend: &Backend,
) -> Result<ResellerId, Internal> {
    let now = backend.now();
    let sender = format!("hello@{host}");
    let row = NewReseller {
        slug: new.slug.as_str(),
        host,
        name: &new.name,
        tagline: "",
        hero_title: "Data and numbers for your trip",
        hero_text: "Choose where you are going. Your eSIM or your number is ready in minutes.",
        currency: new.currency,
        settlement_mode: SettlementMode::PlatformCollects,
        commission_percent: Decimal::from(COMMISSION_PERCENT),
        support_email: new.owner_email.as_str(),
        sender_name: &new.name,
        sender_email: &sender,
        locale: "en",
        is_platform: false,
        legal_pages: legal_pages(&new.name),
    };
    let id = seed::reseller(tx, &row, now).await?;
    set_status(tx, id, ShopStatus::Trial, "").await?;
    themes::first::first(tx, id, now).await?;
    let markup = Money::parse(NUMBER_MARKUP, new.currency)?;
    pricing::seed::reseller(tx, id, markup, DATA_MARKUP_PERCENT, now).await?;
    Ok(id)
}

/// Pages every shop must have. What belongs there stands in square brackets, so that the step of Start stays open until
/// somebody wrote it.
fn legal_pages(name: &str) -> Vec<LegalPage> {
    let page = |slug: &str, title: &str, body: String| LegalPage {
        slug: slug.into(),
        title: title.into(),
        body,
    };
    let gap = |what: &str| format!("{name} has not written this page yet. [{what}]");
    vec![
        page(
            "terms",
            "Terms of service",
            gap("Who sells, what is sold, and when money is returned"),
        ),
        page(
            "privacy",
            "Privacy",
            gap("Which data is kept, why, and for how long"),
        ),
        page(
            "imprint",
            "Imprint",
            gap("The company, its address, and how to reach it"),
        ),
    ]
}
