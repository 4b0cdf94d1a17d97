//! The vendors as operators see them.

use chrono::TimeDelta;

use super::{balances::balance, health, prefer::priorities, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin},
    shared::supply::{BalanceView, CircuitView, ProviderRow, ProviderView},
};

/// Every vendor with the last hour.
pub async fn list(backend: &Backend, _admin: &Admin) -> Result<Vec<ProviderRow>, Internal> {
    health::write(backend).await?;
    let mut tx = backend.begin_system().await?;
    let stored = store::providers(&mut tx).await?;
    tx.commit().await?;
    let mut rows = vec![];
    // Three vendors: a question each.
    for provider in stored {
        let hour = health::since(backend, &provider.name, backend.now() - TimeDelta::hours(1)).await?;
        let circuit = health::circuit(backend, &provider.name);
        rows.push(ProviderRow {
            is_unwell: circuit != CircuitView::Closed || health::is_unwell(&hour),
            name: provider.name,
            kind: provider.kind,
            paused_at: provider.paused_at,
            pause_reason: provider.pause_reason,
            hour,
            circuit,
        });
    }
    Ok(rows)
}

/// One of them with everything known; `None` when there is none of this name.
pub async fn find(backend: &Backend, admin: &Admin, name: &str) -> Result<Option<ProviderView>, Internal> {
    let Some(row) = list(backend, admin)
        .await?
        .into_iter()
        .find(|row| row.name == name)
    else {
        return Ok(None);
    };
    let day = health::since(backend, name, backend.now() - TimeDelta::days(1)).await?;
    let mut tx = backend.begin_system().await?;
    let keys = store::keys_in_words(&mut tx, name).await?;
    let paused_by = store::paused_by(&mut tx, name).await?;
    tx.commit().await?;
    let accounts = &backend.providers.accounts;
    let key_names = accounts
        .iter()
        .find(|account| account.name() == name)
        .map_or(&[][..], |account| account.key_names());
    Ok(Some(ProviderView {
        // A vendor that does not answer must not keep the page waiting.
        balance: match row.circuit {
            CircuitView::Closed => balance(backend, name).await,
            CircuitView::Open { .. } | CircuitView::HalfOpen => BalanceView::NoAnswer,
        },
        row,
        day,
        priorities: priorities(backend, name).await?,
        paused_by,
        key_names: key_names.iter().map(|name| (*name).to_owned()).collect(),
        key_hint: keys.as_ref().and_then(|keys| keys.hint.clone()),
        keys_changed_at: keys.as_ref().map(|keys| keys.changed_at),
        keys_changed_by: keys.and_then(|keys| keys.changed_by),
    }))
}
