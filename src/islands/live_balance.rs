//! A balance that follows without a reload.

use leptos::prelude::*;

/// `shown` is what the page was drawn with, and stays where there are no scripts. Every island of a page that follows the
/// same `source` shares one connection.
#[island]
pub fn LiveBalance(#[prop(into)] shown: String, #[prop(into)] source: String) -> impl IntoView {
    #[cfg(feature = "ssr")]
    super::NeedsScripts::mark();
    let text = RwSignal::new(shown);
    #[cfg(feature = "hydrate")]
    feed::follow(source, text);
    #[cfg(not(feature = "hydrate"))]
    let _ = source;
    view! { <span class="money">{move || text.get()}</span> }
}

#[cfg(feature = "hydrate")]
mod feed {
    use std::{cell::RefCell, collections::HashMap};

    use leptos::{
        prelude::*,
        wasm_bindgen::{JsCast as _, closure::Closure},
        web_sys::{EventSource, MessageEvent},
    };

    thread_local! {
        static FOLLOWERS: RefCell<HashMap<String, Vec<RwSignal<String>>>> = RefCell::default();
    }

    /// The first follower of a source opens it; the browser opens it again when it breaks.
    pub(super) fn follow(source: String, text: RwSignal<String>) {
        let is_first = FOLLOWERS.with_borrow_mut(|all| {
            let followers = all.entry(source.clone()).or_default();
            followers.push(text);
            followers.len() == 1
        });
        let Some(events) = is_first.then(|| EventSource::new(&source).ok()).flatten() else {
            return;
        };
        let told = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(said) = event.data().as_string() else {
                return;
            };
            FOLLOWERS.with_borrow(|all| {
                for follower in all.get(&source).into_iter().flatten() {
                    follower.set(said.clone());
                }
            });
        });
        events.set_onmessage(Some(told.as_ref().unchecked_ref()));
        // It lives as long as the page.
        told.forget();
    }
}
