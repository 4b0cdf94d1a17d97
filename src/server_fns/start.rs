//! From an empty shop to the first sale.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    shop_set_up::{ShopStatus, StartView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::tenancy::{self, GoLiveError, Opener},
    server_fns::guard,
    shared::permissions::StaffMay,
};

/// What is done and what is left. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "start/steps")]
pub async fn steps() -> Result<StartView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let facts = tenancy::facts(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(StartView {
        shop: asked.shop.brand.name.clone(),
        facts,
        may_go_live: staff.may(StaffMay::EditSettings),
    })
}

/// What the shop is to its customers now, for the top of every page. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "start/status")]
pub async fn status() -> Result<ShopStatus, AppError> {
    let (asked, _staff) = guard::staff(StaffMay::ViewShop)?;
    Ok(match (asked.shop.is_suspended, asked.shop.is_trial) {
        (true, _) => ShopStatus::Suspended,
        (false, true) => ShopStatus::Trial,
        (false, false) => ShopStatus::Active,
    })
}

/// Opens the shop to everybody. Scope: staff(EditSettings).
#[server(prefix = "/do", endpoint = "start/go_live")]
pub async fn go_live() -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditSettings)?;
    tenancy::go_live(&asked.backend, Opener::Staff(&staff), &asked.origin())
        .await
        .map_err(|error| match error {
            GoLiveError::NotFound => AppError::NotFound,
            GoLiveError::NotReady(missing) => AppError::Refused(format!(
                "The shop is still on trial: {} of the steps below {} left.",
                missing.len(),
                if missing.len() == 1 { "is" } else { "are" },
            )),
            GoLiveError::AlreadyLive => {
                AppError::Refused("The shop is open already. Nothing was changed.".into())
            }
            GoLiveError::Suspended => AppError::Refused(
                "The shop is suspended. Nothing was changed. Please write to the operator of the platform."
                    .into(),
            ),
            GoLiveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/start?saved=live");
    Ok(())
}
