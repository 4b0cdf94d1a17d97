//! A reminder that the address of the account is not proven yet.

use leptos::prelude::*;

use crate::{
    components::{Notice, PostForm, SubmitButton},
    server_fns::{self, accounts::ResendVerification},
};

/// Shown until the mailed link was followed.
#[component]
pub fn VerifyBanner() -> impl IntoView {
    view! {
        {Suspend::new(async move {
                let reader = server_fns::shop::signed_in().await.ok().flatten();
                reader.filter(|reader| !reader.is_verified).map(|reader| view! {
                    <Notice kind="warning">
                        <div class="verify-banner">
                            <p>
                                <b>"Please confirm your e-mail address."</b>
                                {format!(" We sent a link to {}. Receipts and codes go there.", reader.email)}
                            </p>
                            <ResendForm/>
                        </div>
                    </Notice>
                })
            })}
    }
}

/// Sends the link once more.
#[component]
pub fn ResendForm() -> impl IntoView {
    view! { <PostForm<ResendVerification>><SubmitButton kind="secondary">"Send the link again"</SubmitButton></PostForm<ResendVerification>> }
}
