//! `/admin/features`: what a shop may do at all. `?shop=` names one by its short name.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{Checkbox, EmptyState, Field, FilterForm, PostForm, SubmitButton, form::failure},
    pages::{
        admin::saved::{asked_for, refused, saved},
        answer::answer,
    },
    server_fns::{self, reseller_terms::SetResellerFeatures},
    shared::{console::ResellerDetail, error::AppError},
};

const HERE: &str = "/admin/features";

/// The switches of one shop.
#[component]
pub fn FeaturesPage() -> impl IntoView {
    let (shop, just_saved) = (asked_for("shop"), asked_for("saved"));
    view! {
        <Title text="Features"/>
        {Suspend::new(async move {
            answer(read(&shop, &just_saved).await, move |found| show(found, shop))
        })}
    }
}

/// The shop just saved, or the one whose short name was typed.
async fn read(shop: &str, just_saved: &str) -> Result<Option<ResellerDetail>, AppError> {
    if let Ok(id) = just_saved.parse() {
        return server_fns::resellers::view_reseller(id).await.map(Some);
    }
    let page = server_fns::resellers::list_resellers(Some(shop.to_owned()), None, None).await?;
    match page.rows.into_iter().find(|row| row.slug == shop) {
        Some(row) => server_fns::resellers::view_reseller(row.id).await.map(Some),
        None => Ok(None),
    }
}

fn show(found: Option<ResellerDetail>, shop: String) -> impl IntoView {
    let is_filtered = !shop.is_empty();
    view! {
        <header class="surface-head"><h1>"Features"</h1></header>
        {saved(|_| Some("The switches hold from now on.".to_owned()))}
        <FilterForm path=HERE is_filtered>
            <Field label="Shop (short name)" name="shop" value=shop maxlength=39/>
        </FilterForm>
        {match found {
            Some(found) => switches(found).into_any(),
            None if is_filtered => view! { <EmptyState icon="building-2" title="No such shop" text="Write its whole short name."/> }.into_any(),
            None => view! { <EmptyState icon="settings" title="Which shop?" text="Write its short name to see and change what it may do."/> }.into_any(),
        }}
    }
}

fn switches(all: ResellerDetail) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="switches-title">
            <h2 id="switches-title">{all.row.name}</h2>
            <p>"What is off is in no menu of the shop and on no page, and is refused, with nothing charged. What was bought goes on and is renewed."</p>
            {refused(failure::<SetResellerFeatures>().as_ref())}
            <PostForm<SetResellerFeatures> class="surface-form">
                <input type="hidden" name="id" value=all.row.id.to_string()/>
                <Checkbox label="Sells numbers" name="numbers" checked=all.sells_numbers/>
                <Checkbox label="Sells eSIMs" name="esims" checked=all.sells_esims/>
                <Checkbox label="Its own systems may use the REST interface" name="api" checked=all.has_api/>
                <SubmitButton>"Save"</SubmitButton>
            </PostForm<SetResellerFeatures>>
        </section>
    }
}
