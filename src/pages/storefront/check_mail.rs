//! `/check-your-mail`: after registering, and after asking for a new password.

use leptos::prelude::*;

use super::entry::{above, shop_name, support_email};
use crate::{
    app::Reader,
    components::{Icon, PageHead, PostForm, SubmitButton, form::failure},
    server_fns::accounts::ResendVerification,
};

/// Says nothing about whether the address is known.
#[component]
pub fn CheckMailPage() -> impl IntoView {
    let failed = failure::<ResendVerification>();
    let reader = use_context::<Reader>()
        .and_then(|reader| reader.0)
        .filter(|reader| !reader.is_verified);
    let support = support_email();
    view! {
        <PageHead title="Check your mail" is_private=true/>
        <div class="entry">
            <section class="card entry-card entry-centred">
                <span class="empty-mark"><Icon name="mail"/></span>
                <h1>"Check your mail"</h1>
                {above(failed.as_ref(), &[])}
                <p class="muted">{format!("We sent you a link from {}. It usually arrives within a minute; open it on this device to go on.", shop_name())}</p>
                <ul class="ticks ticks-quiet">
                    <li><Icon name="check"/> "Look in the spam folder too."</li>
                    <li><Icon name="check"/> "Only the newest link works."</li>
                </ul>
                {reader.map(|reader| view! {
                    <PostForm<ResendVerification>>
                        <SubmitButton kind="secondary">{format!("Send it again to {}", reader.email)}</SubmitButton>
                    </PostForm<ResendVerification>>
                })}
                <p class="fine-print">"Nothing after ten minutes? Write to " <a href=format!("mailto:{support}")>{support.clone()}</a></p>
            </section>
        </div>
    }
}
