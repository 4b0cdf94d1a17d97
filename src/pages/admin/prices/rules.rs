//! `/admin/prices`: platform rules, minimum margins, exchange rates, and what suppliers ask at least.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        ButtonLink, Column, Field, ListTable, Moment, MoneyText, PostForm, Select, StatusBadge, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::answer,
        price_parts::{floor_fields, markup_fields, match_fields, rules, saved, whole_form},
        simulator_form::choices,
    },
    server_fns::{
        self,
        platform_prices::{EndPlatformRule, SavePlatformFloors, SavePlatformRule, SetFxRate},
    },
    shared::pricing::{FloorsView, PlatformPricesView, RateRow, SupplierFloorRow, SupplyOffer},
};

/// The page.
#[component]
pub fn PlatformPricesPage() -> impl IntoView {
    let word = use_query_map().read_untracked().get("saved");
    view! {
        <Title text="Prices"/>
        {Suspend::new(async move {
            let offer = server_fns::platform_prices::platform_offer().await;
            let read = server_fns::platform_prices::platform_prices().await.and_then(|view| Ok((view, offer?)));
            answer(read, move |(view, offer)| show(view, offer, word))
        })}
    }
}

fn show(view: PlatformPricesView, offer: SupplyOffer, word: Option<String>) -> impl IntoView {
    let may_edit = view.may_edit;
    let ended = failure::<EndPlatformRule>();
    view! {
        <header class="surface-head">
            <h1>"Prices"</h1>
            <ButtonLink kind="secondary" href="/admin/prices/simulator">"Simulator"</ButtonLink>
            <ButtonLink kind="secondary" href="/admin/prices/history">"History"</ButtonLink>
            <ButtonLink kind="secondary" href="/admin/prices/promotion">"Promotions"</ButtonLink>
        </header>
        {saved(word)}
        <section class="panel" aria-labelledby="rules-title">
            <h2 id="rules-title">"Platform rules"</h2>
            <p class="panel-note">"What the platform adds to a supplier's price, in every shop."</p>
            {whole_form(ended.as_ref())}
            {rules(view.rules, move |rule| may_edit.then(|| {
                let id = rule.id.to_string();
                view! {
                    <PostForm<EndPlatformRule>>
                        <input type="hidden" name="rule" value=id/>
                        <SubmitButton kind="quiet">"End now"</SubmitButton>
                    </PostForm<EndPlatformRule>>
                }.into_any()
            }))}
        </section>
        <Rates rates=view.rates may_edit/>
        <Floors floors=view.floors suppliers=view.supplier_floors may_edit/>
        {may_edit.then(|| view! { <NewRule offer/> })}
    }
}

#[component]
fn NewRule(offer: SupplyOffer) -> impl IntoView {
    let failed = failure::<SavePlatformRule>();
    view! {
        <section class="panel" aria-labelledby="new-rule-title">
            <h2 id="new-rule-title">"Add a rule"</h2>
            {whole_form(failed.as_ref())}
            <PostForm<SavePlatformRule> class="surface-form">
                <Field label="Name" name="rule_name" required=true maxlength=80 error=of_field(failed.as_ref(), "rule_name")/>
                {markup_fields(failed.as_ref(), String::new(), String::new(), "in the currency below")}
                <div class="form-pair">
                    <Field label="Currency of a fixed amount" name="markup_currency" value="USD" required=true maxlength=3 error=of_field(failed.as_ref(), "markup_currency")/>
                    <Select label="Supplier" name="rule_provider" choices=choices("Every supplier", offer.suppliers) error=of_field(failed.as_ref(), "rule_provider")/>
                </div>
                {match_fields(failed.as_ref(), offer.offer)}
                <p class="fine-print">"It changes prices in every shop from its first day. A rule for exactly the same things ends when this one begins."</p>
                <SubmitButton>"Add rule"</SubmitButton>
            </PostForm<SavePlatformRule>>
        </section>
    }
}

