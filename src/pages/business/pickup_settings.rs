//! `/business/settings/pickup`: how lines are handed over to employees.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::reseller::set_up::forms::{above, saved};
use crate::{
    components::{
        Choice, DefinitionList, Fact, Field, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{self, pickup::SaveSettings},
    shared::pickup::{PickupCheck, PickupSettings},
};

/// The settings.
#[component]
pub fn PickupSettingsPage() -> impl IntoView {
    view! {
        <Title text="Handing lines over"/>
        {Suspend::new(async move { answer(server_fns::pickup::settings().await, show) })}
    }
}

fn show(view: PickupSettings) -> impl IntoView {
    view! {
        <p class="back"><a href="/business/settings">"Settings"</a></p>
        <header class="surface-head"><h1>"Handing lines over"</h1></header>
        {saved(&[("pickup", "Saved. Links made from now on follow it; whom to ask counts at once.")])}
        <section class="panel">
            <p>"Every new line is mailed to its employee as a link to a page that needs no account."</p>
            {if view.may_edit { view! { <Form view/> }.into_any() } else { view! { <Facts view/> }.into_any() }}
        </section>
    }
}

#[component]
fn Facts(view: PickupSettings) -> impl IntoView {
    view! {
        <DefinitionList>
            <Fact name="A link works for">{format!("{} days", view.days)}</Fact>
            <Fact name="The page asks for">{view.check.in_words()}</Fact>
            <Fact name="Whom to ask">{view.contact}</Fact>
        </DefinitionList>
        <p class="muted">"Owners and admins can change this."</p>
    }
}

#[component]
fn Form(view: PickupSettings) -> impl IntoView {
    let failed = failure::<SaveSettings>();
    let whole_form = above(
        failed.as_ref(),
        &["pickup_days", "pickup_check", "pickup_contact"],
    );
    let of = move |name| of_field(failed.as_ref(), name);
    let checks = PickupCheck::ALL
        .into_iter()
        .map(|check| Choice::new(check.as_str(), check.in_words()))
        .collect();
    view! {
        {whole_form}
        <PostForm<SaveSettings> class="surface-form">
            <Field label="Days a link works" name="pickup_days" value=view.days.to_string() inputmode="numeric" required=true maxlength=3 hint="From 1 to 90." error=of("pickup_days")/>
            <Select label="What the page asks for besides the link" name="pickup_check" choices=checks value=view.check.as_str() error=of("pickup_check")/>
            <Field
                label="Whom employees ask for a new link (optional)"
                name="pickup_contact"
                value=view.contact
                maxlength=120
                hint="Stands on the page. For example: IT desk, it@northwind.example, extension 400."
                error=of("pickup_contact")
            />
            <div><SubmitButton>"Save"</SubmitButton></div>
        </PostForm<SaveSettings>>
    }
}
