//! `/reseller/prices`: the shop's rules, and how its prices end.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        ButtonLink, Field, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::answer,
        price_parts::{floor_fields, markup_fields, match_fields, rules, saved, whole_form},
    },
    server_fns::{
        self,
        prices::{EndPriceRule, SavePriceRule, SavePriceSettings},
    },
    shared::pricing::{OfferView, PricesView},
};

/// The page.
#[component]
pub fn RulesPage() -> impl IntoView {
    let word = use_query_map().read_untracked().get("saved");
    view! {
        <Title text="Prices"/>
        {Suspend::new(async move {
            let offer = server_fns::prices::price_offer().await;
            let read = server_fns::prices::prices().await.and_then(|view| Ok((view, offer?)));
            answer(read, move |(view, offer)| show(view, offer, word))
        })}
    }
}

fn show(view: PricesView, offer: OfferView, word: Option<String>) -> impl IntoView {
    let may_edit = view.may_edit;
    let ended = failure::<EndPriceRule>();
    let currency = view.floors.currency.to_string();
    let floors = view.floors;
    view! {
        <header class="surface-head">
            <h1>"Prices"</h1>
            <ButtonLink kind="secondary" href="/reseller/prices/simulator">"Simulator"</ButtonLink>
            {may_edit.then(|| view! { <ButtonLink kind="secondary" href="/reseller/prices/sheet">"Many at once (CSV)"</ButtonLink> })}
            <ButtonLink kind="secondary" href="/reseller/prices/history">"History"</ButtonLink>
        </header>
        {saved(word)}
        <section class="panel" aria-labelledby="rules-title">
            <h2 id="rules-title">"Rules"</h2>
            <p class="panel-note">"A rule adds to what the platform asks. Of rules that match, only the most specific one applies: a plan before a country before a service."</p>
            {whole_form(ended.as_ref())}
            {rules(view.rules, move |rule| may_edit.then(|| {
                let id = rule.id.to_string();
                view! {
                    <PostForm<EndPriceRule>>
                        <input type="hidden" name="rule" value=id/>
                        <SubmitButton kind="quiet">"End now"</SubmitButton>
                    </PostForm<EndPriceRule>>
                }.into_any()
            }))}
        </section>
        {may_edit.then(|| view! {
            <div class="surface-columns">
                <NewRule currency=currency.clone() offer/>
                <Settings
                    rounding=floors.rounding.clone()
                    margin=floors.minimum_margin.amount()
                    percent=floors.minimum_margin_percent.clone()
                    commission=view.commission_percent.clone()
                />
            </div>
        })}
    }
}

#[component]
fn NewRule(currency: String, offer: OfferView) -> impl IntoView {
    let failed = failure::<SavePriceRule>();
    view! {
        <section class="panel" aria-labelledby="new-rule-title">
            <h2 id="new-rule-title">"Add a rule"</h2>
            {whole_form(failed.as_ref())}
            <PostForm<SavePriceRule> class="surface-form">
                <Field label="Name" name="rule_name" required=true maxlength=80 error=of_field(failed.as_ref(), "rule_name")/>
                {markup_fields(failed.as_ref(), String::new(), String::new(), &currency)}
                {match_fields(failed.as_ref(), offer)}
                <p class="fine-print">"A rule for exactly the same things ends when this one begins."</p>
                <SubmitButton>"Add rule"</SubmitButton>
            </PostForm<SavePriceRule>>
        </section>
    }
}

#[component]
fn Settings(rounding: String, margin: String, percent: String, commission: String) -> impl IntoView {
    let failed = failure::<SavePriceSettings>();
    view! {
        <section class="panel" aria-labelledby="settings-title">
            <h2 id="settings-title">"Rounding and margin"</h2>
            <p class="panel-note">"Prices are only rounded up. The margin is what you add at least, before the platform's commission of " {commission} " %."</p>
            {whole_form(failed.as_ref())}
            <PostForm<SavePriceSettings> class="surface-form">
                {floor_fields(failed.as_ref(), rounding, margin, percent)}
                <SubmitButton>"Save"</SubmitButton>
            </PostForm<SavePriceSettings>>
        </section>
    }
}
