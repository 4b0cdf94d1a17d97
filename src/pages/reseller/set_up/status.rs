//! Above every page of the dashboard: that the shop is on trial or suspended, and what that means.

use leptos::prelude::*;

use crate::{components::Notice, server_fns, shared::shop_set_up::ShopStatus};

/// Nothing while the shop is open, or for a reader who may not see the dashboard: the page itself says so.
#[component]
pub fn StatusBanner() -> impl IntoView {
    Suspend::new(async move {
        match server_fns::start::status().await {
            Ok(ShopStatus::Trial) => Some(view! {
                <Notice kind="info">
                    <b>"Your shop is on trial. "</b>
                    "Everybody can look at it; only your staff can buy and add money. Customers are told that it opens soon. "
                    <a href="/reseller/start">"What is left to do"</a>
                </Notice>
            }
            .into_any()),
            Ok(ShopStatus::Suspended) => Some(view! {
                <Notice kind="warning">
                    <b>"Your shop is suspended. "</b>
                    "Nobody can buy or add money. People who already bought keep their numbers, eSIMs, QR codes, orders and \
                     balance. You can look at everything and help them; brand, prices, settings and payouts cannot be \
                     changed. Write to the operator of the platform to open it again."
                </Notice>
            }
            .into_any()),
            Ok(ShopStatus::Active) | Err(_) => None,
        }
    })
}
