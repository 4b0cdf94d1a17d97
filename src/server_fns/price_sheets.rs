//! Prices as a file: what an uploaded one would do, and doing it.

use leptos::prelude::*;

use crate::shared::{error::AppError, ids::PriceSheetId, pricing::SheetView};
#[cfg(feature = "ssr")]
use crate::{
    domain::pricing::sheet::{self, ApplySheetError, RowError},
    server_fns::guard,
    shared::{permissions::StaffMay, pricing::SheetRefusal},
};

/// What an uploaded file would do; changes nothing. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "price_sheets/preview")]
pub async fn price_sheet(sheet: PriceSheetId) -> Result<SheetView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    let found = sheet::preview(&asked.backend, &staff, sheet)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(SheetView {
        id: sheet,
        file: found.name,
        expires_at: found.expires_at,
        changes: found.changes,
        refused: found
            .refused
            .iter()
            .map(|(line, error)| SheetRefusal {
                line: i64::try_from(*line).unwrap_or(i64::MAX),
                why: row_error(error),
            })
            .collect(),
        unchanged: i64::try_from(found.unchanged).unwrap_or(i64::MAX),
        seen: found.seal,
    })
}

/// Makes the changes that were previewed, all or none. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "price_sheets/apply")]
pub async fn apply_price_sheet(sheet: PriceSheetId, seen: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    sheet::apply(&asked.backend, &staff, sheet, &seen)
        .await
        .map_err(|error| match error {
            ApplySheetError::NotFound => AppError::NotFound,
            ApplySheetError::Stale => AppError::Refused(
                "Somebody changed prices after this page was opened, so nothing was applied. Below is what the file \
                 would do now. Please look again before you apply it."
                    .into(),
            ),
            ApplySheetError::Nothing => {
                AppError::Refused("The file changes nothing, so nothing was applied.".into())
            }
            ApplySheetError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/prices?saved=sheet");
    Ok(())
}

/// What is wrong with a row, for whoever filled it in.
#[cfg(feature = "ssr")]
fn row_error(error: &RowError) -> String {
    match error {
        RowError::Unreadable => "This line cannot be read. Save the file as CSV in UTF-8.".into(),
        RowError::Cells { found, wanted } => {
            format!("It has {found} cells, but the header has {wanted}. Is a comma or a quote missing?")
        }
        RowError::Id => "The column rule holds no rule's id. Leave it empty to add a rule.".into(),
        RowError::Plan => "There is no plan with this id. The column plan takes an id, pln_…".into(),
        RowError::Service => {
            "Unknown service. Use number_purchase, number_month, sms, voice_minute, data_plan or \
                              package, or leave it empty for everything."
                .into()
        }
        RowError::Country => "Write the country's two letters, like FR, or leave it empty for all.".into(),
        RowError::Adds => "The column adds takes percent or fixed.".into(),
        RowError::Percent => "A percentage is a number from 0 to 1000, like 12.5.".into(),
        RowError::Amount => "An amount is a number like 2.50, not below zero.".into(),
        RowError::Currency => {
            "Write the currency's three letters, or leave it empty for the shop's own.".into()
        }
        RowError::Day(column) => {
            format!("The column {column} takes a day like 2026-12-31, or is empty; until also takes now.")
        }
        RowError::NoSuchRule => "Your shop has no rule with this id. Leave rule empty to add one.".into(),
        RowError::Gone => {
            "Somebody changed or ended this rule after you downloaded the file. Download it again to see \
                           the rule as it is."
                .into()
        }
        RowError::Moved => {
            "A rule keeps its service, country and plan. Leave rule empty to add another one, and write \
                            now in the until of this one."
                .into()
        }
        RowError::EndsUnborn => "A rule that is added cannot end now.".into(),
        RowError::Twice(first) => format!("Line {first} is for the same things at the same time."),
        RowError::Name => "A name has 1 to 80 characters.".into(),
        RowError::NoRate { from, to } => format!("We know no exchange rate from {from} to {to}. Use {to}."),
        RowError::Window => "It ends before it begins.".into(),
        RowError::Tied(name) => format!(
            "The rule '{name}', which begins later, is for the same things. Give this one an until before it, or end \
             that one."
        ),
    }
}
