//! `/admin/prices/simulator?shop_slug=&sim_plan=&markup_kind=&markup_value=`: what a platform rule would do in a shop.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Field, Notice, SubmitButton},
    pages::{
        answer::answer,
        price_parts::{markup_fields, simulation},
    },
    server_fns,
};

/// The page.
#[component]
pub fn SimulatorPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let text = |name: &str| query.get(name).unwrap_or_default();
    let (shop, plan, kind, value) = (
        text("shop_slug"),
        text("sim_plan"),
        text("markup_kind"),
        text("markup_value"),
    );
    let (form_shop, form_plan, form_kind, form_value) =
        (shop.clone(), plan.clone(), kind.clone(), value.clone());
    view! {
        <Title text="Price simulator"/>
        <p class="back"><a href="/admin/prices">"Prices"</a></p>
        <header class="surface-head"><h1>"Price simulator"</h1></header>
        <section class="panel" aria-label="What to simulate">
            <form class="surface-form" method="get" action="/admin/prices/simulator">
                <div class="form-pair">
                    <Field label="Shop" name="shop_slug" value=form_shop required=true maxlength=40 hint="Its short name, like aurora."/>
                    <Field label="Plan" name="sim_plan" value=form_plan required=true maxlength=40 hint="Its id, pln_…"/>
                </div>
                {markup_fields(None, form_kind, form_value, "the shop's currency")}
                <SubmitButton>"Show the price"</SubmitButton>
            </form>
        </section>
        {Suspend::new(async move {
            if shop.is_empty() || plan.is_empty() || value.is_empty() {
                // Whoever may not see prices is not shown an empty page instead.
                return answer(server_fns::platform_prices::platform_prices().await, |_| ());
            }
            match server_fns::platform_prices::simulate_platform_price(shop, plan, kind, value).await {
                Err(error) if error.field().is_some() => view! { <Notice kind="error">{error.message()}</Notice> }.into_any(),
                read => answer(read, simulation).into_any(),
            }
        })}
    }
}
