//! `/reseller/prices/simulator?sim_kind=&sim_place=&product=&markup_kind=&markup_value=`: what a rule would do, before
//! anybody saves it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{PostForm, SubmitButton, form::failure},
    pages::{
        answer::answer,
        price_parts::{simulation, whole_form},
        simulator_form::{Question, SimulatorForm},
    },
    server_fns::{self, prices::SavePriceRule},
    shared::{
        error::AppError,
        pricing::{SimulationView, SimulatorView},
    },
};

const PATH: &str = "/reseller/prices/simulator";

/// The page.
#[component]
pub fn SimulatorPage() -> impl IntoView {
    let question = Question::of(&use_query_map().read_untracked());
    view! {
        <Title text="Price simulator"/>
        <p class="back"><a href="/reseller/prices">"Prices"</a></p>
        <header class="surface-head"><h1>"Price simulator"</h1></header>
        {Suspend::new(async move {
            let Question { kind, place, product, .. } = question.clone();
            let read = server_fns::prices::price_simulator(kind, place, product).await;
            let simulated = match &read {
                Ok(found) if !found.product.is_empty() => {
                    let Question { markup_kind, markup_value, .. } = question.clone();
                    Some(server_fns::prices::simulate_price(found.product.clone(), markup_kind, markup_value).await)
                }
                _ => None,
            };
            answer(read, move |found| form(found, question, simulated))
        })}
    }
}

fn form(
    found: SimulatorView,
    question: Question,
    simulated: Option<Result<SimulationView, AppError>>,
) -> impl IntoView {
    let asked = Question {
        product: found.product.clone(),
        ..question.clone()
    };
    let below = simulated.map(|simulated| match simulated {
        Ok(simulated) => show(simulated, asked).into_any(),
        Err(error) if error.field().is_some() => {
            whole_form(Some(&AppError::Refused(error.message()))).into_any()
        }
        Err(error) => answer(Err::<(), _>(error), |()| ()).into_any(),
    });
    view! {
        <SimulatorForm path=PATH question found/>
        {below}
    }
}

fn show(found: SimulationView, asked: Question) -> impl IntoView {
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
            <input type="hidden" name="markup_kind" value=asked.markup_kind/>
            <input type="hidden" name="markup_value" value=asked.markup_value/>
            <input type="hidden" name="rule_from" value=""/>
            <input type="hidden" name="rule_until" value=""/>
            <SubmitButton>"Save this rule"</SubmitButton>
        </PostForm<SavePriceRule>>
    }
}