#[component]
fn Rates(rates: Vec<RateRow>, may_edit: bool) -> impl IntoView {
    let failed = failure::<SetFxRate>();
    let columns = vec![
        Column::plain("Pair"),
        Column::number("Rate"),
        Column::plain("Stated by"),
        Column::plain("On"),
        Column::plain("Age"),
    ];
    view! {
        <section class="panel" aria-labelledby="rates-title">
            <h2 id="rates-title">"Exchange rates"</h2>
            <p class="panel-note">"The newest rate of a pair is in use. One that is older than a week goes on pricing and opens a case."</p>
            <ListTable caption="Exchange rates" columns>
                {rates.into_iter().map(|rate| view! {
                    <tr>
                        <td data-label="Pair">{format!("1 {} in {}", rate.base, rate.quote)}</td>
                        <td data-label="Rate" class="number">{rate.rate}</td>
                        <td data-label="Stated by">{rate.source}</td>
                        <td data-label="On"><Moment at=rate.as_of/></td>
                        <td data-label="Age">{if rate.is_old {
                            view! { <StatusBadge label="Older than a week" mood="attention"/> }.into_any()
                        } else {
                            view! { <StatusBadge label="Current" mood="good"/> }.into_any()
                        }}</td>
                    </tr>
                }).collect_view()}
            </ListTable>
            {may_edit.then(|| view! {
                {whole_form(failed.as_ref())}
                <PostForm<SetFxRate> class="surface-form">
                    <div class="form-pair">
                        <Field label="One" name="rate_base" required=true maxlength=3 placeholder="USD" error=of_field(failed.as_ref(), "rate_base")/>
                        <Field label="in" name="rate_quote" required=true maxlength=3 placeholder="EUR" error=of_field(failed.as_ref(), "rate_quote")/>
                    </div>
                    <div class="form-pair">
                        <Field label="Rate" name="rate_value" required=true inputmode="decimal" error=of_field(failed.as_ref(), "rate_value")/>
                        <Field label="Stated by" name="rate_source" required=true maxlength=80 placeholder="European Central Bank" error=of_field(failed.as_ref(), "rate_source")/>
                    </div>
                    <SubmitButton>"Keep this rate"</SubmitButton>
                </PostForm<SetFxRate>>
            })}
        </section>
    }
}

#[component]
fn Floors(floors: Vec<FloorsView>, suppliers: Vec<SupplierFloorRow>, may_edit: bool) -> impl IntoView {
    let failed = failure::<SavePlatformFloors>();
    let columns = vec![
        Column::plain("Currency"),
        Column::plain("Prices end"),
        Column::number("At least"),
        Column::number("In percent"),
    ];
    let supplier_columns = vec![
        Column::plain("Plan"),
        Column::plain("Supplier"),
        Column::number("Cost"),
        Column::number("Sold for at least"),
    ];
    view! {
        <section class="panel" aria-labelledby="floors-title">
            <h2 id="floors-title">"Minimum margins and rounding"</h2>
            <ListTable caption="Minimum margins" columns>
                {floors.into_iter().map(|row| view! {
                    <tr>
                        <td data-label="Currency">{row.currency.to_string()}</td>
                        <td data-label="Prices end">{row.rounding.replace('_', " ")}</td>
                        <td data-label="At least" class="number"><MoneyText amount=row.minimum_margin/></td>
                        <td data-label="In percent" class="number">{row.minimum_margin_percent}</td>
                    </tr>
                }).collect_view()}
            </ListTable>
            {may_edit.then(|| view! {
                {whole_form(failed.as_ref())}
                <PostForm<SavePlatformFloors> class="surface-form">
                    <Field label="Currency" name="floor_currency" required=true maxlength=3 placeholder="EUR" error=of_field(failed.as_ref(), "floor_currency")/>
                    {floor_fields(failed.as_ref(), "none".into(), "0".into(), "0".into())}
                    <SubmitButton>"Save"</SubmitButton>
                </PostForm<SavePlatformFloors>>
            })}
        </section>
        <section class="panel" aria-labelledby="suppliers-title">
            <h2 id="suppliers-title">"What suppliers ask at least"</h2>
            <p class="panel-note">"Plans whose supplier sets a minimum selling price; no shop sells below it. The first fifty by name."</p>
            <ListTable caption="Suppliers' minimum prices" columns=supplier_columns>
                {suppliers.into_iter().map(|row| view! {
                    <tr>
                        <td data-label="Plan">{row.plan}</td>
                        <td data-label="Supplier">{row.provider}</td>
                        <td data-label="Cost" class="number"><MoneyText amount=row.cost/></td>
                        <td data-label="Sold for at least" class="number"><MoneyText amount=row.minimum_price/></td>
                    </tr>
                }).collect_view()}
            </ListTable>
        </section>
    }
}
