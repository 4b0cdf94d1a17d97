//! Where a domain stands, in a word.

use leptos::prelude::*;

use crate::{
    components::StatusBadge,
    shared::shop_domain::{DomainRow, DomainState},
};

/// The word for a domain.
#[component]
pub fn DomainBadge(row: DomainRow) -> impl IntoView {
    let (label, mood) = match (row.state, row.failing_since.is_some()) {
        (DomainState::Verified, false) => ("Works", "good"),
        (DomainState::Verified, true) => ("Points elsewhere", "attention"),
        (DomainState::Pending, _) => ("Waiting for records", "waiting"),
        (DomainState::Failed, _) => ("Does not work", "bad"),
    };
    view! { <StatusBadge label mood/> }
}
