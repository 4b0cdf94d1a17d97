//! `/register`.

use leptos::prelude::*;

use super::{
    entry::{EntryCard, above},
    next_page::{NextField, next_page, with_next},
};
use crate::{
    components::{
        Field, PageHead, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::accounts::Register,
    shared::brand::Brand,
};

/// Name, e-mail and password; the address is proven by mail.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let failed = failure::<Register>();
    let next = next_page();
    let sign_in = with_next("/sign-in", next.as_deref());
    let legal = use_context::<Brand>()
        .map(|brand| brand.legal_links)
        .unwrap_or_default();
    view! {
        <PageHead title="Create an account" is_private=true/>
        <EntryCard title="Create your account" text="It takes a minute. We send you a link to confirm your e-mail address.">
            {above(failed.as_ref(), &["email", "password", "first_name", "last_name"])}
            <PostForm<Register> class="form">
                <NextField next/>
                <div class="form-pair">
                    <Field label="First name" name="first_name" autocomplete="given-name" required=true maxlength=80 error=of_field(failed.as_ref(), "first_name")/>
                    <Field label="Last name" name="last_name" autocomplete="family-name" required=true maxlength=80 error=of_field(failed.as_ref(), "last_name")/>
                </div>
                <Field label="E-mail" name="email" kind="email" autocomplete="username" inputmode="email" required=true error=of_field(failed.as_ref(), "email")/>
                <Field
                    label="Password"
                    name="password"
                    kind="password"
                    autocomplete="new-password"
                    required=true
                    hint="Long beats complicated: three words you will remember."
                    error=of_field(failed.as_ref(), "password")
                />
                <SubmitButton size="large">"Create account"</SubmitButton>
            </PostForm<Register>>
            {(!legal.is_empty()).then(|| view! {
                <p class="fine-print">
                    "Please read: "
                    {legal
                        .into_iter()
                        .enumerate()
                        .map(|(index, link)| view! {
                            {(index > 0).then_some(" · ")}
                            <a href=format!("/legal/{}", link.slug)>{link.title}</a>
                        })
                        .collect_view()}
                </p>
            })}
            <p class="entry-links"><span>"Already have an account? " <a href=sign_in>"Sign in"</a></span></p>
        </EntryCard>
    }
}
