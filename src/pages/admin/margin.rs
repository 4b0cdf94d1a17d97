//! `/admin/margin`: what the platform keeps, by provider, reseller, country, service or day.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, hooks::use_query_map, path,
};

use crate::{
    components::{Chart, Column, EmptyState, ListTable, MoneyText, Point, Shape, Unit},
    pages::{
        answer::answer,
        figures::{PeriodChooser, exact, finding, span_in_query},
    },
    server_fns,
    shared::{
        error::AppError,
        figures::{By, Margins, MarginsIn, Part},
        money::Money,
    },
};

/// The page under `/admin/margin`.
#[component(transparent)]
pub fn MarginRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("margin") view=MarginPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}

/// The margins of a period.
#[component]
fn MarginPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (by, span) = (query.get("by"), span_in_query(&query));
    view! {
        <Title text="Margin"/>
        {Suspend::new(async move {
            let read = server_fns::ledger::platform_margins(by.clone(), span.days, span.from, span.until).await;
            match read {
                Err(AppError::Invalid { message, .. }) => {
                    let usual = server_fns::ledger::platform_margins(by, None, None, None).await;
                    answer(usual, move |all| show(all, Some(message)))
                }
                read => answer(read, |all| show(all, None)),
            }
        })}
    }
}

fn show(all: Margins, wrong: Option<String>) -> impl IntoView {
    let Margins {
        period,
        by,
        currencies,
    } = all;
    let days = format!("from={}&until={}", period.from, period.last_day());
    let csv = format!("/admin/margin.csv?by={}&{days}", by.as_str());
    view! {
        <header class="surface-head">
            <h1>"Margin"</h1>
            <p><a href=csv download>"CSV"</a></p>
        </header>
        <PeriodChooser path="/admin/margin" period wrong more=vec![("by", by.as_str().to_owned())]/>
        <nav class="row-actions" aria-label="Margin by">
            {By::ALL
                .into_iter()
                .map(|one| view! {
                    <a
                        class="button button-quiet"
                        href=format!("/admin/margin?by={}&{days}", one.as_str())
                        aria-current=(one == by).then_some("true")
                    >
                        {one.in_words()}
                    </a>
                })
                .collect_view()}
        </nav>
        {if currencies.is_empty() {
            view! {
                <section class="panel">
                    <EmptyState icon="signal" title="Nothing sold in this period" text="The platform's margin and commission of every sale appear here, less what refunds gave back."/>
                </section>
            }
            .into_any()
        } else {
            currencies.into_iter().map(|found| currency(found, by)).collect_view().into_any()
        }}
    }
}

fn kept(part: &Part) -> i64 {
    part.totals.margin().map_or(0, Money::micros)
}

fn currency(found: MarginsIn, by: By) -> impl IntoView {
    let code = found.currency.code();
    let points = found
        .days
        .iter()
        .zip(&found.days_before)
        .map(|(day, before)| Point {
            label: day.name.clone(),
            value: kept(day),
            before: Some(kept(before)),
        })
        .collect();
    let before: i64 = found.days_before.iter().map(kept).sum();
    let title = finding(
        "The platform's margin",
        found.totals.margin().map_or(0, Money::micros),
        before,
    );
    let columns = vec![
        Column::plain(by.in_words()),
        Column::number("Sold"),
        Column::number("Sales"),
        Column::number("Cost"),
        Column::number("Margin"),
        Column::number("Commission"),
        Column::number("Kept"),
    ];
    let total = Part {
        key: String::new(),
        name: "All".into(),
        totals: found.totals,
    };
    view! {
        <section class="panel" aria-labelledby=code>
            <h2 id=code>{code}</h2>
            <Chart id=code title=title name="Kept" unit=Unit::Money(found.currency) shape=Shape::Line points=points/>
            <ListTable caption=format!("Margin in {code}") columns>
                {found.parts.into_iter().map(|part| row(part, by)).collect_view()}
                {total_row(total, by)}
            </ListTable>
        </section>
    }
}

/// The sum of all rows, of which a long list shows only the dearest.
fn total_row(total: Part, by: By) -> impl IntoView {
    cells(view! { <b>"All"</b> }.into_any(), total, by)
}

/// A reseller's row leads to its transfers.
fn row(part: Part, by: By) -> impl IntoView {
    let (key, name) = (part.key.clone(), part.name.clone());
    let name = match by {
        By::Reseller => view! { <a href=format!("/admin/ledger?shop={key}&kind=sale")>{name}</a> }.into_any(),
        _ => name.into_any(),
    };
    cells(name, part, by)
}

fn cells(name: AnyView, part: Part, by: By) -> impl IntoView {
    let totals = part.totals;
    let taken = totals.taken().unwrap_or(totals.charged);
    let margin = totals.margin().unwrap_or(totals.platform);
    let label = by.in_words();
    view! {
        <tr>
            <td data-label=label>{name}</td>
            <td data-label="Sold" class="number">{totals.sales}</td>
            <td data-label="Sales" class="number"><MoneyText amount=taken/></td>
            <td data-label="Cost" class="number"><MoneyText amount=totals.cost/></td>
            <td data-label="Margin" class="number">{exact(totals.platform)}</td>
            <td data-label="Commission" class="number">{exact(totals.commission)}</td>
            <td data-label="Kept" class="number">{exact(margin)}</td>
        </tr>
    }
}
