//! How far a reseller's float lasts, and what happens when it runs out.
//!
//! ```text
//! daily spend = (captured − refunded in the last 14 days) ÷ days, of which a younger float has fewer, at least one
//! days left   = what is available ÷ daily spend, rounded down
//! paused      : what is available ≤ the reserve for renewals due in the next seven days
//! critical    : fewer than 5 days left          low: fewer than 14          ok: otherwise
//! ```
//!
//! A paused shop sells nothing new; what it sold is renewed from the reserve, and what comes in goes on.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{self, Notice},
        scope::{Manages, Scope, System},
        tenancy::shop::SettlementMode,
        webhooks::{self, Event},
    },
    shared::{
        currency::Currency,
        money::{Money, MoneyError},
    },
};

/// Days whose sales say how fast the float goes.
pub const LOOK_BACK_DAYS: i64 = 14;
/// Renewals due within so many days are kept back for.
pub const RESERVE_DAYS: i32 = 7;
const LOW_DAYS: i64 = 14;
const CRITICAL_DAYS: i64 = 5;

/// How worried to be, from calm to closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FloatStage {
    Ok,
    Low,
    Critical,
    /// New sales are refused.
    Paused,
}

impl FloatStage {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Low => "low",
            Self::Critical => "critical",
            Self::Paused => "paused",
        }
    }

    /// Reads the database's word.
    pub(super) fn parse(word: &str) -> Result<Self, Internal> {
        [Self::Ok, Self::Low, Self::Critical, Self::Paused]
            .into_iter()
            .find(|stage| stage.as_str() == word)
            .ok_or_else(|| Internal::broken(format!("a float is {word}")))
    }
}

/// What the ledger says about a float.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloatFigures {
    pub mode: SettlementMode,
    pub available: Money,
    /// Captured less refunded in the last 14 days.
    pub spent: Money,
    pub reserve: Money,
    pub opened_at: DateTime<Utc>,
}

/// How far the float lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloatOutlook {
    pub stage: FloatStage,
    pub available: Money,
    pub daily_spend: Money,
    pub reserve: Money,
    /// `None` while nothing is spent.
    pub days_left: Option<i64>,
}

/// The formula above. A float that pays for nothing (the platform collects and nobody orders by the interface) is ok
/// whatever it holds.
pub fn outlook(figures: &FloatFigures, now: DateTime<Utc>) -> Result<FloatOutlook, MoneyError> {
    let FloatFigures {
        mode,
        available,
        spent,
        reserve,
        opened_at,
    } = *figures;
    let days = ((now - opened_at).num_days() + 1).clamp(1, LOOK_BACK_DAYS);
    let daily_spend = Money::from_micros((spent.micros() / days).max(0), spent.currency());
    let days_left = daily_spend
        .is_positive()
        .then(|| available.micros().max(0) / daily_spend.micros());
    let is_used = mode == SettlementMode::ResellerCollects || !spent.is_zero();
    let stage = if !is_used {
        FloatStage::Ok
    } else if !available.minus(reserve)?.is_positive() {
        FloatStage::Paused
    } else {
        match days_left {
            Some(days) if days < CRITICAL_DAYS => FloatStage::Critical,
            Some(days) if days < LOW_DAYS => FloatStage::Low,
            _ => FloatStage::Ok,
        }
    };
    Ok(FloatOutlook {
        stage,
        available,
        daily_spend,
        reserve,
        days_left,
    })
}

/// True when the float takes no new sales: what the last look found. One cheap read.
pub async fn is_paused(
    conn: &mut PgConnection,
    scope: &impl Scope,
    currency: Currency,
) -> Result<bool, Internal> {
    Ok(store::is_paused(conn, scope.reseller(), currency).await?)
}

/// The reseller's float as it is now; `None` when it has none.
pub async fn float(backend: &Backend, scope: &impl Manages) -> Result<Option<FloatOutlook>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin(scope).await?;
    let figures = store::float_figures(&mut tx, scope.reseller(), now).await?;
    tx.commit().await?;
    Ok(figures.map(|figures| outlook(&figures, now)).transpose()?)
}

/// What the float paid on a day (UTC): captured less refunded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloatDay {
    pub day: chrono::NaiveDate,
    pub spent: Money,
    pub orders: i64,
}

/// The days of the last two weeks on which the float paid something, newest first.
pub async fn float_history(backend: &Backend, scope: &impl Manages) -> Result<Vec<FloatDay>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let days = store::float_days(&mut tx, scope.reseller(), backend.now()).await?;
    tx.commit().await?;
    Ok(days)
}

/// Looks how far the float lasts and writes it down, in the caller's transaction. When it became worse the reseller's
/// staff are told, once.
pub async fn check_float(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
) -> Result<Option<FloatOutlook>, Internal> {
    let (now, reseller) = (backend.now(), scope.reseller());
    // Two looks at once would both tell the staff.
    store::lock(conn, reseller).await?;
    let Some(figures) = store::float_figures(conn, reseller, now).await? else {
        return Ok(None);
    };
    let found = outlook(&figures, now)?;
    let before = store::float_stage(conn, reseller, found.available.currency()).await?;
    store::set_float_stage(conn, reseller, &found, before != Some(found.stage), now).await?;
    if found.stage > before.unwrap_or(FloatStage::Ok) {
        let notice = |link| Notice::FloatRunsLow {
            available: found.available,
            days_left: found.days_left,
            is_paused: found.stage == FloatStage::Paused,
            link,
        };
        notices::to_staff::to_staff(conn, backend, reseller, "/reseller", notice).await?;
        let event = Event::FloatLow {
            stage: found.stage.as_str(),
            available: found.available,
            days_left: found.days_left,
        };
        webhooks::emit(conn, scope, now, &event).await?;
        tracing::warn!(reseller_id = %reseller, stage = found.stage.as_str(), "a float runs low");
    }
    Ok(Some(found))
}

/// The hourly look at every float. Returns how many there are.
pub async fn check_floats(backend: &Backend) -> Result<usize, Internal> {
    let mut tx = backend.begin_system().await?;
    let resellers = store::float_owners(&mut tx).await?;
    tx.commit().await?;
    for reseller in &resellers {
        let system = System::of(*reseller, "float check");
        let mut tx = backend.begin(&system).await?;
        check_float(&mut tx, backend, &system).await?;
        tx.commit().await?;
    }
    Ok(resellers.len())
}
