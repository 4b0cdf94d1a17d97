//! `/reseller/prices/simulator?product=&markup_kind=&markup_value=`: what a rule would do, before anybody saves it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{ButtonLink, Field, PostForm, SubmitButton, form::failure},
    pages::{
        answer::answer,
        price_parts::{markup_fields, simulation, whole_form},
    },
    server_fns::{self, prices::SavePriceRule},
    shared::pricing::SimulationView,
};

/// What is simulated.
#[derive(Clone, Default)]
struct Asked {
    product: String,
    kind: String,
    value: String,
}

/// The page.
#[component]
pub fn SimulatorPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let text = |name: &str| query.get(name).unwrap_or_default();
    let asked = Asked {
        product: text("product"),
        kind: text("markup_kind"),
        value: text("markup_value"),
    };
    let (form, question) = (asked.clone(), asked);
    view! {
        <Title text="Price simulator"/>
        <p class="back"><a href="/reseller/prices">"Prices"</a></p>
        <header class="surface-head"><h1>"Price simulator"</h1></header>
        <section class="panel" aria-label="What to simulate">
            <form class="surface-form" method="get" action="/reseller/prices/simulator">
                <Field
                    label="Product"
                    name="product"
                    value=form.product
                    required=true
                    placeholder="US:local"
                    hint="The id of a plan from the catalogue, or numbers as country and kind: US:local, GB:mobile, US:toll_free."
                />
                {markup_fields(None, form.kind, form.value, "the shop's currency")}
                <div class="filters-actions">
                    <SubmitButton>"Show the price"</SubmitButton>
                    <ButtonLink kind="quiet" href="/reseller/catalogue">"Choose a plan in the catalogue"</ButtonLink>
                </div>
            </form>
        </section>
        {Suspend::new(async move {
            if question.product.is_empty() || question.value.is_empty() {
                // Whoever may not see prices is not shown an empty page instead.
                return answer(server_fns::prices::prices().await, |_| ());
            }
            let Asked { product, kind, value } = question.clone();
            let found = server_fns::prices::simulate_price(product, kind, value).await;
            match found {
                Ok(found) => show(found, question).into_any(),
                Err(error) if error.field().is_some() => whole_form(Some(&crate::shared::error::AppError::Refused(error.message()))).into_any(),
                Err(error) => answer(Err::<(), _>(error), |()| ()).into_any(),
            }
        })}
    }
}

fn show(found: SimulationView, asked: Asked) -> impl IntoView {
    let failed = failure::<SavePriceRule>();
    let name: String = found.product.chars().take(80).collect();
    let number = asked
        .product
        .split_once(':')
        .map(|(country, _)| country.to_owned());
    let (service, plan) = match number {
        Some(_) => ("number_purchase", String::new()),
        None => ("data_plan", asked.product.clone()),
    };
    view! {
        {simulation(found)}
        {whole_form(failed.as_ref())}
        <PostForm<SavePriceRule>>
            <input type="hidden" name="rule_name" value=name/>
            <input type="hidden" name="rule_service" value=service/>
            <input type="hidden" name="rule_country" value=number.unwrap_or_default()/>
            <input type="hidden" name="rule_plan" value=plan/>
            <input type="hidden" name="markup_kind" value=asked.kind/>
            <input type="hidden" name="markup_value" value=asked.value/>
            <input type="hidden" name="rule_from" value=""/>
            <input type="hidden" name="rule_until" value=""/>
            <SubmitButton>"Save this rule"</SubmitButton>
        </PostForm<SavePriceRule>>
    }
}
