//! `/verify-email?token=`: a button, not a mere visit, confirms the address, because mail scanners follow links.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    entry::{EntryCard, above},
    next_page::{NextField, next_page, with_next},
};
use crate::{
    components::{ButtonLink, Notice, PageHead, PostForm, SubmitButton, form::failure},
    server_fns::accounts::VerifyEmail,
};

/// Confirms the address of an account.
#[component]
pub fn VerifyEmailPage() -> impl IntoView {
    let failed = failure::<VerifyEmail>();
    let token = use_query_map()
        .read_untracked()
        .get("token")
        .filter(|token| !token.is_empty());
    view! {
        <PageHead title="Confirm your e-mail" is_private=true/>
        <EntryCard title="Confirm your e-mail" text="One click and your account is ready.">
            {above(failed.as_ref(), &[])}
            {match token {
                _ if failed.is_some() => view! {
                    <ButtonLink href=with_next("/sign-in", next_page().as_deref()) size="large">"Sign in"</ButtonLink>
                }
                .into_any(),
                Some(token) => view! {
                    <PostForm<VerifyEmail> class="form">
                        <input type="hidden" name="token" value=token/>
                        <NextField next=next_page()/>
                        <SubmitButton size="large">"Confirm my e-mail address"</SubmitButton>
                    </PostForm<VerifyEmail>>
                }
                .into_any(),
                None => view! {
                    <Notice kind="warning">"This link is incomplete. Copy the whole link out of the mail, or ask for a new one in your account."</Notice>
                    <ButtonLink href="/account/settings" kind="secondary">"To my account"</ButtonLink>
                }
                .into_any(),
            }}
        </EntryCard>
    }
}
