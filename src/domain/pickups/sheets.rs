//! Links to hand over on paper. The QR code leads to the page; the activation code is on no sheet.

use super::{ATTEMPTS_MAX, link, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, esims::qr, notices::send, scope::WorksIn},
    shared::{
        ids::LineId,
        pickup::{PickupSheet, SheetLink},
    },
};

/// Sheets printed at once.
pub const SHEETS_MAX: usize = 100;

/// What a reader of the screen is told of the code.
const LABEL: &str = "QR code that leads to the page";

/// A sheet for each of these lines, by the names of their employees; lines of another company or out of reach are left
/// out. Reads only: a line whose link does not work says so.
pub async fn sheets(
    backend: &Backend,
    scope: &impl WorksIn,
    lines: &[LineId],
) -> Result<Vec<PickupSheet>, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let lines = &lines[..lines.len().min(SHEETS_MAX)];
    let mut tx = backend.begin(scope).await?;
    let found = store::sheets(&mut tx, reseller, scope.organization(), lines).await?;
    let host = send::link_host(&mut tx, reseller, "").await?;
    tx.commit().await?;
    found
        .into_iter()
        .filter(|row| scope.reaches(row.team))
        .map(|row| {
            let works = row
                .link
                .filter(|link| link.expires_at > now && link.attempts < ATTEMPTS_MAX);
            let link = match works {
                None => None,
                Some(stored) => {
                    let token = link::token(backend, scope, stored.id, &stored.token_sealed)?;
                    let url = backend.address.url(&host, &format!("/pickup/{}", token.reveal()));
                    Some(SheetLink {
                        qr_svg: qr::svg_labelled(&url, LABEL)
                            .map_err(|error| Internal::broken(error.to_string()))?,
                        url,
                        expires_at: stored.expires_at,
                        check: stored.check,
                    })
                }
            };
            Ok(PickupSheet {
                line: row.line,
                company: row.company,
                employee: row.employee,
                plan: row.plan,
                link,
            })
        })
        .collect()
}
