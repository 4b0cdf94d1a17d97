//! The shop's own account at the gateway: entered, replaced, removed, never shown again.

use leptos::prelude::*;

use super::forms::above;
use crate::{
    components::{
        Field, Moment, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::shop_settings::{RemoveGatewayKeys, SaveGatewayKeys},
    shared::shop_set_up::GatewayKeysView,
};

/// The keys in use, and the form for others.
#[component]
pub fn GatewayKeys(
    gateway: Option<GatewayKeysView>,
    collects_itself: bool,
    may_manage_keys: bool,
) -> impl IntoView {
    let removal = failure::<RemoveGatewayKeys>();
    let has_keys = gateway.is_some();
    view! {
        <section class="panel" id="gateway" aria-labelledby="gateway-title">
            <h2 id="gateway-title">"Your Flutterwave account"</h2>
            <p class="muted">
                {if collects_itself {
                    "Your customers pay into your own account. Without keys nobody can add money."
                } else {
                    "Your customers pay through the platform, so keys of your own are not needed. You can enter them before the \
                     operator changes who collects; they are not used until then."
                }}
            </p>
            {match gateway {
                Some(keys) => view! {
                    <p>
                        "A secret key ending in " <code>{keys.hint}</code> " is in use, set on " <Moment at=keys.since/>
                        {keys.by.map_or_else(|| " by the operator of the platform".to_owned(), |by| format!(" by {by}"))}
                        ". It is kept sealed and never shown again."
                    </p>
                }
                .into_any(),
                None => view! { <p>"No keys are in use."</p> }.into_any(),
            }}
            {above(removal.as_ref(), &[])}
            {may_manage_keys.then(|| view! { <KeysForm has_keys/> })}
            {(may_manage_keys && has_keys).then(|| view! {
                <details class="row-more">
                    <summary>"Remove the keys"</summary>
                    <p>
                        {if collects_itself {
                            "Nobody can add money until you enter keys again. Payments under way are still asked about."
                        } else {
                            "Nothing changes for your customers. Payments made with these keys are still asked about."
                        }}
                    </p>
                    <PostForm<RemoveGatewayKeys>><SubmitButton kind="danger">"Remove the keys"</SubmitButton></PostForm<RemoveGatewayKeys>>
                </details>
            })}
        </section>
    }
}

#[component]
fn KeysForm(has_keys: bool) -> impl IntoView {
    let failed = failure::<SaveGatewayKeys>();
    let whole_form = above(failed.as_ref(), &["gateway_secret_key", "gateway_webhook_hash"]);
    let of = move |name| of_field(failed.as_ref(), name);
    view! {
        {whole_form}
        <PostForm<SaveGatewayKeys> class="surface-form">
            <Field
                label="Secret key"
                name="gateway_secret_key"
                kind="password"
                autocomplete="off"
                required=true
                hint="From Settings, API in your Flutterwave dashboard. We try it before it is saved."
                error=of("gateway_secret_key")
            />
            <Field
                label="Webhook secret hash"
                name="gateway_webhook_hash"
                kind="password"
                autocomplete="off"
                required=true
                hint="From Settings, Webhooks. It proves that a message about a payment is Flutterwave's."
                error=of("gateway_webhook_hash")
            />
            <div><SubmitButton kind="secondary">{if has_keys { "Replace the keys" } else { "Use these keys" }}</SubmitButton></div>
        </PostForm<SaveGatewayKeys>>
    }
}
