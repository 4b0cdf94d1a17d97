//! `/forgot-password`.

use leptos::prelude::*;

use super::entry::{EntryCard, above};
use crate::{
    components::{
        Field, PageHead, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::accounts::RequestPasswordReset,
};

/// Asks for a link by mail.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let failed = failure::<RequestPasswordReset>();
    view! {
        <PageHead title="Forgot password" is_private=true/>
        <EntryCard title="Forgot your password?" text="Tell us your e-mail address and we send a link to choose a new one.">
            {above(failed.as_ref(), &["email"])}
            <PostForm<RequestPasswordReset> class="form">
                <Field label="E-mail" name="email" kind="email" autocomplete="username" inputmode="email" required=true error=of_field(failed.as_ref(), "email")/>
                <SubmitButton size="large">"Send the link"</SubmitButton>
            </PostForm<RequestPasswordReset>>
            <p class="entry-links"><a href="/sign-in">"Back to sign in"</a></p>
        </EntryCard>
    }
}
