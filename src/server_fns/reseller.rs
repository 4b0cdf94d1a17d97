//! The reseller's dashboard: its first page.

use leptos::prelude::*;

use crate::shared::{error::AppError, reseller::ResellerOverview};
#[cfg(feature = "ssr")]
use crate::{server_fns::guard, shared::permissions::StaffMay};

/// How the shop is doing. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "reseller/overview")]
pub async fn overview() -> Result<ResellerOverview, AppError> {
    let (asked, _staff) = guard::staff(StaffMay::ViewShop)?;
    Ok(ResellerOverview {
        shop: asked.shop.brand.name.clone(),
    })
}
