//! `/esim/{slug}`: the plans of a country or region.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::plan_card::PlanCard;
use crate::{
    components::{Breadcrumbs, ButtonLink, Crumb, EmptyState, Icon, PageHead, PlaceMark},
    pages::answer::answer,
    server_fns::shop,
    shared::esim::DestinationView,
};

/// Plans, cheapest first, then those of regions that cover it.
#[component]
pub fn DestinationPage() -> impl IntoView {
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    view! { {Suspend::new(async move { answer(shop::destination(slug).await, show) })} }
}

fn show(view: DestinationView) -> impl IntoView {
    let DestinationView {
        destination,
        plans,
        related,
    } = view;
    let name = destination.name.clone();
    view! {
        <PageHead
            title=format!("eSIM for {name}")
            description=format!("Prepaid mobile data for {name} from {}. No contract, ready in minutes.", destination.from)
        />
        <div class="page">
            <Breadcrumbs above=vec![Crumb::new("/", "Home"), Crumb::new("/esim", "eSIM data")] here=name.clone()/>
            <header class="page-head page-head-flag">
                <PlaceMark country=destination.country/>
                <h1>{format!("eSIM for {name}")}</h1>
            </header>
            <ul class="chips">
                <li><Icon name="check"/> "Prepaid, no contract"</li>
                <li><Icon name="check"/> "Keep your own number"</li>
                <li><Icon name="check"/> "Code at once, in your account"</li>
            </ul>
            {if plans.is_empty() {
                view! {
                    <EmptyState icon="globe" title=format!("No plan for {name} alone") text="A regional or global plan may cover it.">
                        <ButtonLink href="/esim">"All destinations"</ButtonLink>
                    </EmptyState>
                }
                .into_any()
            } else {
                view! { <ul class="plan-cards">{plans.into_iter().map(|plan| view! { <PlanCard plan/> }).collect_view()}</ul> }.into_any()
            }}
            {(!related.is_empty()).then(|| view! {
                <section class="group">
                    <h2>{format!("Also working in {name}")}</h2>
                    <p class="muted">"One eSIM for more than one country."</p>
                    <ul class="plan-cards">{related.into_iter().map(|plan| view! { <PlanCard plan shows_place=true/> }).collect_view()}</ul>
                </section>
            })}
            <p class="fine-print">"Not sure whether your phone takes an eSIM? " <a href="/help#device">"Check it in ten seconds"</a>"."</p>
        </div>
    }
}
