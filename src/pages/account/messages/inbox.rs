//! `/account/messages`: the last message with everybody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    pages::{
        answer::answer,
        telephone::{self, Side},
    },
    server_fns,
    shared::message::SendingNumber,
};

/// The inbox.
#[component]
pub fn InboxPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (wanted, after) = (query.get("q").unwrap_or_default(), query.get("after"));
    view! {
        <Title text="Messages"/>
        {Suspend::new(async move {
                let read = server_fns::messages::show_inbox(wanted.clone(), after.clone()).await;
                answer(read, move |inbox| {
                    let numbers = inbox.numbers.clone();
                    view! {
                        {telephone::inbox(Side::Person, inbox, &wanted, after.is_some())}
                        {(!numbers.is_empty()).then(|| view! { <Numbers numbers/> })}
                    }
                })
            })}
    }
}

#[component]
fn Numbers(numbers: Vec<SendingNumber>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="message-numbers">
            <header class="panel-head">
                <h2 id="message-numbers">"Your numbers"</h2>
                <a href="/account/messages/contacts">"Contacts"</a>
            </header>
            <ul class="rows">
                {numbers
                    .into_iter()
                    .filter(|number| number.is_active)
                    .map(|number| {
                        let href = format!("/account/messages/settings/{}", number.id);
                        let quiet = if number.quiet.is_some() { "Quiet hours set" } else { "Quiet hours" };
                        view! {
                            <li class="row">
                                <span class="row-main"><span class="number-text">{number.display}</span><small>{number.label}</small></span>
                                <span class="row-side"><a href=href>{quiet}</a></span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
