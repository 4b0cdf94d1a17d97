//! `/sign-in`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    entry::{EntryCard, above},
    next_page::{NextField, next_page, with_next},
};
use crate::{
    components::{
        Field, Notice, PageHead, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::accounts::SignIn,
};

/// E-mail and password.
#[component]
pub fn SignInPage() -> impl IntoView {
    let failed = failure::<SignIn>();
    let next = next_page();
    let register = with_next("/register", next.as_deref());
    let by_company = with_next("/sign-in/company", next.as_deref());
    let is_closed = use_query_map().read_untracked().get("closed").is_some();
    let is_buying = next.as_deref().is_some_and(|next| next.starts_with("/checkout/"));
    view! {
        <PageHead title="Sign in" is_private=true/>
        <EntryCard title="Welcome back" text=if is_buying { "Sign in to finish your purchase. Your choice is kept." } else { "Sign in to your account." }>
            {is_closed.then(|| view! {
                <Notice kind="good">"Your account is closed. A mail tells you what becomes of your balance."</Notice>
            })}
            {above(failed.as_ref(), &["email", "password"])}
            <PostForm<SignIn> class="form">
                <NextField next/>
                <Field label="E-mail" name="email" kind="email" autocomplete="username" inputmode="email" required=true error=of_field(failed.as_ref(), "email")/>
                <Field label="Password" name="password" kind="password" autocomplete="current-password" required=true error=of_field(failed.as_ref(), "password")/>
                <SubmitButton size="large">"Sign in"</SubmitButton>
            </PostForm<SignIn>>
            <p class="entry-links">
                <a href="/forgot-password">"Forgot your password?"</a>
                <a href=by_company>"Sign in with your company"</a>
                <span>"New here? " <a href=register>"Create an account"</a></span>
            </p>
        </EntryCard>
    }
}
