//! Starts a top-up and hands out the address of the gateway's page.

use chrono::TimeDelta;

use super::{
    gateway,
    store::{self, NewPayment},
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::Buys,
        supply::{self, Closed},
        tenancy::Shop,
        wallet::{
            balance::balance,
            open::{Owner, open},
        },
    },
    providers::{ProviderError, payments::CheckoutRequest},
    shared::{
        ids::PaymentId,
        money::Money,
        shop_set_up::ShopStatus,
        wallet::{PaymentStatus, TopUpClosed},
    },
};

/// Smallest and largest top-up, in whole units of the shop's currency.
pub const SMALLEST_UNITS: i64 = 5;
/// See [`SMALLEST_UNITS`].
pub const LARGEST_UNITS: i64 = 1_000;

/// The first look of the job, for payers who never come back to our page.
const FIRST_LOOK: TimeDelta = TimeDelta::minutes(2);

/// A filled-in form.
#[derive(Debug, Clone)]
pub struct TopUp {
    /// As typed: `20` or `20.00`.
    pub amount: String,
    /// Made with the form, so that sending it twice is one payment.
    pub key: String,
    /// Page of ours to go on with afterwards.
    pub return_to: Option<String>,
}

/// Why there is no payment page. Nothing was charged.
#[derive(Debug, thiserror::Error)]
pub enum TopUpError {
    /// Not an amount in whole cents between the limits.
    #[error("not an amount between {smallest} and {largest}")]
    Amount { smallest: Money, largest: Money },
    /// The form's key is missing or belongs to another amount.
    #[error("the form's key does not fit")]
    Key,
    #[error("the e-mail address is not verified")]
    NotVerified,
    /// The shop is on trial: only its own staff pay.
    #[error("the shop is not open yet")]
    NotOpenYet,
    /// The shop is suspended.
    #[error("the shop is closed")]
    ShopClosed,
    /// The reseller collects and has no account at the gateway.
    #[error("the shop cannot take payments")]
    NotCollecting,
    /// A dispute is open about the payer's money.
    #[error("the wallet is frozen")]
    Frozen,
    /// No new payments at this gateway for now.
    #[error("payments are paused")]
    Paused,
    #[error("the gateway does not answer")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(TopUpError);

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Started {
    /// Send the payer to the gateway.
    Pay { url: String },
    /// The form was sent before and its payment is over: show it.
    Over(PaymentId),
}

/// Limits of a top-up in the shop's currency.
pub fn limits(shop: &Shop) -> (Money, Money) {
    let units =
        |units: i64| Money::from_micros(units * crate::shared::money::MICROS_PER_UNIT, shop.brand.currency);
    (units(SMALLEST_UNITS), units(LARGEST_UNITS))
}

fn shop_closed(payer: &store::Payer) -> Result<Option<TopUpClosed>, Internal> {
    match ShopStatus::parse(&payer.status) {
        Some(ShopStatus::Active) => Ok(None),
        Some(ShopStatus::Trial) if payer.is_staff => Ok(None),
        Some(ShopStatus::Trial) => Ok(Some(TopUpClosed::NotOpenYet)),
        Some(ShopStatus::Suspended) => Ok(Some(TopUpClosed::ShopClosed)),
        None => Err(Internal::broken("unknown status of a shop")),
    }
}

/// Why `top_up` would refuse this payer whatever the amount; `None` when it would not.
pub async fn closed(backend: &Backend, payer: &impl Buys) -> Result<Option<TopUpClosed>, Internal> {
    let mut tx = backend.begin(payer).await?;
    let facts = store::payer(&mut tx, payer).await?;
    let account = gateway::for_new(&mut tx, backend, payer.reseller()).await?;
    tx.commit().await?;
    if let Some(closed) = shop_closed(&facts)? {
        return Ok(Some(closed));
    }
    if account.is_none() {
        return Ok(Some(TopUpClosed::NotCollecting));
    }
    if !facts.is_verified {
        return Ok(Some(TopUpClosed::NotVerified));
    }
    let gateway = backend.providers.payments.name();
    let is_paused = supply::is_closed(backend, gateway).await? == Some(Closed::Paused);
    Ok(is_paused.then_some(TopUpClosed::Paused))
}

/// Records the payment, then opens the gateway's page for its reference. Killed in between, the same form goes on
/// where it stopped: opening a page again for the same reference charges nobody.
pub async fn top_up(
    backend: &Backend,
    shop: &Shop,
    payer: &impl Buys,
    request: &TopUp,
) -> Result<Started, TopUpError> {
    let (smallest, largest) = limits(shop);
    let amount = Money::parse(&request.amount, shop.brand.currency)
        .ok()
        .filter(|amount| amount.micros() >= smallest.micros() && amount.micros() <= largest.micros())
        .filter(|amount| amount.round_up_to_minor() == Ok(*amount))
        .ok_or(TopUpError::Amount { smallest, largest })?;
    let is_key = (8..=80).contains(&request.key.len()) && request.key.is_ascii();
    if !is_key {
        return Err(TopUpError::Key);
    }

    match supply::is_closed(backend, backend.providers.payments.name()).await? {
        None => {}
        Some(Closed::Paused) => return Err(TopUpError::Paused),
        Some(resting @ Closed::Resting) => {
            return Err(TopUpError::Unavailable(ProviderError::unknown(
                resting.to_string(),
            )));
        }
    }

    let now = backend.now();
    let mut tx = backend.begin(payer).await?;
    let facts = store::payer(&mut tx, payer).await?;
    if !facts.is_verified {
        return Err(TopUpError::NotVerified);
    }
    match shop_closed(&facts)? {
        None => {}
        Some(TopUpClosed::NotOpenYet) => return Err(TopUpError::NotOpenYet),
        Some(_) => return Err(TopUpError::ShopClosed),
    }
    let account = gateway::for_new(&mut tx, backend, payer.reseller())
        .await?
        .ok_or(TopUpError::NotCollecting)?;
    let figures = balance(&mut tx, payer, amount.currency(), now).await?;
    if figures.is_some_and(|wallet| wallet.is_frozen) {
        return Err(TopUpError::Frozen);
    }
    let wallet = open(&mut tx, payer, now, Owner::of(payer), amount.currency()).await?;
    let key = form_key(payer, &request.key);
    let new = NewPayment {
        id: PaymentId::new(),
        wallet,
        provider: backend.providers.payments.name(),
        account,
        key: &key,
        amount,
        return_to: request.return_to.as_deref(),
        now,
    };
    let payment = store::insert_or_find(&mut tx, payer, &new).await?;
    if payment.amount != amount {
        return Err(TopUpError::Key);
    }
    let job = Job::CheckPayment {
        reseller: payer.reseller(),
        payment: payment.id,
    };
    enqueue(&mut tx, &job, now + FIRST_LOOK).await?;
    // The account this payment was first made at, which a form sent again need not be the one of today.
    let gateway = gateway::open(&mut tx, backend, payer.reseller(), payment.account).await?;
    tx.commit().await?;

    match (payment.state, payment.checkout_url) {
        (PaymentStatus::Created, _) => {}
        (PaymentStatus::Pending, Some(url)) => return Ok(Started::Pay { url }),
        _ => return Ok(Started::Over(payment.id)),
    }
    let provider = gateway.accounts.first().ok_or(TopUpError::NotCollecting)?;
    let checkout = provider
        .checkout(&CheckoutRequest {
            reference: payment.reference,
            amount,
            payer_email: facts.email,
            payer_name: facts.name,
            return_url: backend.address.url(&shop.host, &return_page(payer, payment.id)),
            title: shop.brand.name.clone(),
        })
        .await
        .map_err(TopUpError::Unavailable)?;
    let mut tx = backend.begin(payer).await?;
    store::set_pending(&mut tx, payer.reseller(), payment.id, &checkout.url).await?;
    tx.commit().await?;
    Ok(Started::Pay { url: checkout.url })
}

fn return_page(payer: &impl Buys, payment: PaymentId) -> String {
    match payer.company() {
        Some(_) => format!("/business/wallet/payments/{payment}"),
        None => format!("/account/payments/{payment}"),
    }
}

/// Two payers may make the same key.
fn form_key(payer: &impl Buys, key: &str) -> String {
    match payer.company() {
        Some(company) => format!("{company}:{key}"),
        None => format!("{}:{key}", payer.user()),
    }
}
