//! `/business/messages/message/{id}`: one message of the company and what happened to it.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    pages::{
        answer::{answer, id_in_path},
        telephone::{self, Side},
    },
    server_fns,
    shared::{error::AppError, ids::MessageId},
};

/// A message.
#[component]
pub fn MessagePage() -> impl IntoView {
    let id = id_in_path::<MessageId>();
    view! {
        <Title text="Message"/>
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::company_messages::message(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, |message| telephone::message(Side::Company, message))
            })}
    }
}
