//! `/admin/prices/promotion?after=`: codes the platform bears, and the form for another.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Column, EmptyState, ListTable, MoneyText, Pagination, PostForm, Select, StatusBadge, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::answer,
        price_parts::{saved, whole_form},
        promo_parts::{promo_fields, promo_state},
        simulator_form::choices,
    },
    server_fns::{self, platform_promotions::SavePlatformPromotion},
    shared::{
        error::AppError,
        paging::Page,
        pricing::{Named, OfferView},
        promotion::BorneRow,
    },
};

const PATH: &str = "/admin/prices/promotion";

/// What the page shows.
struct Found {
    codes: Page<BorneRow>,
    shops: Vec<Named>,
    offer: OfferView,
    may_edit: bool,
}

async fn read(after: Option<String>) -> Result<Found, AppError> {
    Ok(Found {
        codes: server_fns::platform_promotions::platform_promotions(after).await?,
        shops: server_fns::platform_prices::platform_shops().await?,
        offer: server_fns::platform_prices::platform_offer().await?.offer,
        may_edit: server_fns::platform_prices::platform_prices().await?.may_edit,
    })
}

/// The page.
#[component]
pub fn PlatformPromotionPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (word, after) = (query.get("saved"), query.get("after"));
    let is_first = after.is_none();
    view! {
        <Title text="Promotions borne by the platform"/>
        {Suspend::new(async move { answer(read(after).await, move |found| show(found, word, is_first)) })}
    }
}

fn show(found: Found, word: Option<String>, is_first: bool) -> impl IntoView {
    let Found {
        codes,
        shops,
        offer,
        may_edit,
    } = found;
    let next = codes.next.map(|after| format!("{PATH}?after={after}"));
    let list = if codes.rows.is_empty() && is_first {
        view! { <EmptyState icon="receipt" title="No codes yet" text="A code the platform bears takes something off in one shop."/> }
            .into_any()
    } else {
        let columns = vec![
            Column::plain("Code"),
            Column::plain("Shop"),
            Column::plain("Takes off"),
            Column::plain("On"),
            Column::number("Uses"),
            Column::number("Taken off"),
            Column::plain("State"),
        ];
        view! { <ListTable caption="Codes the platform bears" columns>{codes.rows.into_iter().map(row).collect_view()}</ListTable> }
            .into_any()
    };
    view! {
        <p class="back"><a href="/admin/prices">"Prices"</a></p>
        <header class="surface-head"><h1>"Promotions borne by the platform"</h1></header>
        {saved(word)}
        {list}
        <Pagination first=(!is_first).then(|| PATH.to_owned()) next/>
        {may_edit.then(|| view! { <New shops offer/> })}
    }
}

fn row(one: BorneRow) -> impl IntoView {
    let BorneRow { row, shop, given } = one;
    let (label, mood) = promo_state(&row);
    let uses = match row.limit_total {
        Some(limit) => format!("{} of {limit}", row.uses),
        None => row.uses.to_string(),
    };
    view! {
        <tr>
            <td data-label="Code"><a href=format!("{PATH}/{}", row.id)><b>{row.code}</b></a> <small>{row.name}</small></td>
            <td data-label="Shop">{shop}</td>
            <td data-label="Takes off">{row.what}</td>
            <td data-label="On">{row.on}</td>
            <td data-label="Uses" class="number">{uses}</td>
            <td data-label="Taken off" class="number"><MoneyText amount=given/></td>
            <td data-label="State"><StatusBadge label mood/></td>
        </tr>
    }
}

#[component]
fn New(shops: Vec<Named>, offer: OfferView) -> impl IntoView {
    let failed = failure::<SavePlatformPromotion>();
    view! {
        <section class="panel" aria-label="Make a code">
            <p class="panel-note">"The discount comes out of the platform's margin and commission, never below the supplier's price. The shop earns what it would earn without the code, sees it among its promotions and may pause it."</p>
            {whole_form(failed.as_ref())}
            <PostForm<SavePlatformPromotion> class="surface-form">
                <Select label="Shop" name="shop_slug" choices=choices("Choose a shop", shops) error=of_field(failed.as_ref(), "shop_slug")/>
                {promo_fields(failed.as_ref(), "the shop's currency", offer)}
                <SubmitButton>"Make code"</SubmitButton>
            </PostForm<SavePlatformPromotion>>
        </section>
    }
}
