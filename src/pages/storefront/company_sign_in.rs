//! `/sign-in/company`: the way in by one's company.

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
    server_fns::sign_in::Start,
    shared::sign_in::SignInRefusal,
};

/// An address or the company's short name, and why it did not work the last time.
#[component]
pub fn CompanySignInPage() -> impl IntoView {
    let failed = failure::<Start>();
    let next = next_page();
    let with_password = with_next("/sign-in", next.as_deref());
    let refused = use_query_map()
        .read_untracked()
        .get("refused")
        .and_then(|word| SignInRefusal::parse(&word));
    view! {
        <PageHead title="Sign in with your company" is_private=true/>
        <EntryCard title="Sign in with your company" text="You are led to your company's own sign-in and back.">
            {refused.map(|refused| view! { <Notice kind="error">{refused.in_words()}</Notice> })}
            {above(failed.as_ref(), &["company"])}
            <PostForm<Start> class="form">
                <NextField next/>
                <Field
                    label="Work e-mail or your company's short name"
                    name="company"
                    autocomplete="username"
                    required=true
                    maxlength=254
                    error=of_field(failed.as_ref(), "company")
                />
                <SubmitButton size="large">"Continue"</SubmitButton>
            </PostForm<Start>>
            <p class="entry-links"><a href=with_password>"Sign in with a password"</a></p>
        </EntryCard>
    }
}
