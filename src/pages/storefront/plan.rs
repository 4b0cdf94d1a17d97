//! `/plans/{id}`: everything about a plan before it is paid for.

use leptos::prelude::*;

use super::plan_card::amount;
use crate::{
    components::{Breadcrumbs, ButtonLink, Crumb, DefinitionList, Fact, Flag, Icon, MoneyText, PageHead},
    pages::{
        answer::{answer, id_in_path},
        words,
    },
    server_fns::shop,
    shared::{
        error::AppError,
        esim::{Coverage, PlanRow, PlanView},
        ids::PlanId,
    },
};

/// A data plan.
#[component]
pub fn PlanPage() -> impl IntoView {
    let id: Option<PlanId> = id_in_path();
    view! {
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => shop::plan(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, show)
            })}
    }
}

fn show(plan: PlanView) -> impl IntoView {
    let PlanView {
        row,
        countries,
        speed,
        fair_use,
        starts,
        can_top_up,
        networks,
    } = plan;
    let data = amount(row.data_mb);
    let days = words::days(row.validity_days);
    let summary = format!("{data} · {days}");
    let about = format!("{data} of mobile data for {}, {days}, {}.", row.place, row.price);
    let is_local = row.coverage == Coverage::Local;
    let above = match countries.first().filter(|_| is_local) {
        Some(country) => vec![
            Crumb::new("/", "Home"),
            Crumb::new("/esim", "eSIM data"),
            Crumb::new(format!("/esim/{}", country.code.to_lower()), country.name.clone()),
        ],
        None => vec![Crumb::new("/", "Home"), Crumb::new("/esim", "eSIM data")],
    };
    let mark = countries.first().filter(|_| is_local).cloned();
    let buy = row.clone();
    let json = structured(&row, &about);
    view! {
        <PageHead title=row.name.clone() description=about/>
        <script type="application/ld+json" inner_html=json></script>
        <div class="page">
            <Breadcrumbs above here=row.name.clone()/>
            <div class="plan">
                <div class="plan-main">
                    <header class="page-head page-head-flag">
                        <crate::components::PlaceMark country=mark/>
                        <div>
                            <h1>{row.name.clone()}</h1>
                            <p class="muted">{format!("{data} for {days} in {}", row.place)}</p>
                        </div>
                    </header>
                    <DefinitionList>
                        <Fact name="Data" icon="gauge">{data.clone()}</Fact>
                        <Fact name="Valid for" icon="calendar">{days.clone()}</Fact>
                        {(!starts.is_empty()).then(|| view! { <Fact name="Days begin" icon="clock">{starts}</Fact> })}
                        {(!speed.is_empty()).then(|| view! { <Fact name="Speed" icon="signal">{speed}</Fact> })}
                        {(!networks.is_empty()).then(|| view! { <Fact name="Networks" icon="wifi">{networks}</Fact> })}
                        {(!fair_use.is_empty()).then(|| view! { <Fact name="Fair use" icon="info">{fair_use}</Fact> })}
                        <Fact name="Top-up" icon="plus">
                            {if can_top_up { "Yes, more data on the same eSIM" } else { "No; buy another plan when it is used up" }}
                        </Fact>
                        <Fact name="Phone number" icon="phone">"No: data only. Apps that call over the internet work."</Fact>
                    </DefinitionList>
                    <section class="group" id="coverage">
                        <h2>{if countries.len() == 1 { "Works in".to_owned() } else { format!("Works in {} countries", countries.len()) }}</h2>
                        <ul class="coverage">
                            {countries
                                .into_iter()
                                .map(|country| view! { <li><Flag code=country.code/> {country.name}</li> })
                                .collect_view()}
                        </ul>
                    </section>
                    <DeviceCheck/>
                    <section class="group">
                        <h2>"After you pay"</h2>
                        <ol class="steps">
                            <li><b>"Within a minute"</b> <span>"the code is in your account: to scan, to install with one tap, or to type in."</span></li>
                            <li><b>"Install at home"</b> <span>"while you are on Wi-Fi. It takes about two minutes."</span></li>
                            <li><b>"On arrival"</b> <span>"choose the eSIM for mobile data and switch on data roaming for it."</span></li>
                        </ol>
                    </section>
                </div>
                <aside class="buy" aria-label="Price">
                    <div class="buy-card">
                        <p class="buy-what">{summary}</p>
                        <p class="buy-price"><MoneyText amount=buy.price/></p>
                        <ButtonLink href=format!("/checkout/plan/{}", buy.id) size="large">"Buy now"</ButtonLink>
                        <ul class="ticks ticks-quiet">
                            <li><Icon name="check"/> "All included, paid once"</li>
                            <li><Icon name="check"/> "Not charged if it cannot be delivered"</li>
                            <li><Icon name="check"/> "Needs a phone with eSIM"</li>
                        </ul>
                    </div>
                </aside>
            </div>
        </div>
    }
}

#[component]
fn DeviceCheck() -> impl IntoView {
    view! {
        <section class="group device-check" id="device">
            <h2>"Does your phone take an eSIM?"</h2>
            <div class="device-check-card">
                <p class="device-check-code" dir="ltr">"*#06#"</p>
                <p>"Type this like a phone number. If the list that opens has an " <b>"EID"</b> ", your phone takes eSIMs. It must also not be locked to one operator: "<a href="/help#device">"how to see that"</a>"."</p>
            </div>
        </section>
    }
}

/// What search engines read: schema.org `Product` with its offer.
fn structured(row: &PlanRow, about: &str) -> String {
    serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": row.name,
        "description": about,
        "category": "eSIM data plan",
        "offers": {
            "@type": "Offer",
            "price": row.price.amount(),
            "priceCurrency": row.price.currency().code(),
            "availability": "https://schema.org/InStock",
        },
    })
    .to_string()
    // Inside a script element nothing may look like its end.
    .replace('<', "\\u003c")
}
