//! `/admin/prices/promotion/{id}?after=`: a code the platform bears, its pause button, and its uses. Whose they are
//! stands with the order.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Column, EmptyState, ListTable, Moment, MoneyText, Pagination, PostForm, StatusBadge, SubmitButton,
        form::failure,
    },
    pages::{
        answer::{answer, id_in_path},
        price_parts::whole_form,
        promo_parts::{promo_state, promo_terms, promo_use_state},
    },
    server_fns::{self, platform_promotions::PausePlatformPromotion},
    shared::{
        error::AppError,
        ids::PromoId,
        promotion::{PromoUseRow, PromoView},
    },
};

/// The page.
#[component]
pub fn PromotionUsesPage() -> impl IntoView {
    let id: Option<PromoId> = id_in_path();
    let after = use_query_map().read_untracked().get("after");
    let is_first = after.is_none();
    view! {
        <Title text="Promotion borne by the platform"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::platform_promotions::platform_promotion(id, after).await,
                None => Err(AppError::NotFound),
            };
            answer(read, move |(shop, view)| show(&shop, view, is_first))
        })}
    }
}

fn show(shop: &str, view: PromoView, is_first: bool) -> impl IntoView + use<> {
    let PromoView { row, given, uses } = view;
    let failed = failure::<PausePlatformPromotion>();
    let (label, mood) = promo_state(&row);
    let path = format!("/admin/prices/promotion/{}", row.id);
    let next = uses.next.map(|after| format!("{path}?after={after}"));
    let (to, button) = if row.is_paused {
        ("no", "Let it go on")
    } else {
        ("yes", "Pause")
    };
    let id = row.id.to_string();
    view! {
        <p class="back"><a href="/admin/prices/promotion">"Promotions borne by the platform"</a></p>
        <header class="surface-head">
            <h1>{row.code.clone()} " at " {shop.to_owned()}</h1>
            <StatusBadge label mood/>
            <PostForm<PausePlatformPromotion>>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="pause" value=to/>
                <SubmitButton kind="secondary">{button}</SubmitButton>
            </PostForm<PausePlatformPromotion>>
        </header>
        {whole_form(failed.as_ref())}
        {promo_terms(row, given)}
        <section class="panel" aria-labelledby="uses-title">
            <h2 id="uses-title">"Uses"</h2>
            {if uses.rows.is_empty() {
                view! { <EmptyState icon="users" title="Not used yet" text="Each order with this code appears here."/> }.into_any()
            } else {
                let columns = vec![Column::plain("Order"), Column::number("Taken off"), Column::plain("State"), Column::plain("When")];
                view! { <ListTable caption="Uses" columns>{uses.rows.into_iter().map(one_use).collect_view()}</ListTable> }.into_any()
            }}
            <Pagination first=(!is_first).then(|| path.clone()) next/>
        </section>
    }
}

fn one_use(row: PromoUseRow) -> impl IntoView {
    let (label, mood) = promo_use_state(&row.state);
    view! {
        <tr>
            <td data-label="Order"><a href=format!("/admin/orders/{}", row.order)><code>{row.order.to_string()}</code></a></td>
            <td data-label="Taken off" class="number"><MoneyText amount=row.discount/></td>
            <td data-label="State"><StatusBadge label mood/></td>
            <td data-label="When"><Moment at=row.at/></td>
        </tr>
    }
}
