//! `/reseller`: how the shop is doing over a chosen period, beside the one before; every number leads to its rows.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Chart, Column, EmptyState, ListTable, MoneyText, Point, Shape, Unit},
    pages::{
        answer::answer,
        figures::{PeriodChooser, Tile, change, exact, finding, span_in_query},
    },
    server_fns,
    shared::{
        error::AppError,
        figures::{Figures, Part, Period},
        money::Money,
        reseller::{OpenProblems, OverviewMoney, ResellerOverview},
    },
};

/// The dashboard's first page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let span = span_in_query(&use_query_map().read_untracked());
    view! {
        <Title text="Dashboard"/>
        {Suspend::new(async move {
            let asked = span.clone();
            let read = server_fns::reseller::overview(asked.days, asked.from, asked.until).await;
            match read {
                Err(AppError::Invalid { message, .. }) => {
                    let usual = server_fns::reseller::overview(None, None, None).await;
                    answer(usual, move |all| show(all, Some(message)))
                }
                read => answer(read, |all| show(all, None)),
            }
        })}
    }
}

fn show(all: ResellerOverview, wrong: Option<String>) -> impl IntoView {
    let ResellerOverview {
        shop,
        figures,
        money,
        problems,
    } = all;
    let (period, zone) = (figures.period, figures.zone.clone());
    view! {
        <header class="surface-head">
            <h1>{shop}</h1>
            <p>{format!("{} to {}, days in {zone}", words(period.from), words(period.last_day()))}</p>
        </header>
        <PeriodChooser path="/reseller" period wrong/>
        <Problems problems/>
        {match tiles(&figures, money) {
            Ok(tiles) => tiles.into_any(),
            Err(error) => error.to_string().into_any(),
        }}
        {charts(&figures)}
        <div class="surface-columns">
            <Best id="countries" title="Top countries" name="Country" parts=figures.countries period/>
            <Best id="plans" title="Top plans" name="Plan" parts=figures.products period/>
        </div>
    }
}

fn words(day: chrono::NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// The list of orders of these days.
fn orders(period: Period) -> String {
    format!(
        "/reseller/orders?from={}&until={}",
        period.from,
        period.last_day()
    )
}

fn tiles(
    figures: &Figures,
    money: Option<OverviewMoney>,
) -> Result<impl IntoView + use<>, crate::shared::money::MoneyError> {
    let (now, before) = (&figures.totals, &figures.totals_before);
    let period = figures.period;
    let (share, sales, customers) = (now.share, now.sales, figures.customers);
    let (taken, taken_before) = (now.taken()?, before.taken()?);
    let days = format!("from={}&until={}", period.from, period.last_day());
    let refunded = if now.refunds == 0 {
        String::new()
    } else {
        format!(", {} refunded", now.refunded)
    };
    let earned = (!now.earned.is_zero()).then_some((now.earned, before.earned));
    Ok(view! {
        <ul class="figure-tiles" aria-label="Figures of the period">
            <Tile name="Sales" href=orders(period) note=format!("{}{refunded}", change(taken.micros(), taken_before.micros()))>
                {exact(taken)}
            </Tile>
            <Tile name="Your margin" href=orders(period) note=change(now.share.micros(), before.share.micros())>
                {exact(share)}
            </Tile>
            {earned.map(|(earned, earned_before)| view! {
                <Tile name="Earned" href="/reseller/money" note=change(earned.micros(), earned_before.micros())>
                    {exact(earned)}
                </Tile>
            })}
            <Tile name="Orders" href=orders(period) note=change(sales, before.sales)>{sales}</Tile>
            <Tile name="New customers" href=format!("/reseller/customers?{days}") note=change(customers, figures.customers_before)>
                {customers}
            </Tile>
            {money.map(own_money)}
        </ul>
    })
}

fn own_money(money: OverviewMoney) -> impl IntoView {
    match money {
        OverviewMoney::Earnings { payable, pending } => view! {
            <Tile name="Payable now" href="/reseller/money" note=format!("{pending} later")>{exact(payable)}</Tile>
        }
        .into_any(),
        OverviewMoney::Float {
            available,
            days_left,
            stage,
        } => {
            let note = match days_left {
                Some(days) => format!("{days} days left"),
                None => "Nothing was charged to it lately".into(),
            };
            view! {
                <Tile name="Float" href="/reseller/money" note=note is_alarming=stage != "ok">{exact(available)}</Tile>
            }
            .into_any()
        }
    }
}

#[component]
fn Problems(problems: OpenProblems) -> impl IntoView {
    let OpenProblems {
        unanswered_orders,
        open_disputes,
        returned_payouts,
    } = problems;
    let rows = [
        (
            unanswered_orders,
            "orders wait for the provider",
            "/reseller/orders?state=in_flight",
        ),
        (open_disputes, "payments are disputed", "/reseller/customers"),
        (
            returned_payouts,
            "payouts came back from the bank",
            "/reseller/money",
        ),
    ];
    let open: Vec<_> = rows.into_iter().filter(|(count, ..)| *count > 0).collect();
    (!open.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="problems-title">
                <h2 id="problems-title">"To look at"</h2>
                <ul class="figure-tiles">
                    {open
                        .into_iter()
                        .map(|(count, name, href)| view! { <Tile name=name href=href is_alarming=true>{count}</Tile> })
                        .collect_view()}
                </ul>
            </section>
        }
    })
}

