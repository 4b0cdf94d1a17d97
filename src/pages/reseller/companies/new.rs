//! `/reseller/companies/new`: staff set a company up for somebody.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::set_up::forms::above;
use crate::{
    components::{
        Field, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{self, clients::OpenCompany},
    shared::{company::ClientList, error::AppError},
};

/// The form, for staff who may use it.
#[component]
pub fn NewCompanyPage() -> impl IntoView {
    view! {
        <Title text="Set a company up"/>
        {Suspend::new(async move {
            let read = match server_fns::clients::clients(None).await {
                Ok(ClientList { may_help: false, .. }) => Err(AppError::Forbidden),
                other => other,
            };
            answer(read, |_| view! { <OpenForm/> })
        })}
    }
}

#[component]
fn OpenForm() -> impl IntoView {
    let failed = failure::<OpenCompany>();
    let whole_form = above(failed.as_ref(), &["company_name", "billing_email", "email"]);
    let of = move |name| of_field(failed.as_ref(), name);
    view! {
        <p class="back"><a href="/reseller/companies">"Companies"</a></p>
        <header class="surface-head"><h1>"Set a company up"</h1></header>
        <section class="panel">
            {whole_form}
            <PostForm<OpenCompany> class="surface-form">
                <Field label="Name of the company" name="company_name" required=true maxlength=120 error=of("company_name")/>
                <Field label="Billing e-mail" name="billing_email" kind="email" inputmode="email" required=true maxlength=254 error=of("billing_email")/>
                <Field
                    label="E-mail of the owner"
                    name="email"
                    kind="email"
                    inputmode="email"
                    required=true
                    maxlength=254
                    hint="They get a link in your shop's name and become the owner by following it, with their account or a new one."
                    error=of("email")
                />
                <div><SubmitButton>"Set up and invite"</SubmitButton></div>
            </PostForm<OpenCompany>>
        </section>
    }
}
