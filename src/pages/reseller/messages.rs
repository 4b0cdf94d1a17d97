//! `/reseller/messages`: where customers may write to, and what is too much.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, hooks::use_query_map, path,
};

use crate::{
    components::{
        Choice, Column, EmptyState, Field, ListTable, Moment, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{
        self,
        message_settings::{SaveCountries, SaveGuard},
    },
    shared::message::{MessageAlarm, MessageCountry, MessageGuard, MessageSettings},
};

/// Everything under `/reseller/messages`.
#[component(transparent)]
pub fn MessageSettingsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("messages") view=MessageSettingsPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}

#[component]
fn MessageSettingsPage() -> impl IntoView {
    let is_saved = use_query_map().read_untracked().get("saved").is_some();
    view! {
        <Title text="Messages"/>
        <header class="surface-head"><h1>"Messages"</h1></header>
        {is_saved.then(|| view! { <Notice kind="good">"Saved."</Notice> })}
        {Suspend::new(async move { answer(server_fns::message_settings::settings().await, show) })}
    }
}

fn show(settings: MessageSettings) -> impl IntoView {
    view! {
        <Countries countries=settings.countries/>
        <Guard guard=settings.guard/>
        <Alarms alarms=settings.alarms/>
    }
}

#[component]
fn Countries(countries: Vec<MessageCountry>) -> impl IntoView {
    let failed = failure::<SaveCountries>();
    view! {
        <section class="panel" aria-labelledby="countries-title">
            <h2 id="countries-title">"Countries"</h2>
            <p class="panel-note">"Customers write to these countries. Leave off where nobody of yours has reason to write: pumpers look for such ways."</p>
            {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
            <PostForm<SaveCountries>>
                <ul class="message-countries">
                    {countries
                        .into_iter()
                        .map(|country| view! {
                            <li>
                                <label class="checkbox">
                                    <input type="checkbox" name="countries[]" value=country.code checked=country.is_on/>
                                    <span>{country.name}</span>
                                </label>
                            </li>
                        })
                        .collect_view()}
                </ul>
                <SubmitButton>"Save countries"</SubmitButton>
            </PostForm<SaveCountries>>
        </section>
    }
}

#[component]
fn Guard(guard: MessageGuard) -> impl IntoView {
    let failed = failure::<SaveGuard>();
    let wrong = |field: &str| of_field(failed.as_ref(), field);
    let (range_wrong, customer_wrong, shop_wrong) =
        (wrong("range_max"), wrong("customer_max"), wrong("shop_max"));
    let whole = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(crate::shared::error::AppError::message);
    let mode = if guard.is_enforced { "enforce" } else { "record" };
    let choices = vec![
        Choice::new("record", "Write it down and send all the same"),
        Choice::new("enforce", "Refuse it"),
    ];
    view! {
        <section class="panel" aria-labelledby="guard-title">
            <h2 id="guard-title">"Too many at once"</h2>
            <p class="panel-note">"Messages in ten minutes. A range is all numbers that differ only in their last four digits."</p>
            {whole.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <PostForm<SaveGuard> class="surface-form">
                <Select label="What is too much" name="guard_mode" choices value=mode/>
                <Field label="One customer to one range" name="range_max" inputmode="numeric" value=guard.range_max.to_string() error=range_wrong/>
                <Field label="One customer altogether" name="customer_max" inputmode="numeric" value=guard.customer_max.to_string() error=customer_wrong/>
                <Field label="The whole shop" name="shop_max" inputmode="numeric" value=guard.shop_max.to_string() error=shop_wrong/>
                <SubmitButton>"Save limits"</SubmitButton>
            </PostForm<SaveGuard>>
        </section>
    }
}

#[component]
fn Alarms(alarms: Vec<MessageAlarm>) -> impl IntoView {
    let columns = vec![
        Column::plain("When"),
        Column::plain("Customer"),
        Column::plain("Limit"),
        Column::number("Counted"),
        Column::plain("Then"),
    ];
    view! {
        <section class="panel" aria-labelledby="alarms-title">
            <h2 id="alarms-title">"What was too much"</h2>
            {if alarms.is_empty() {
                view! { <EmptyState icon="shield-check" title="Nothing yet" text="When a limit is passed, it stands here: who wrote, and to which range of numbers."/> }.into_any()
            } else {
                view! { <ListTable caption="What was too much" columns>{alarms.into_iter().map(alarm).collect_view()}</ListTable> }.into_any()
            }}
        </section>
    }
}

fn alarm(alarm: MessageAlarm) -> impl IntoView {
    let limit = match alarm.kind.as_str() {
        "range" => format!("Range {}…", alarm.range),
        "customer" => "Customer".to_owned(),
        _ => "Shop".to_owned(),
    };
    view! {
        <tr>
            <td data-label="When"><Moment at=alarm.at/></td>
            <td data-label="Customer">{alarm.customer}</td>
            <td data-label="Limit">{limit}</td>
            <td data-label="Counted" class="number">{alarm.counted}</td>
            <td data-label="Then">{if alarm.is_refused { "Refused" } else { "Sent" }}</td>
        </tr>
    }
}
