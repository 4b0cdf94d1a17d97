//! `/account/usage`: what was used and what it cost.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    pages::{
        answer::answer,
        business::breakdown::{field, fields},
        use_report::{FIELDS, show},
    },
    server_fns::metering::my_use,
    shared::error::AppError,
};

const PATH: &str = "/account/usage";

/// The report.
#[component]
pub fn AccountUsagePage() -> impl IntoView {
    let asked = fields(&FIELDS);
    view! {
        <Title text="Usage and cost"/>
        {Suspend::new(async move {
            let of = |name| field(&asked, name);
            match my_use(of("days"), of("from"), of("until"), of("by"), of("after")).await {
                Err(AppError::Invalid { message, .. }) => {
                    let usual = my_use(None, None, None, of("by"), None).await;
                    answer(usual, move |report| show(report, PATH, false, asked, Some(message)))
                }
                read => answer(read, move |report| show(report, PATH, false, asked, None)),
            }
        })}
    }
}
