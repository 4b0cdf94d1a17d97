//! `/reseller/promotions?after=`: every code, and the form for another.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Column, EmptyState, ListTable, Pagination, PostForm, StatusBadge, SubmitButton, form::failure,
    },
    pages::{
        answer::answer,
        price_parts::whole_form,
        promo_parts::{promo_fields, promo_state},
    },
    server_fns::{self, promotions::SavePromotion},
    shared::{paging::Page, pricing::OfferView, promotion::PromoRow},
};

const PATH: &str = "/reseller/promotions";

/// The page.
#[component]
pub fn PromotionsPage() -> impl IntoView {
    let after = use_query_map().read_untracked().get("after");
    let is_first = after.is_none();
    view! {
        <Title text="Promotions"/>
        <header class="surface-head"><h1>"Promotions"</h1></header>
        {Suspend::new(async move {
            let offer = server_fns::prices::price_offer().await;
            let read = server_fns::promotions::promotions(after).await.and_then(|page| Ok((page, offer?)));
            answer(read, move |(page, offer)| show(page, offer, is_first))
        })}
    }
}

fn show(page: Page<PromoRow>, offer: OfferView, is_first: bool) -> impl IntoView {
    let failed = failure::<SavePromotion>();
    let next = page.next.map(|after| format!("{PATH}?after={after}"));
    let list = if page.rows.is_empty() && is_first {
        view! {
            <EmptyState icon="receipt" title="No codes yet" text="A code takes something off at checkout, as often as you allow."/>
        }
        .into_any()
    } else {
        let columns = vec![
            Column::plain("Code"),
            Column::plain("Takes off"),
            Column::plain("On"),
            Column::number("Uses"),
            Column::plain("State"),
        ];
        view! { <ListTable caption="Promotion codes" columns>{page.rows.into_iter().map(row).collect_view()}</ListTable> }
            .into_any()
    };
    view! {
        {list}
        <Pagination first=(!is_first).then(|| PATH.to_owned()) next/>
        <section class="panel" aria-labelledby="new-code-title">
            <h2 id="new-code-title">"Make a code"</h2>
            <p class="panel-note">"The shop bears the discount out of what it keeps: a code never takes off more than that."</p>
            {whole_form(failed.as_ref())}
            <PostForm<SavePromotion> class="surface-form">
                {promo_fields(failed.as_ref(), "the shop's currency", offer)}
                <SubmitButton>"Make code"</SubmitButton>
            </PostForm<SavePromotion>>
        </section>
    }
}

fn row(row: PromoRow) -> impl IntoView {
    let (label, mood) = promo_state(&row);
    let uses = match row.limit_total {
        Some(limit) => format!("{} of {limit}", row.uses),
        None => row.uses.to_string(),
    };
    view! {
        <tr>
            <td data-label="Code"><a href=format!("{PATH}/{}", row.id)><b>{row.code}</b></a> <small>{row.name}</small></td>
            <td data-label="Takes off">{row.what}</td>
            <td data-label="On">{row.on}</td>
            <td data-label="Uses" class="number">{uses}</td>
            <td data-label="State"><StatusBadge label mood/></td>
        </tr>
    }
}
