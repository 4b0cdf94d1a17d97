//! `/admin/resellers`: every shop.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{collects, status_badge};
use crate::{
    components::{
        ButtonLink, Choice, Column, EmptyState, Field, FilterForm, ListTable, Moment, Pagination, Select,
    },
    pages::{
        admin::saved::{address, asked_for},
        answer::answer,
    },
    server_fns,
    shared::{console::ResellerRow, paging::Page},
};

const HERE: &str = "/admin/resellers";

/// The list.
#[component]
pub fn ResellersPage() -> impl IntoView {
    let (search, status, after) = (asked_for("search"), asked_for("status"), asked_for("after"));
    view! {
        <Title text="Resellers"/>
        {Suspend::new(async move {
            let read = server_fns::resellers::list_resellers(
                Some(search.clone()),
                Some(status.clone()),
                Some(after.clone()).filter(|after| !after.is_empty()),
            )
            .await;
            answer(read, move |page| show(page, search, status, after))
        })}
    }
}

fn show(page: Page<ResellerRow>, search: String, status: String, after: String) -> impl IntoView {
    let fields = [("search", search.as_str()), ("status", status.as_str())];
    let next = page
        .next
        .as_deref()
        .map(|next| address(HERE, &[fields[0], fields[1], ("after", next)]));
    let first = (!after.is_empty()).then(|| address(HERE, &fields));
    let is_filtered = !search.is_empty() || !status.is_empty();
    let statuses = vec![
        Choice::new("", "All"),
        Choice::new("trial", "Trial"),
        Choice::new("active", "Active"),
        Choice::new("suspended", "Suspended"),
    ];
    let is_empty = page.rows.is_empty();
    view! {
        <header class="surface-head">
            <h1>"Resellers"</h1>
            <ButtonLink href="/admin/resellers/new">"Open a shop"</ButtonLink>
        </header>
        <FilterForm path=HERE is_filtered>
            <Field label="Name begins with" name="search" value=search kind="search" maxlength=80/>
            <Select label="Status" name="status" value=status choices=statuses/>
        </FilterForm>
        {is_empty.then(|| view! {
            <EmptyState icon="building-2" title="No reseller" text="No shop fits. Clear the search or open one."/>
        })}
        {(!is_empty).then(|| view! {
            <ListTable
                caption="Resellers"
                columns=vec![
                    Column::plain("Shop"),
                    Column::plain("Status"),
                    Column::plain("Money"),
                    Column::number("Commission"),
                    Column::number("Open cases"),
                    Column::plain("Since"),
                ]
            >
                {page.rows.into_iter().map(row).collect_view()}
            </ListTable>
        })}
        <Pagination first next/>
    }
}

fn row(row: ResellerRow) -> impl IntoView {
    let badge = status_badge(&row);
    view! {
        <tr>
            <td data-label="Shop">
                <a href=format!("{HERE}/{}", row.id)><b>{row.name}</b></a>
                <small class="console-below">{row.host.unwrap_or(row.slug)}</small>
            </td>
            <td data-label="Status">{badge}</td>
            <td data-label="Money">{row.currency} <small class="console-below">{collects(&row.settlement_mode)}</small></td>
            <td data-label="Commission" class="number">{row.commission_percent} " %"</td>
            <td data-label="Open cases" class="number">{row.open_cases.to_string()}</td>
            <td data-label="Since"><Moment at=row.created_at/></td>
        </tr>
    }
}
