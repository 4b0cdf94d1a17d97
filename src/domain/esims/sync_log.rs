//! What each sync of a catalogue changed.

use std::collections::BTreeMap;

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin},
    providers::esims::Product,
    shared::{
        ids::SyncId,
        money::Money,
        paging::Page,
        supply::{ChangeRow, SyncRow, SyncView},
    },
};

/// Rows of a page.
const PAGE_ROWS: usize = 50;
/// Products a sync is remembered by; the counts tell of all.
pub(super) const CHANGES_MAX: usize = 500;

/// A product as our copy has it.
pub(super) struct Kept {
    pub name: String,
    pub cost: Money,
    pub minimum: Option<Money>,
    pub is_active: bool,
}

/// What a sync changed, with all its counts and the first changes.
#[derive(Default)]
pub(super) struct Diff {
    pub added: i64,
    pub gone: i64,
    pub changed: i64,
    pub changes: Vec<ChangeRow>,
}

impl Diff {
    fn note(&mut self, kind: &str, product: &str, name: &str, before: Option<Money>, after: Option<Money>) {
        match kind {
            "added" | "back" => self.added += 1,
            "gone" => self.gone += 1,
            _ => self.changed += 1,
        }
        if self.changes.len() < CHANGES_MAX {
            self.changes.push(ChangeRow {
                kind: kind.to_owned(),
                product: product.to_owned(),
                name: name.to_owned(),
                before,
                after,
            });
        }
    }
}

/// Our copy against the vendor's list.
pub(super) fn diff(kept: &BTreeMap<String, Kept>, products: &[Product]) -> Diff {
    let mut diff = Diff::default();
    for product in products {
        let (id, name, cost) = (&product.provider_id, &product.name, product.cost);
        match kept.get(id) {
            None if product.is_active => diff.note("added", id, name, None, Some(cost)),
            None => {}
            Some(known) if product.is_active && !known.is_active => {
                diff.note("back", id, name, Some(known.cost), Some(cost));
            }
            Some(known) if !product.is_active && known.is_active => {
                diff.note("gone", id, name, Some(known.cost), None);
            }
            Some(_) if !product.is_active => {}
            Some(known) => {
                if known.cost != cost {
                    diff.note("cost", id, name, Some(known.cost), Some(cost));
                }
                if known.minimum != product.minimum_price {
                    diff.note("minimum", id, name, known.minimum, product.minimum_price);
                }
            }
        }
    }
    let listed: std::collections::BTreeSet<&str> = products
        .iter()
        .map(|product| product.provider_id.as_str())
        .collect();
    for (id, known) in kept {
        if known.is_active && !listed.contains(id.as_str()) {
            diff.note("gone", id, &known.name, Some(known.cost), None);
        }
    }
    diff
}

/// Syncs, newest first; `after` is the id of the last one shown.
pub async fn syncs(
    backend: &Backend,
    _admin: &Admin,
    after: Option<SyncId>,
) -> Result<Page<SyncRow>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rows = store::syncs(&mut tx, after, PAGE_ROWS + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, PAGE_ROWS, |row| row.id.to_string()))
}

/// One of them with what it changed; `None` when there is none with this id.
pub async fn sync(backend: &Backend, _admin: &Admin, id: SyncId) -> Result<Option<SyncView>, Internal> {
    let mut tx = backend.begin_system().await?;
    let Some(row) = store::sync(&mut tx, id).await? else {
        return Ok(None);
    };
    let changes = store::changes(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Some(SyncView { row, changes }))
}
