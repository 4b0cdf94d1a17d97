//! Keeps an uploaded file until it is applied.

use chrono::TimeDelta;

use super::read::{ReadError, read};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        pricing::store,
        scope::{Scope, Staff},
    },
    shared::{currency::Currency, ids::PriceSheetId},
};

/// Largest file, in bytes.
pub const BYTES_MAX: usize = 256 * 1024;
/// Longest name of a file, in characters.
const NAME_MAX: usize = 200;
/// How long a file waits to be applied.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// Why the file was not kept. Prices stay as they were.
#[derive(Debug, thiserror::Error)]
pub enum UploadSheetError {
    #[error("larger than 256 KB")]
    TooLarge,
    #[error("not text in UTF-8")]
    NotText,
    #[error(transparent)]
    Unreadable(ReadError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(UploadSheetError);

/// Keeps the file for an hour, for whoever uploaded it alone, in place of their earlier one. Changes no price.
pub async fn upload(
    backend: &Backend,
    staff: &Staff,
    name: &str,
    file: &[u8],
) -> Result<PriceSheetId, UploadSheetError> {
    if file.len() > BYTES_MAX {
        return Err(UploadSheetError::TooLarge);
    }
    let text = std::str::from_utf8(file)
        .ok()
        .filter(|text| !text.contains('\0'))
        .ok_or(UploadSheetError::NotText)?;
    // Only to refuse files of something else at once; the currency is asked for when the rows are.
    read(text, Currency::EUR).map_err(UploadSheetError::Unreadable)?;
    let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    let now = backend.now();
    let sheet = store::sheets::Sheet {
        id: PriceSheetId::new(),
        name: if name.is_empty() {
            "prices.csv".into()
        } else {
            name
        },
        body: text.to_owned(),
        expires_at: now + KEPT,
    };
    let mut tx = backend.begin(staff).await?;
    store::sheets::keep(&mut tx, staff.reseller(), owner(staff)?, &sheet, now).await?;
    tx.commit().await?;
    Ok(sheet.id)
}

/// Who uploads: the member of staff, or the operator in their place.
pub(super) fn owner(staff: &Staff) -> Result<crate::shared::ids::UserId, Internal> {
    staff
        .actor()
        .ok_or_else(|| Internal::broken("staff without a person"))
}

/// A file of this person that has not expired, and its rows; `None` is answered like one that never was.
pub(super) async fn find(
    conn: &mut sqlx::PgConnection,
    backend: &Backend,
    staff: &Staff,
    id: PriceSheetId,
) -> Result<Option<(store::sheets::Sheet, super::read::Rows)>, Internal> {
    let found = store::sheets::find(conn, staff.reseller(), owner(staff)?, id, backend.now()).await?;
    let Some(sheet) = found else { return Ok(None) };
    let currency = store::settings::terms(conn, staff.reseller()).await?.currency;
    let rows = read(&sheet.body, currency).map_err(|error| Internal::broken(error.to_string()))?;
    Ok(Some((sheet, rows)))
}
