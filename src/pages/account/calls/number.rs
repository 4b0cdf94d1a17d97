//! On a number's page: calling from it, and what becomes of calls to it.

use leptos::prelude::*;

use crate::{
    pages::telephone::{AskedCall, Side, incoming, make_call},
    server_fns::calls::{SaveCallSettings, StartCall},
    shared::call::CallSettings,
};

/// Both panels. `asked` is the preview somebody asked for.
#[component]
pub fn NumberCallsPanels(settings: CallSettings, asked: Option<AskedCall>, is_saved: bool) -> impl IntoView {
    settings.is_active.then(|| {
        view! {
            {make_call::<StartCall>(Side::Person, &settings, asked)}
            {incoming::<SaveCallSettings>(Side::Person, settings, is_saved)}
        }
    })
}
