//! The switch that makes the provider the only way in.

use leptos::prelude::*;

use crate::{
    components::{PostForm, StatusBadge, SubmitButton},
    server_fns::sign_in::Enforce as EnforceFn,
    shared::sign_in::ConnectionView,
};

/// On, off, or why it cannot be switched on yet.
#[component]
pub fn Enforce(connection: ConnectionView) -> impl IntoView {
    let ConnectionView {
        is_on,
        is_enforced,
        is_proven,
        ..
    } = connection;
    view! {
        <section class="panel" aria-labelledby="enforce-title">
            <h2 id="enforce-title">"Only this way in " {is_enforced.then(|| view! { <StatusBadge label="On" mood="good"/> })}</h2>
            <p>"When it is on, passwords of your people are refused, and the company is closed to sessions begun with one. Owners can always sign in with their password, so that somebody gets in when the provider does not work."</p>
            {if is_enforced {
                view! {
                    <PostForm<EnforceFn>>
                        <input type="hidden" name="enforced" value="false"/>
                        <SubmitButton kind="secondary">"Allow passwords again"</SubmitButton>
                    </PostForm<EnforceFn>>
                }
                .into_any()
            } else if is_on && is_proven {
                view! {
                    <PostForm<EnforceFn>>
                        <input type="hidden" name="enforced" value="true"/>
                        <SubmitButton kind="danger">"Switch on and sign out passwords"</SubmitButton>
                    </PostForm<EnforceFn>>
                }
                .into_any()
            } else {
                view! { <p class="muted">"It can be switched on when people can sign in this way and a test or a sign-in went well with these settings."</p> }.into_any()
            }}
        </section>
    }
}
