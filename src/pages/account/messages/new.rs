//! `/account/messages/new`: a message to anybody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::compose::{Compose, To};
use crate::{
    components::{ButtonLink, EmptyState, features},
    pages::answer::answer,
    server_fns,
};

const PATH: &str = "/account/messages/new";

/// A new message.
#[component]
pub fn NewMessagePage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let from = query.get("sender").and_then(|id| id.parse().ok());
    let to = query.get("to").unwrap_or_default();
    let text = query.get("message_text").unwrap_or_default();
    view! {
        <Title text="New message"/>
        {Suspend::new(async move {
                let preview = match from {
                    Some(from) if !text.trim().is_empty() => {
                        Some(server_fns::messages::preview(from, to.clone(), text.clone()).await)
                    }
                    _ => None,
                };
                answer(server_fns::messages::show_inbox(String::new(), None).await, move |inbox| {
                    let can_write = inbox.numbers.iter().any(|number| number.is_active);
                    let to = To::Anybody { numbers: inbox.numbers, from, to };
                    view! {
                        <p class="back"><a href="/account/messages">"Messages"</a></p>
                        <header class="account-head"><h1>"New message"</h1></header>
                        {if can_write {
                            view! {
                                <section class="panel" aria-label="New message">
                                    <Compose to page=PATH.to_owned() text preview unit=None/>
                                </section>
                            }.into_any()
                        } else {
                            view! {
                                <EmptyState
                                    icon="phone"
                                    title="No number to write from"
                                    text="Messages are sent from a phone number of yours that can send them."
                                >
                                    {features().numbers.then(|| view! { <ButtonLink href="/numbers">"Find a number"</ButtonLink> })}
                                </EmptyState>
                            }.into_any()
                        }}
                    }
                })
            })}
    }
}
