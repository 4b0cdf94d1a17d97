//! `/business/join/{token}`: an invitation to a company.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    components::PageHead,
    pages::{
        answer::answer,
        storefront::{
            entry::shop_name,
            invited::{Invited, invited},
        },
    },
    server_fns::{
        self,
        joining::{Accept, Join},
    },
    shared::company::CompanyJoinView,
};

/// The invitation.
#[component]
pub fn JoinPage() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    view! {
        <PageHead title="Invitation" is_private=true/>
        {Suspend::new(async move {
            let read = server_fns::joining::invitation(token.clone()).await;
            answer(read, move |view| show(view, token))
        })}
    }
}

fn show(view: CompanyJoinView, token: String) -> AnyView {
    let CompanyJoinView {
        state,
        company,
        email,
        role,
        signed_in_as,
    } = view;
    let role = role.map(|role| role.in_words()).unwrap_or_default();
    let text = format!(
        "{company} invites you to its company account at {}. Your role: {role}.",
        shop_name()
    );
    invited::<Accept, Join>(Invited {
        state,
        state_words: state.of_company_in_words(),
        text,
        email,
        signed_in_as,
        token,
        path: "/business/join",
        inside: "/business",
    })
}
