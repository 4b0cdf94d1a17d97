//! Seals anew what was sealed with another key than the first one.

use super::store::{self, COLUMNS, Column, Sealed};
use crate::{backend::Backend, domain::error::Internal};

/// Secrets written in one transaction.
const BATCH: usize = 200;

/// What became of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// `lines.activation_code_sealed`.
    pub column: &'static str,
    pub resealed: u64,
    /// They open with none of the keys, or belong elsewhere; left as they are.
    pub unreadable: u64,
    /// Still sealed with another key, counted afterwards.
    pub left: i64,
}

/// Goes over every sealed column. Shops go on meanwhile: a secret that is replaced in between stays as it was replaced.
/// The same again finds nothing to do.
pub async fn rotate(backend: &Backend) -> Result<Vec<Rotated>, Internal> {
    let mut all = vec![];
    for column in &COLUMNS {
        all.push(rotate_column(backend, column).await?);
    }
    Ok(all)
}

async fn rotate_column(backend: &Backend, column: &Column) -> Result<Rotated, Internal> {
    let prefix = backend.seal.prefix()?;
    let (mut resealed, mut unreadable) = (0, 0);
    let mut reading = backend.begin_system().await?;
    let mut batch = vec![];
    {
        let mut old = store::old(&mut reading, column, &prefix);
        while let Some(found) = store::next(&mut old).await? {
            match seal_anew(backend, column, &found) {
                Some(new) => batch.push((found, new)),
                None => {
                    tracing::error!(column = column.name, row = %found.row, "a secret opens with none of the keys");
                    unreadable += 1;
                }
            }
            if batch.len() == BATCH {
                resealed += write(backend, column, &batch).await?;
                batch.clear();
            }
        }
    }
    resealed += write(backend, column, &batch).await?;
    reading.commit().await?;
    let mut tx = backend.begin_system().await?;
    let left = store::count_old(&mut tx, column, &prefix).await?;
    tx.commit().await?;
    Ok(Rotated {
        column: column.name,
        resealed,
        unreadable,
        left,
    })
}

/// `None` when it does not open. What was sealed anew is opened before it takes the place of the other.
fn seal_anew(backend: &Backend, column: &Column, found: &Sealed) -> Option<Vec<u8>> {
    let row = (column.row)(&found.row)?;
    let open = |sealed: &[u8]| backend.seal.open(found.reseller, column.place, &row, sealed).ok();
    let secret = open(&found.sealed)?;
    let new = backend
        .seal
        .close(found.reseller, column.place, &row, &secret)
        .ok()?;
    (open(&new)? == secret).then_some(new)
}

async fn write(backend: &Backend, column: &Column, batch: &[(Sealed, Vec<u8>)]) -> Result<u64, Internal> {
    let mut tx = backend.begin_system().await?;
    let mut written = 0;
    for (old, new) in batch {
        written += store::replace(&mut tx, column, old, new).await?;
    }
    tx.commit().await?;
    Ok(written)
}
