//! `/business/numbers`: the company's numbers and who uses them.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{ButtonLink, EmptyState, MoneyText, Notice, Pagination, PlaceMark},
    pages::{account::state_badge::StateBadge, answer::answer, words},
    server_fns,
    shared::{company_number::CompanyNumber, paging::Page, permissions::OrganizationMay},
};

/// The list.
#[component]
pub fn NumbersPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let after = query.get("after");
    let is_released = query.get("saved").is_some_and(|what| what == "released");
    view! {
        <Title text="Numbers"/>
        {Suspend::new(async move {
                let company = server_fns::business::home().await.ok().and_then(|home| home.current);
                let may_buy =
                    company.as_ref().is_some_and(|company| company.is_open && company.role.may(OrganizationMay::ManageLines));
                let sees_spend = company.is_some_and(|company| company.role.may(OrganizationMay::ViewSpend));
                let read = server_fns::company_numbers::list(after.clone()).await;
                answer(read, move |page| show(page, (may_buy, sees_spend), after.is_some(), is_released))
            })}
    }
}

fn show(
    page: Page<CompanyNumber>,
    (may_buy, sees_spend): (bool, bool),
    is_later: bool,
    is_released: bool,
) -> impl IntoView {
    let Page { rows, next } = page;
    let first = is_later.then(|| "/business/numbers".to_owned());
    let next = next.map(|next| format!("/business/numbers?after={next}"));
    view! {
        <header class="surface-head">
            <h1>"Numbers"</h1>
            {sees_spend.then(|| view! { <ButtonLink href="/business/numbers/usage" kind="secondary">"Usage and cost"</ButtonLink> })}
            {may_buy.then(|| view! { <ButtonLink href="/business/numbers/find">"Get a number"</ButtonLink> })}
        </header>
        {is_released.then(|| view! { <Notice kind="good">"The company has given the number back. Its messages and calls stay here."</Notice> })}
        {if rows.is_empty() {
            let text = if may_buy {
                "A number of the company is paid from its wallet and used by those you give it to: for messages and for calls."
            } else {
                "Nobody has given you a number of the company yet. Ask an owner, an admin or your manager."
            };
            view! { <EmptyState icon="phone" title="No number yet" text=text/> }.into_any()
        } else {
            view! {
                <section class="panel" aria-label="Numbers"><ul class="rows">{rows.into_iter().map(row).collect_view()}</ul></section>
                <Pagination first next/>
            }.into_any()
        }}
    }
}

fn row(row: CompanyNumber) -> impl IntoView {
    let used_by = row.used_by();
    let CompanyNumber {
        number, cost_centre, ..
    } = row;
    let href = format!("/business/numbers/{}", number.id);
    view! {
        <li class="row">
            <span class="row-mark"><PlaceMark country=Some(number.country)/></span>
            <span class="row-main">
                <a class="number-text" href=href>{number.display}</a>
                <small>{number.label}</small>
                <small>"Used by: " {used_by}</small>
                {(!cost_centre.is_empty()).then(|| view! { <small>"Cost centre " {cost_centre}</small> })}
            </span>
            <span class="row-side">
                <span><MoneyText amount=number.monthly/> <small>"/mo"</small></span>
                <StateBadge state=words::number_state(number.state)/>
            </span>
        </li>
    }
}
