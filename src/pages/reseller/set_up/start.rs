//! `/reseller/start`: what is left to do before the first sale. Each step is read from the shop itself.

use leptos::prelude::*;
use leptos_meta::Title;

use super::forms::{above, saved};
use crate::{
    components::{Icon, PostForm, StatusBadge, SubmitButton, form::failure},
    pages::answer::answer,
    server_fns::{self, start::GoLive},
    shared::shop_set_up::{PaymentFacts, ShopFacts, ShopStatus, StartView, Step},
};

/// The steps.
#[component]
pub fn StartPage() -> impl IntoView {
    view! {
        <Title text="Start"/>
        {Suspend::new(async move { answer(server_fns::start::steps().await, show) })}
    }
}

fn show(view: StartView) -> impl IntoView {
    let StartView {
        shop,
        facts,
        may_go_live,
    } = view;
    let missing = facts.missing().len();
    let done = Step::ALL.len() - missing;
    let status = facts.status;
    let failed = failure::<GoLive>();
    view! {
        <header class="surface-head">
            <h1>{shop} " from empty to the first sale"</h1>
            <p>{format!("{done} of {} steps done", Step::ALL.len())}</p>
        </header>
        {saved(&[("live", "Your shop is open. Everybody can buy now.")])}
        {above(failed.as_ref(), &[])}
        <ol class="start-steps">{Step::ALL.into_iter().map(|step| step_row(step, &facts)).collect_view()}</ol>
        <Live status missing may_go_live/>
    }
}

fn step_row(step: Step, facts: &ShopFacts) -> impl IntoView + use<> {
    let is_done = facts.is_done(step);
    let (title, href, link) = match step {
        Step::Brand => ("Publish your brand", "/reseller/brand", "Brand studio"),
        Step::Domain => ("Have an address that works", "/reseller/domains", "Domains"),
        Step::Prices => ("Set your prices", "/reseller/prices", "Prices"),
        Step::Payments => match facts.payments {
            PaymentFacts::PlatformCollects => ("Know how you are paid", "/reseller/money", "Money"),
            PaymentFacts::ResellerCollects { has_keys: false, .. } => {
                ("Take payments", "/reseller/settings#gateway", "Gateway keys")
            }
            PaymentFacts::ResellerCollects { .. } => ("Take payments", "/reseller/money", "Money"),
        },
        Step::Legal => ("Write your legal pages", "/reseller/brand", "Brand studio"),
        Step::TestPurchase => ("Buy something yourself", "/", "Your shop"),
    };
    view! {
        <li class="panel start-step" class:start-step-done=is_done>
            <span class="start-mark"><Icon name=if is_done { "circle-check" } else { "clock" }/></span>
            <div class="start-text">
                <h2>{title} " " <StatusBadge label=if is_done { "Done" } else { "To do" } mood=if is_done { "good" } else { "waiting" }/></h2>
                <p>{detail(step, facts)}</p>
            </div>
            <a class="button button-secondary" href=href>{link}</a>
        </li>
    }
}

/// What is the case, and if something is left, what.
fn detail(step: Step, facts: &ShopFacts) -> String {
    let is_done = facts.is_done(step);
    match step {
        Step::Brand => {
            let look = if is_done {
                "Your customers see the look you published."
            } else {
                "Choose colours, a font, your logo and your texts, then publish them."
            };
            let tagline = if facts.has_tagline {
                ""
            } else {
                " Your tagline is empty: customers read it in search results and at the foot of each page."
            };
            format!("{look}{tagline}")
        }
        Step::Domain => match &facts.host {
            Some(host) if facts.is_own_host => format!("Your shop answers at {host}, your own domain."),
            Some(host) => format!("Your shop answers at {host}. You can add a domain of your own at any time."),
            None => "Add a domain and let it be checked; until then nobody finds your shop.".into(),
        },
        Step::Prices if is_done => "At least one of your price rules applies now.".into(),
        Step::Prices => "Without a rule of yours everything sells at the price you buy it for.".into(),
        Step::Payments => match facts.payments {
            PaymentFacts::PlatformCollects => {
                "Your customers pay through the platform. Your share of each sale is yours after the hold window; you \
                 request a payout when you like."
                    .into()
            }
            PaymentFacts::ResellerCollects { has_keys: false, .. } => {
                "Your customers pay into your own account, so it needs your Flutterwave keys.".into()
            }
            PaymentFacts::ResellerCollects { float, .. } if float.is_positive() => format!(
                "Your customers pay into your own account. Each sale takes the platform's price from your float, which \
                 is {float} now."
            ),
            PaymentFacts::ResellerCollects { .. } => {
                "Your keys are in use. Your float is empty: top it up, since each sale takes the platform's price from \
                 it."
                    .into()
            }
        },
        Step::Legal if is_done => "Terms, privacy and imprint are written.".into(),
        Step::Legal => format!(
            "Missing, empty or with a gap in [square brackets]: {}.",
            facts.missing_legal.join(", ")
        ),
        Step::TestPurchase if is_done => "Something was bought and delivered.".into(),
        Step::TestPurchase => {
            "Sign in to your shop, add a little money and buy a plan. On trial only your staff can. It is a real purchase \
             at your real price."
                .into()
        }
    }
}

#[component]
fn Live(status: ShopStatus, missing: usize, may_go_live: bool) -> impl IntoView {
    let body = match status {
        ShopStatus::Active => view! { <p>"Your shop is open: everybody can buy."</p> }.into_any(),
        ShopStatus::Suspended => view! {
            <p>"Your shop is suspended. Only the operator of the platform can open it again."</p>
        }
        .into_any(),
        ShopStatus::Trial if missing > 0 => view! {
            <p>{format!(
                "On trial everybody sees your shop, and only your staff can buy. You can open it once every step above is \
                 done; {missing} left."
            )}</p>
        }
        .into_any(),
        ShopStatus::Trial if may_go_live => view! {
            <p>"Every step is done. From the moment you open it, everybody can add money and buy."</p>
            <PostForm<GoLive>><SubmitButton size="large">"Open the shop"</SubmitButton></PostForm<GoLive>>
        }
        .into_any(),
        ShopStatus::Trial => view! { <p>"Every step is done. An owner can open the shop here."</p> }.into_any(),
    };
    view! {
        <section class="panel start-live" aria-labelledby="live-title">
            <h2 id="live-title">"Go live"</h2>
            {body}
        </section>
    }
}
