//! The reseller's dashboard: its first page.

use leptos::prelude::*;

use crate::shared::{error::AppError, reseller::ResellerOverview};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        figures::{
            problems::problems,
            shop::{FiguresError, shop},
        },
        settlement::{check_float::float, payable::payable},
        tenancy::shop::SettlementMode,
    },
    server_fns::guard,
    shared::{figures::Span, permissions::StaffMay, reseller::OverviewMoney},
};

/// How the shop is doing over a span: so many days, or from one day to another. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "reseller/overview")]
pub async fn overview(
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
) -> Result<ResellerOverview, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let failed = |error| asked.internal(&error);
    let span = Span { days, from, until };
    let figures = match shop(&asked.backend, &staff, &span).await {
        Ok(figures) => figures,
        Err(FiguresError::Period) => {
            return Err(AppError::invalid(
                "until",
                "Please choose a first and a last day, at most a year apart.",
            ));
        }
        Err(FiguresError::Internal(error)) => return Err(asked.internal(&error)),
    };
    let money = match asked.shop.settlement_mode {
        _ if !staff.may(StaffMay::ViewMoney) => None,
        SettlementMode::PlatformCollects => {
            let found = payable(&asked.backend, &staff).await.map_err(failed)?;
            Some(OverviewMoney::Earnings {
                payable: found.payable,
                pending: found.pending,
            })
        }
        SettlementMode::ResellerCollects => {
            let found = float(&asked.backend, &staff).await.map_err(failed)?;
            found.map(|found| OverviewMoney::Float {
                available: found.available,
                days_left: found.days_left,
                stage: found.stage.as_str().into(),
            })
        }
    };
    Ok(ResellerOverview {
        shop: asked.shop.brand.name.clone(),
        problems: problems(&asked.backend, &staff).await.map_err(failed)?,
        figures,
        money,
    })
}
