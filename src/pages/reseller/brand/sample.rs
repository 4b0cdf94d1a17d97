//! `/reseller/brand/preview/esim`: the page of an eSIM, with one that nobody bought.

use leptos::prelude::*;

use crate::{
    pages::{account::esim::show, answer::answer, storefront::support_email},
    server_fns::brand,
};

/// The real page of an eSIM.
#[component]
pub fn SampleEsimPage() -> impl IntoView {
    let support = support_email();
    view! { {Suspend::new(async move { answer(brand::sample_esim().await, move |esim| show(esim, support)) })} }
}
