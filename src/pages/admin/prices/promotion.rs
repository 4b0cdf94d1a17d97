//! `/admin/prices/promotion`: a code of a shop that the platform bears.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Field, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::answer,
        price_parts::{promo_fields, saved, whole_form},
    },
    server_fns::{self, platform_prices::SavePlatformPromotion},
};

/// The page.
#[component]
pub fn PlatformPromotionPage() -> impl IntoView {
    let word = use_query_map().read_untracked().get("saved");
    view! {
        <Title text="Promotion borne by the platform"/>
        // The guard of a read decides who sees the form.
        {Suspend::new(async move { answer(server_fns::platform_prices::platform_prices().await, move |_| show(word)) })}
    }
}

fn show(word: Option<String>) -> impl IntoView {
    let failed = failure::<SavePlatformPromotion>();
    view! {
        <p class="back"><a href="/admin/prices">"Prices"</a></p>
        <header class="surface-head"><h1>"Promotion borne by the platform"</h1></header>
        {saved(word)}
        <section class="panel" aria-label="Make a code">
            <p class="panel-note">"The discount comes out of the platform's margin and commission, never below the supplier's price. The shop earns what it would earn without the code, sees it among its promotions and may pause it."</p>
            {whole_form(failed.as_ref())}
            <PostForm<SavePlatformPromotion> class="surface-form">
                <Field label="Shop" name="shop_slug" required=true maxlength=40 hint="Its short name, like aurora." error=of_field(failed.as_ref(), "shop_slug")/>
                {promo_fields(failed.as_ref(), "the shop's currency")}
                <SubmitButton>"Make code"</SubmitButton>
            </PostForm<SavePlatformPromotion>>
        </section>
    }
}
