//! `/enter/{token}`: a button, not a mere visit, lets an operator in.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::entry::{EntryCard, above};
use crate::{
    components::{PageHead, PostForm, SubmitButton, form::failure},
    server_fns::entries::OpenEntry,
};

/// Opens the dashboard in its owner's place.
#[component]
pub fn EnterShopPage() -> impl IntoView {
    let failed = failure::<OpenEntry>();
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let is_refused = failed.is_some();
    view! {
        <PageHead title="Enter" is_private=true/>
        <EntryCard title="Enter this shop" text="For half an hour, in the place of its owner. Everything you do here is written down.">
            {above(failed.as_ref(), &[])}
            {(!is_refused).then(|| view! {
                <PostForm<OpenEntry> class="form">
                    <input type="hidden" name="token" value=token/>
                    <SubmitButton size="large">"Enter"</SubmitButton>
                </PostForm<OpenEntry>>
            })}
        </EntryCard>
    }
}