fn charts(figures: &Figures) -> impl IntoView + use<> {
    let (now, before) = (&figures.totals, &figures.totals_before);
    let unit = Unit::Money(figures.currency);
    let money = |part: &Part| part.totals.taken().map_or(0, Money::micros);
    let share = |part: &Part| part.totals.share.micros();
    let points = |value: &dyn Fn(&Part) -> i64| -> Vec<Point> {
        figures
            .days
            .iter()
            .zip(&figures.days_before)
            .map(|(day, earlier)| Point {
                label: day.name.clone(),
                value: value(day),
                before: Some(value(earlier)),
            })
            .collect()
    };
    let taken = |totals: &crate::shared::figures::Totals| totals.taken().map_or(0, Money::micros);
    if now.sales + before.sales == 0 {
        return view! {
            <section class="panel">
                <EmptyState
                    icon="receipt"
                    title="Nothing sold in this period"
                    text="Sales appear here as soon as an order is delivered."
                />
            </section>
        }
        .into_any();
    }
    view! {
        <div class="surface-columns">
            <section class="panel">
                <Chart
                    id="sales"
                    title=finding("Sales", taken(now), taken(before))
                    name="Sales"
                    unit=unit
                    shape=Shape::Line
                    points=points(&money)
                />
            </section>
            <section class="panel">
                <Chart
                    id="margin"
                    title=finding("Your margin", now.share.micros(), before.share.micros())
                    name="Margin"
                    unit=unit
                    shape=Shape::Line
                    points=points(&share)
                />
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Best(
    id: &'static str,
    title: &'static str,
    name: &'static str,
    parts: Vec<Part>,
    period: Period,
) -> impl IntoView {
    let columns = vec![
        Column::plain(name),
        Column::number("Sold"),
        Column::number("Sales"),
        Column::number("Margin"),
    ];
    let row = move |part: Part| {
        let taken = part.totals.taken().unwrap_or(part.totals.charged);
        let rows = format!("{}{}", orders(period), narrowed(name, &part));
        view! {
            <tr>
                <td data-label=name>{part.name}</td>
                <td data-label="Sold" class="number"><a href=rows>{part.totals.sales}</a></td>
                <td data-label="Sales" class="number"><MoneyText amount=taken/></td>
                <td data-label="Margin" class="number"><MoneyText amount=part.totals.share/></td>
            </tr>
        }
    };
    view! {
        <section class="panel" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {if parts.is_empty() {
                view! { <p class="panel-note">"Nothing sold in this period."</p> }.into_any()
            } else {
                view! {
                    <ListTable caption=title columns>{parts.into_iter().map(row).collect_view()}</ListTable>
                }
                .into_any()
            }}
        </section>
    }
}

/// What the list of orders can narrow itself to: a country, or whether it is a number or a plan.
fn narrowed(name: &str, part: &Part) -> String {
    match name {
        "Country" if part.key.is_empty() => String::new(),
        "Country" => format!("&country={}", part.key),
        _ if part.key.starts_with("Numbers, ") => "&kind=number".into(),
        _ => "&kind=esim".into(),
    }
}
