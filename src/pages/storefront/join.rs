//! `/join/{token}`: an invitation to the shop's staff.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    entry::shop_name,
    invited::{Invited, invited},
};
use crate::{
    components::PageHead,
    pages::answer::answer,
    server_fns::{
        self,
        staff::{Accept, Join},
    },
    shared::staff::JoinView,
};

/// The invitation.
#[component]
pub fn JoinPage() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    view! {
        <PageHead title="Invitation" is_private=true/>
        {Suspend::new(async move {
            let read = server_fns::staff::invitation(token.clone()).await;
            answer(read, move |view| show(view, token))
        })}
    }
}

fn show(view: JoinView, token: String) -> AnyView {
    let JoinView {
        state,
        email,
        role,
        signed_in_as,
    } = view;
    let role = role.map(|role| role.in_words()).unwrap_or_default();
    let text = format!(
        "You are invited to the staff of {}. Your role: {role}.",
        shop_name()
    );
    invited::<Accept, Join>(Invited {
        state,
        state_words: state.in_words(),
        text,
        email,
        signed_in_as,
        token,
        path: "/join",
        inside: "/reseller",
    })
}
