//! `/business/new`: a customer makes a company.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::reseller::set_up::forms::above;
use crate::{
    components::{
        Field, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{self, business::Create},
};

/// The form.
#[component]
pub fn NewCompanyPage() -> impl IntoView {
    view! {
        <Title text="Make a company"/>
        {Suspend::new(async move { answer(server_fns::business::home().await, |_| view! { <CompanyForm/> }) })}
    }
}

#[component]
fn CompanyForm() -> impl IntoView {
    let failed = failure::<Create>();
    let whole_form = above(failed.as_ref(), &["company_name", "billing_email"]);
    view! {
        <header class="surface-head"><h1>"Make a company"</h1></header>
        <section class="panel">
            {whole_form}
            <PostForm<Create> class="surface-form">
                <Field
                    label="Name of the company"
                    name="company_name"
                    required=true
                    maxlength=120
                    autocomplete="organization"
                    error=of_field(failed.as_ref(), "company_name")
                />
                <Field
                    label="Billing e-mail"
                    name="billing_email"
                    kind="email"
                    inputmode="email"
                    required=true
                    maxlength=254
                    hint="Invoices and warnings about money go there."
                    error=of_field(failed.as_ref(), "billing_email")
                />
                <p class="muted">"You become its owner. It costs nothing until you buy something."</p>
                <div><SubmitButton>"Make the company"</SubmitButton></div>
            </PostForm<Create>>
        </section>
    }
}
