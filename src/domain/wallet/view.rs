//! The wallet's page.

use super::{
    balance::balance,
    statement::{self, PAGE_ROWS},
    store,
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    shared::{
        currency::Currency,
        money::{MICROS_PER_UNIT, Money},
        wallet::{PaymentRow, StatementPage, TopUpClosed, WalletView},
    },
};

/// Amounts offered for a top-up, in whole units.
const SUGGESTED_UNITS: [i64; 4] = [10, 20, 50, 100];
/// Credits shown; nobody has that many.
const CREDITS_MAX: i64 = 20;
/// Lines of the statement shown under the wallet.
const RECENT_ROWS: i64 = 5;

/// Figures, last movements and payments, with `limits` of a top-up (smallest, largest) and whether the shop takes any.
pub async fn wallet(
    backend: &Backend,
    buyer: &impl Buys,
    currency: Currency,
    limits: (Money, Money),
    payments: Vec<PaymentRow>,
    closed: Option<TopUpClosed>,
) -> Result<WalletView, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let figures = balance(&mut tx, buyer, currency, backend.now()).await?;
    let recent = statement::statement(&mut tx, buyer, currency, None, RECENT_ROWS)
        .await?
        .rows;
    let credits = store::credits(&mut tx, buyer, currency, backend.now(), CREDITS_MAX).await?;
    tx.commit().await?;
    let zero = Money::zero(currency);
    let is_frozen = figures.as_ref().is_some_and(|wallet| wallet.is_frozen);
    let (balance, held, available, credit_limit) = match figures {
        Some(wallet) => (
            wallet.balance,
            wallet.held,
            wallet.available()?,
            wallet.credit_limit,
        ),
        None => (zero, zero, zero, zero),
    };
    let suggestions = SUGGESTED_UNITS
        .iter()
        .map(|units| Money::from_micros(units * MICROS_PER_UNIT, currency))
        .collect();
    let (smallest, largest) = limits;
    Ok(WalletView {
        balance,
        held,
        available,
        credit_limit,
        credits,
        as_of: backend.now(),
        suggestions,
        smallest,
        largest,
        recent,
        payments,
        is_frozen,
        closed,
    })
}

/// A page of the statement.
pub async fn statement(
    backend: &Backend,
    buyer: &impl Buys,
    currency: Currency,
    before: Option<i64>,
) -> Result<StatementPage, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let page = statement::statement(&mut tx, buyer, currency, before, PAGE_ROWS).await?;
    tx.commit().await?;
    Ok(page)
}
