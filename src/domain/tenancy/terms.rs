//! On what terms a reseller sells. `resellers` decides when they change.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::store;
use crate::shared::{
    features::Features,
    ids::ResellerId,
    money::{Money, PositiveMoney},
};

/// What the platform takes and when it pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Of each sale, 0 to 100.
    pub commission_percent: Decimal,
    /// Days an earning waits before it is payable, 0 to 180.
    pub earnings_hold_days: i32,
    /// The smallest payout, in the shop's currency.
    pub payout_minimum: Money,
}

/// The terms, which nobody changes until the caller's transaction ends; `None` when there is no such reseller.
pub async fn lock_terms(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<Terms>, crate::domain::error::Internal> {
    store::terms::lock_terms(conn, reseller).await
}

/// Sets the terms in the caller's transaction (of the worker's role).
pub async fn set_terms(
    conn: &mut PgConnection,
    reseller: ResellerId,
    terms: &Terms,
) -> Result<(), sqlx::Error> {
    store::terms::set_terms(conn, reseller, terms).await
}

/// The most a shop may sell; `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The dearest single order.
    pub order_max: Option<PositiveMoney>,
    /// All orders of a calendar day (UTC).
    pub day_max: Option<PositiveMoney>,
}

/// Sets the limits in the caller's transaction.
pub async fn set_limits(
    conn: &mut PgConnection,
    reseller: ResellerId,
    limits: Limits,
) -> Result<(), sqlx::Error> {
    store::terms::set_limits(conn, reseller, limits).await
}

/// What the shop may do at all.
pub async fn features(conn: &mut PgConnection, reseller: ResellerId) -> Result<Features, sqlx::Error> {
    store::terms::features(conn, reseller).await
}

/// Sets the switches in the caller's transaction.
pub async fn set_features(
    conn: &mut PgConnection,
    reseller: ResellerId,
    features: Features,
) -> Result<(), sqlx::Error> {
    store::terms::set_features(conn, reseller, features).await
}
