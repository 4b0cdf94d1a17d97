//! `/reseller/promotions/{id}`: a code, its pause button, and who used it.

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
    server_fns::{self, promotions::PausePromotion},
    shared::{
        error::AppError,
        ids::PromoId,
        promotion::{PromoUseRow, PromoView},
    },
};

/// The page.
#[component]
pub fn PromotionPage() -> impl IntoView {
    let id: Option<PromoId> = id_in_path();
    let after = use_query_map().read_untracked().get("after");
    let is_first = after.is_none();
    view! {
        <Title text="Promotion"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::promotions::promotion(id, after).await,
                None => Err(AppError::NotFound),
            };
            answer(read, move |view| show(view, is_first))
        })}
    }
}

fn show(view: PromoView, is_first: bool) -> impl IntoView {
    let PromoView { row, given, uses } = view;
    let failed = failure::<PausePromotion>();
    let (label, mood) = promo_state(&row);
    let path = format!("/reseller/promotions/{}", row.id);
    let next = uses.next.map(|after| format!("{path}?after={after}"));
    let (to, button) = if row.is_paused {
        ("no", "Let it go on")
    } else {
        ("yes", "Pause")
    };
    view! {
        <p class="back"><a href="/reseller/promotions">"Promotions"</a></p>
        <header class="surface-head">
            <h1>{row.code.clone()}</h1>
            <StatusBadge label mood/>
            <PostForm<PausePromotion>>
                <input type="hidden" name="id" value=row.id.to_string()/>
                <input type="hidden" name="pause" value=to/>
                <SubmitButton kind="secondary">{button}</SubmitButton>
            </PostForm<PausePromotion>>
        </header>
        {whole_form(failed.as_ref())}
        {promo_terms(row, given)}
        <section class="panel" aria-labelledby="uses-title">
            <h2 id="uses-title">"Uses"</h2>
            {if uses.rows.is_empty() {
                view! { <EmptyState icon="users" title="Not used yet" text="Each order with this code appears here."/> }.into_any()
            } else {
                let columns = vec![Column::plain("Order"), Column::plain("Customer"), Column::number("Taken off"), Column::plain("State"), Column::plain("When")];
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
            <td data-label="Order"><a href=format!("/reseller/orders/{}", row.order)><code>{row.order.to_string()}</code></a></td>
            <td data-label="Customer">{row.customer}</td>
            <td data-label="Taken off" class="number"><MoneyText amount=row.discount/></td>
            <td data-label="State"><StatusBadge label mood/></td>
            <td data-label="When"><Moment at=row.at/></td>
        </tr>
    }
}
