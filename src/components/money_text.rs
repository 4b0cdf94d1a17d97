//! Amounts of money.

use leptos::prelude::*;

use crate::shared::money::Money;

/// `$12.50`, in figures of one width that never break across lines.
#[component]
pub fn MoneyText(amount: Money) -> impl IntoView {
    view! { <span class="money">{amount.to_string()}</span> }
}
