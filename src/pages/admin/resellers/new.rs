//! `/admin/resellers/new`: opening a shop.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        Field, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::{admin::saved::refused, answer::answer},
    server_fns::{self, resellers::CreateReseller},
};

/// The form.
#[component]
pub fn NewResellerPage() -> impl IntoView {
    view! {
        <Title text="Open a shop"/>
        // Whoever may not see the list may not see this either.
        {Suspend::new(async move {
            answer(server_fns::resellers::list_resellers(None, None, None).await, |_| show())
        })}
    }
}

fn show() -> impl IntoView {
    let failed = failure::<CreateReseller>();
    let error = {
        let failed = failed.clone();
        move |name: &str| of_field(failed.as_ref(), name)
    };
    view! {
        <p class="back"><a href="/admin/resellers">"Resellers"</a></p>
        <header class="surface-head"><h1>"Open a shop"</h1></header>
        <section class="panel">
            <p>"The shop starts in trial with a plain look, first prices and a host of its own. Its owner gets a mail with a link to choose a password."</p>
            {refused(failed.as_ref())}
            <PostForm<CreateReseller> class="surface-form">
                <Field label="Name" name="name" required=true maxlength=80 error=error("name") hint="What customers read. It can be changed later."/>
                <Field label="Short name" name="slug" required=true maxlength=39 error=error("slug") hint="The first part of its host. Small letters, digits and hyphens. It stays."/>
                <Field label="Currency" name="currency" value="USD" required=true maxlength=3 error=error("currency") hint="Of prices and wallets. It stays."/>
                <Field label="Owner's e-mail" name="email" kind="email" required=true error=error("email")/>
                <div class="form-pair">
                    <Field label="Owner's first name" name="first_name" error=error("first_name")/>
                    <Field label="Owner's last name" name="last_name" error=error("last_name")/>
                </div>
                <SubmitButton>"Open the shop"</SubmitButton>
            </PostForm<CreateReseller>>
        </section>
    }
}
