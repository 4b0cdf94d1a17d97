//! `/reseller/companies`: fifty to a page, newest first.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{Column, EmptyState, ListTable, Moment, Pagination, StatusBadge},
    pages::{
        answer::answer,
        list_address::{address, asked_for},
    },
    server_fns,
    shared::company::{ClientList, ClientRow},
};

const PATH: &str = "/reseller/companies";

/// The list.
#[component]
pub fn CompaniesPage() -> impl IntoView {
    let after = asked_for("after");
    view! {
        <Title text="Companies"/>
        {Suspend::new(async move {
            let is_first = after.is_empty();
            answer(server_fns::clients::clients(Some(after)).await, move |list| show(list, is_first))
        })}
    }
}

fn show(list: ClientList, is_first: bool) -> impl IntoView {
    let columns = vec![
        Column::plain("Company"),
        Column::plain("Plan"),
        Column::plain("State"),
        Column::number("Members"),
        Column::number("Employees"),
        Column::plain("Since"),
    ];
    let next = list
        .page
        .next
        .as_deref()
        .map(|after| address(PATH, &[("after", after)]));
    let first = (!is_first).then(|| PATH.to_owned());
    view! {
        <header class="surface-head">
            <h1>"Companies"</h1>
            <div class="company-actions">
                <a class="button button-secondary" href="/reseller/companies/invoicing">"Invoice settings"</a>
                {list.may_help.then(|| view! { <a class="button button-primary" href="/reseller/companies/new">"Set a company up"</a> })}
            </div>
        </header>
        {if list.page.rows.is_empty() {
            view! { <EmptyState icon="building-2" title="No companies yet" text="A customer can make one in their account, or you set one up for somebody."/> }.into_any()
        } else {
            view! { <ListTable caption="Companies" columns>{list.page.rows.into_iter().map(row).collect_view()}</ListTable> }.into_any()
        }}
        <Pagination first next/>
    }
}

fn row(row: ClientRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Company"><span class="cell-lines"><a href=format!("{PATH}/{}", row.id)>{row.name}</a> <small>{row.billing_email}</small></span></td>
            <td data-label="Plan">{row.plan.in_words()}</td>
            <td data-label="State"><CompanyBadge is_active=row.is_active/></td>
            <td data-label="Members" class="number">{row.members}</td>
            <td data-label="Employees" class="number">{row.employees}</td>
            <td data-label="Since"><Moment at=row.created_at/></td>
        </tr>
    }
}

/// Whether the company is open.
#[component]
pub fn CompanyBadge(is_active: bool) -> impl IntoView {
    if is_active {
        view! { <StatusBadge label="Active" mood="good"/> }
    } else {
        view! { <StatusBadge label="Deactivated" mood="bad"/> }
    }
}
