//! A data plan in a list: how much, how long, what it costs.

use leptos::prelude::*;

use crate::{
    components::{Icon, MoneyText},
    pages::words,
    shared::esim::{Coverage, PlanRow},
};

/// `5 GB`, `Unlimited`.
pub fn amount(data_mb: Option<i64>) -> String {
    data_mb.map_or_else(|| "Unlimited".into(), words::data)
}

/// The whole card leads to the plan.
#[component]
pub fn PlanCard(plan: PlanRow, #[prop(optional)] shows_place: bool) -> impl IntoView {
    let place = match plan.coverage {
        Coverage::Local => plan.place.clone(),
        Coverage::Regional | Coverage::Global if plan.countries > 1 => {
            format!("{}, {} countries", plan.place, plan.countries)
        }
        _ => plan.place.clone(),
    };
    view! {
        <li class="plan-card">
            <p class="plan-card-data">
                <a href=format!("/plans/{}", plan.id) aria-label=format!("{}, {}", plan.name, plan.price)>{amount(plan.data_mb)}</a>
            </p>
            <p class="plan-card-days"><Icon name="calendar"/> {words::days(plan.validity_days)}</p>
            {(shows_place || plan.coverage != Coverage::Local).then(|| view! { <p class="plan-card-days"><Icon name="globe"/> {place}</p> })}
            <p class="plan-card-price"><MoneyText amount=plan.price/> <span class="plan-card-go" aria-hidden="true"><Icon name="arrow-right"/></span></p>
        </li>
    }
}
