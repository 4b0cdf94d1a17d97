//! What the platform takes, who collects, and how much may be sold.

use leptos::prelude::*;

use crate::{
    components::{
        Choice, Field, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::admin::saved::refused,
    server_fns::reseller_terms::{SetResellerLimits, SetResellerMode, SetResellerTerms},
    shared::{console::ResellerDetail, money::Money},
};

/// The three forms, for those who may change terms.
#[component]
pub fn Terms(all: ResellerDetail) -> impl IntoView {
    view! {
        <div class="surface-columns">
            <Commission all=all.clone()/>
            <Limits all=all.clone()/>
            {(!all.is_platform).then(|| view! { <Mode all=all.clone()/> })}
        </div>
    }
}

#[component]
fn Commission(all: ResellerDetail) -> impl IntoView {
    let failed = failure::<SetResellerTerms>();
    let error = {
        let failed = failed.clone();
        move |name: &str| of_field(failed.as_ref(), name)
    };
    view! {
        <section class="panel" aria-labelledby="terms-title">
            <h2 id="terms-title">"Terms"</h2>
            {refused(failed.as_ref())}
            <PostForm<SetResellerTerms> class="surface-form">
                <input type="hidden" name="id" value=all.row.id.to_string()/>
                <Field label="Commission, percent of each sale" name="commission" value=all.row.commission_percent inputmode="decimal" required=true error=error("commission")/>
                <Field label="Days an earning waits" name="hold_days" value=all.earnings_hold_days.to_string() inputmode="numeric" required=true error=error("hold_days")/>
                <Field label=format!("Smallest payout, {}", all.row.currency) name="payout_minimum" value=all.payout_minimum.amount() inputmode="decimal" required=true error=error("payout_minimum")/>
                <SubmitButton kind="secondary">"Change terms"</SubmitButton>
            </PostForm<SetResellerTerms>>
        </section>
    }
}

#[component]
fn Limits(all: ResellerDetail) -> impl IntoView {
    let failed = failure::<SetResellerLimits>();
    let error = {
        let failed = failed.clone();
        move |name: &str| of_field(failed.as_ref(), name)
    };
    let amount = |limit: Option<Money>| limit.map(Money::amount).unwrap_or_default();
    view! {
        <section class="panel" aria-labelledby="limits-title">
            <h2 id="limits-title">"Limits"</h2>
            <p>"A new order above a limit is refused and nothing is charged. Renewals go on. Empty means no limit."</p>
            {refused(failed.as_ref())}
            <PostForm<SetResellerLimits> class="surface-form">
                <input type="hidden" name="id" value=all.row.id.to_string()/>
                <Field label=format!("Dearest order, {}", all.row.currency) name="order_max" value=amount(all.order_max) inputmode="decimal" error=error("order_max")/>
                <Field label=format!("All orders of a day (UTC), {}", all.row.currency) name="day_max" value=amount(all.day_max) inputmode="decimal" error=error("day_max")/>
                <SubmitButton kind="secondary">"Set limits"</SubmitButton>
            </PostForm<SetResellerLimits>>
        </section>
    }
}

#[component]
fn Mode(all: ResellerDetail) -> impl IntoView {
    let failed = failure::<SetResellerMode>();
    let modes = vec![
        Choice::new("platform_collects", "Platform collects"),
        Choice::new("reseller_collects", "Reseller collects"),
    ];
    view! {
        <section class="panel" aria-labelledby="mode-title">
            <h2 id="mode-title">"Who collects"</h2>
            <p>"Holds for orders from now on; orders in flight are settled as they were placed. What one side holds of the customers' money goes to the other over the float, at once."</p>
            {refused(failed.as_ref())}
            <PostForm<SetResellerMode> class="surface-form">
                <input type="hidden" name="id" value=all.row.id.to_string()/>
                <Select label="Customers' money" name="mode" value=all.row.settlement_mode choices=modes error=of_field(failed.as_ref(), "mode")/>
                <Field label="Reason" name="reason" required=true maxlength=500 error=of_field(failed.as_ref(), "reason")/>
                <SubmitButton kind="danger">"Change who collects"</SubmitButton>
            </PostForm<SetResellerMode>>
        </section>
    }
}
