//! `/reset-password?token=`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::entry::{EntryCard, above};
use crate::{
    components::{
        ButtonLink, Field, Notice, PageHead, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::accounts::ResetPassword,
};

/// Chooses a new password with the mailed link.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let failed = failure::<ResetPassword>();
    let token = use_query_map()
        .read_untracked()
        .get("token")
        .filter(|token| !token.is_empty());
    view! {
        <PageHead title="Choose a new password" is_private=true/>
        <EntryCard title="Choose a new password" text="Everywhere else you are signed out.">
            {above(failed.as_ref(), &["password"])}
            {match token {
                Some(token) => view! {
                    <PostForm<ResetPassword> class="form">
                        <input type="hidden" name="token" value=token/>
                        <Field
                            label="New password"
                            name="password"
                            kind="password"
                            autocomplete="new-password"
                            required=true
                            hint="Long beats complicated: three words you will remember."
                            error=of_field(failed.as_ref(), "password")
                        />
                        <SubmitButton size="large">"Save password"</SubmitButton>
                    </PostForm<ResetPassword>>
                }
                .into_any(),
                None => view! {
                    <Notice kind="warning">"This link is incomplete. Copy the whole link out of the mail, or ask for a new one."</Notice>
                    <ButtonLink href="/forgot-password" kind="secondary">"Ask for a new link"</ButtonLink>
                }
                .into_any(),
            }}
        </EntryCard>
    }
}
