//! `/business/messages/{number}?with=…`: a conversation of one of the company's numbers.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    pages::{
        answer::{answer, id_in_path},
        telephone::{self, Side},
    },
    server_fns::{self, company_messages::SendCompanyMessage},
    shared::{error::AppError, ids::NumberId, permissions::OrganizationMay},
};

/// A conversation.
#[component]
pub fn ConversationPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let number = id_in_path::<NumberId>();
    let peer = query.get("with").unwrap_or_default();
    let (text, after) = (query.get("message_text").unwrap_or_default(), query.get("after"));
    view! {
        {Suspend::new(async move {
                let read = match number {
                    Some(number) if !peer.is_empty() => {
                        server_fns::company_messages::show_conversation(number, peer.clone(), after.clone()).await
                    }
                    _ => Err(AppError::NotFound),
                };
                let preview = match (&read, number) {
                    (Ok(_), Some(number)) if !text.trim().is_empty() => {
                        Some(server_fns::company_messages::preview(number, peer, text.clone()).await)
                    }
                    _ => None,
                };
                let may_send = server_fns::business::home().await.ok().and_then(|home| home.current)
                    .is_some_and(|company| company.is_open && company.role.may(OrganizationMay::SendMessages));
                answer(read, move |found| {
                    telephone::conversation::<SendCompanyMessage>(Side::Company, found, text, preview, after.is_some(), may_send)
                })
            })}
    }
}
