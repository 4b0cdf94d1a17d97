//! `/admin/prices/simulator?shop_slug=&sim_kind=&sim_place=&product=&markup_kind=&markup_value=`: what a platform rule
//! would do in a shop.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Notice, Select},
    pages::{
        answer::answer,
        price_parts::simulation,
        simulator_form::{Question, SimulatorForm, choices},
    },
    server_fns,
    shared::{
        error::AppError,
        pricing::{Named, SimulationView, SimulatorView},
    },
};

const PATH: &str = "/admin/prices/simulator";

/// The page.
#[component]
pub fn SimulatorPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (question, shop) = (Question::of(&query), query.get("shop_slug").unwrap_or_default());
    view! {
        <Title text="Price simulator"/>
        <p class="back"><a href="/admin/prices">"Prices"</a></p>
        <header class="surface-head"><h1>"Price simulator"</h1></header>
        {Suspend::new(async move {
            let Question { kind, place, product, .. } = question.clone();
            let read = server_fns::platform_prices::platform_simulator(kind, place, product).await;
            let shops = server_fns::platform_prices::platform_shops().await;
            let simulated = match &read {
                Ok(found) if !found.product.is_empty() && !shop.is_empty() => {
                    let Question { markup_kind, markup_value, .. } = question.clone();
                    let product = found.product.clone();
                    Some(server_fns::platform_prices::simulate_platform_price(shop.clone(), product, markup_kind, markup_value).await)
                }
                _ => None,
            };
            answer(read.and_then(|found| Ok((found, shops?))), move |(found, shops)| show(found, shops, shop, question, simulated))
        })}
    }
}

fn show(
    found: SimulatorView,
    shops: Vec<Named>,
    shop: String,
    question: Question,
    simulated: Option<Result<SimulationView, AppError>>,
) -> impl IntoView {
    let below = simulated.map(|simulated| match simulated {
        Err(error) if error.field().is_some() => {
            view! { <Notice kind="error">{error.message()}</Notice> }.into_any()
        }
        read => answer(read, simulation).into_any(),
    });
    view! {
        <SimulatorForm path=PATH question found>
            <Select label="Shop" name="shop_slug" value=shop choices=choices("Choose a shop", shops)/>
        </SimulatorForm>
        {below}
    }
}
