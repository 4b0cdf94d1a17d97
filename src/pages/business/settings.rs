//! `/business/settings`: name, billing address and time zone.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::reseller::set_up::forms::{above, saved};
use crate::{
    components::{
        Choice, DefinitionList, Fact, Field, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::{answer::answer, time_zones},
    server_fns::{self, business::SaveSettings},
    shared::{company::SettingsView, line::LeaverLines},
};

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <Title text="Company settings"/>
        {Suspend::new(async move { answer(server_fns::business::settings().await, show) })}
    }
}

fn show(view: SettingsView) -> impl IntoView {
    let plan = view.plan.in_words();
    view! {
        <header class="surface-head"><h1>"Settings"</h1></header>
        {saved(&[("settings", "Saved. It counts from now on.")])}
        <section class="panel">
            {if view.may_edit { view! { <Form view/> }.into_any() } else { view! { <Facts view/> }.into_any() }}
        </section>
        <section class="panel" aria-labelledby="pickup-title">
            <h2 id="pickup-title">"Handing lines over"</h2>
            <p>"How long the link to an eSIM works, whether it needs a PIN, and whom employees ask. "<a href="/business/settings/pickup">"Change"</a></p>
        </section>
        <section class="panel" aria-labelledby="plan-title">
            <h2 id="plan-title">"Plan"</h2>
            <p><b>{plan}</b></p>
            <p class="muted">"What is in your plan is agreed with the shop; write to its support to change it."</p>
        </section>
    }
}

#[component]
fn Facts(view: SettingsView) -> impl IntoView {
    view! {
        <DefinitionList>
            <Fact name="Name">{view.name}</Fact>
            <Fact name="Billing e-mail">{view.billing_email}</Fact>
            <Fact name="Time zone">{view.timezone}</Fact>
            <Fact name="Lines of leavers">{view.leaver_lines.in_words()}</Fact>
        </DefinitionList>
        <p class="muted">"Owners and admins can change this."</p>
    }
}

#[component]
fn Form(view: SettingsView) -> impl IntoView {
    let failed = failure::<SaveSettings>();
    let whole_form = above(failed.as_ref(), &["company_name", "billing_email", "timezone"]);
    let of = move |name| of_field(failed.as_ref(), name);
    let zones = time_zones::choices(&view.timezone);
    let leavers = LeaverLines::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), one.in_words()))
        .collect();
    view! {
        {whole_form}
        <PostForm<SaveSettings> class="surface-form">
            <Field label="Name of the company" name="company_name" value=view.name required=true maxlength=120 error=of("company_name")/>
            <Field
                label="Billing e-mail"
                name="billing_email"
                kind="email"
                inputmode="email"
                value=view.billing_email
                required=true
                maxlength=254
                hint="Invoices and warnings about money go there."
                error=of("billing_email")
            />
            <Select label="Time zone" name="timezone" value=view.timezone choices=zones hint="Days and months of your figures and invoices begin and end in it." error=of("timezone")/>
            <Select
                label="When an employee leaves, the lines"
                name="leaver_lines"
                value=view.leaver_lines.as_str()
                choices=leavers
                hint="At the end of the last day. It can be chosen otherwise for one employee. Prepaid lines run until they are used up."
            />
            <div><SubmitButton>"Save"</SubmitButton></div>
        </PostForm<SaveSettings>>
    }
}
