//! `/business/calls/{id}`: one call of the company and what happened to it.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    pages::{
        answer::{answer, id_in_path},
        telephone::{self, Side},
    },
    server_fns,
    shared::{error::AppError, ids::CallId},
};

/// A call.
#[component]
pub fn CallPage() -> impl IntoView {
    let id = id_in_path::<CallId>();
    view! {
        <Title text="Call"/>
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::company_calls::call(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, |call| telephone::call(Side::Company, call))
            })}
    }
}
