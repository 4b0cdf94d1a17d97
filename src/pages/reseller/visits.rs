//! `/reseller/staff/visits`: who of the platform looked into the shop, when and why.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use crate::{
    components::{DataTable, EmptyState, Moment},
    pages::{answer::answer, words},
    server_fns,
    shared::console::EntryRow,
};

/// The section's page.
#[component(transparent)]
pub fn VisitsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/staff/visits") view=VisitsPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}

#[component]
fn VisitsPage() -> impl IntoView {
    view! {
        <Title text="Visits"/>
        {Suspend::new(async move { answer(server_fns::entries::visits().await, show) })}
    }
}

fn show(rows: Vec<EntryRow>) -> impl IntoView {
    view! {
        <header class="surface-head"><h1>"Visits by the operator"</h1></header>
        <section class="panel">
            <p>"Whoever runs the installation can look into your shop to help you, in the place of an owner, for half an hour at most. They can neither move money nor see keys nor change staff. Here you see every look."</p>
            {if rows.is_empty() {
                view! { <EmptyState icon="eye" title="Nobody was here" text="A look into your shop appears here with its reason."/> }.into_any()
            } else {
                table(rows).into_any()
            }}
        </section>
    }
}

/// The looks, for the shop and for the console.
pub fn table(rows: Vec<EntryRow>) -> impl IntoView {
    view! {
        <DataTable caption="Looks into the shop" columns=vec!["When", "Who", "In place of", "Why", "How long"]>
            {rows.into_iter().map(|row| view! {
                <tr>
                    <td data-label="When"><Moment at=row.created_at/></td>
                    <td data-label="Who">{row.operator_name}</td>
                    <td data-label="In place of">{row.staff_name}</td>
                    <td data-label="Why">{row.reason}</td>
                    <td data-label="How long">
                        {match (row.opened_at, row.over_at) {
                            (None, _) => "never opened".to_owned(),
                            (Some(_), None) => "inside now".to_owned(),
                            (Some(opened), Some(over)) => words::span(over - opened),
                        }}
                    </td>
                </tr>
            }).collect_view()}
        </DataTable>
    }
}
