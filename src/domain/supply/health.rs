//! How the vendors answered, from real calls.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::store;
use crate::{
    backend::Backend,
    domain::error::Internal,
    providers::watch::{Circuit, Tally},
    shared::supply::{CircuitView, HealthView},
};

/// Minutes are kept this long.
const KEPT: TimeDelta = TimeDelta::days(35);
/// With a larger share of calls failed a vendor is unwell, in per cent.
const UNWELL_PERCENT: i64 = 10;

/// Writes what this process counted since the last time.
pub async fn write(backend: &Backend) -> Result<(), Internal> {
    let counted = backend.providers.watch.take();
    let now = backend.now();
    let minute = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
    let mut tx = backend.begin_system().await?;
    for (provider, tally) in &counted {
        store::add_health(&mut tx, provider, minute, tally).await?;
    }
    store::forget_health(&mut tx, now - KEPT).await?;
    tx.commit().await?;
    Ok(())
}

/// What calls since then came to, by vendor.
pub(super) async fn since(
    backend: &Backend,
    provider: &str,
    from: DateTime<Utc>,
) -> Result<HealthView, Internal> {
    let mut tx = backend.begin_system().await?;
    let tally = store::health(&mut tx, provider, from).await?;
    tx.commit().await?;
    Ok(view(&tally))
}

fn view(tally: &Tally) -> HealthView {
    let calls = tally.calls();
    HealthView {
        calls,
        refused: tally.refused,
        busy: tally.busy,
        failed: tally.failed,
        late: tally.late,
        p50_ms: tally.within_ms(50),
        p95_ms: tally.within_ms(95),
    }
}

/// True when too many of its calls failed.
pub(super) const fn is_unwell(health: &HealthView) -> bool {
    health.failed > 0 && health.failed * 100 >= health.calls * UNWELL_PERCENT
}

/// How the circuit of this process stands.
pub(super) fn circuit(backend: &Backend, provider: &str) -> CircuitView {
    match backend.providers.watch.circuit(provider, backend.now()) {
        Circuit::Closed => CircuitView::Closed,
        Circuit::Open { until } => CircuitView::Open { until },
        Circuit::HalfOpen => CircuitView::HalfOpen,
    }
}
