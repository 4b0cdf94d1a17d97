//! `/reseller/brand/history`: what was published, by whom and when, and the way back.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::studio::done;
use crate::{
    components::{Column, ListTable, Moment, Notice, Pagination, PostForm, StatusBadge, form::failure},
    pages::answer::answer,
    server_fns::{brand, brand::Restore},
    shared::{brand::BrandVersion, paging::Page},
};

/// The versions.
#[component]
pub fn BrandHistoryPage() -> impl IntoView {
    let after = use_query_map().read_untracked().get("after");
    let is_first = after.is_none();
    view! {
        <Title text="History of the brand"/>
        {Suspend::new(async move {
            answer(brand::history(after).await, move |(page, may_edit)| show(page, may_edit, is_first))
        })}
    }
}

fn show(page: Page<BrandVersion>, may_edit: bool, is_first: bool) -> impl IntoView {
    let saved = use_query_map().read_untracked().get("saved").unwrap_or_default();
    let failed = failure::<Restore>();
    let columns = vec![
        Column::plain("Version"),
        Column::plain("Shop"),
        Column::plain("Colours"),
        Column::plain("Published"),
        Column::plain("By"),
        Column::plain("Bring back"),
    ];
    let first = (!is_first).then(|| "/reseller/brand/history".to_owned());
    let next = page
        .next
        .map(|cursor| format!("/reseller/brand/history?after={cursor}"));
    view! {
        <p class="back"><a href="/reseller/brand">"Brand"</a></p>
        <header class="surface-head">
            <h1>"History"</h1>
            <p>"A version that comes back is published at once, colours, pictures and words. The draft stays as it is."</p>
        </header>
        {done(&saved).map(|sentence| view! { <Notice kind="good">{sentence}</Notice> })}
        {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        <ListTable caption="Published versions, newest first" columns>
            {page.rows.into_iter().map(|version| row(version, may_edit)).collect_view()}
        </ListTable>
        <Pagination first next/>
    }
}

fn row(version: BrandVersion, may_edit: bool) -> impl IntoView {
    let BrandVersion {
        version: number,
        is_published,
        shop_name,
        primary,
        secondary,
        published_at,
        published_by,
        restored_from,
    } = version;
    // Both are parsed colours, `#rrggbb`.
    let patch = |color: &str| {
        view! { <span class="brand-patch" style=format!("background: {color}") aria-hidden="true"></span> }
    };
    let by = if published_by.is_empty() {
        "Set up with the shop".to_owned()
    } else {
        published_by
    };
    view! {
        <tr>
            <td data-label="Version">{number} {restored_from.map(|from| format!(" (version {from} again)"))}</td>
            <td data-label="Shop">{shop_name}</td>
            <td data-label="Colours"><span>{patch(&primary)} " " {patch(&secondary)} " " <small>{primary} " " {secondary}</small></span></td>
            <td data-label="Published">{published_at.map(|at| view! { <Moment at/> })}</td>
            <td data-label="By">{by}</td>
            <td data-label="Bring back">
                {if is_published {
                    view! { <StatusBadge label="Published now" mood="good"/> }.into_any()
                } else if may_edit {
                    view! {
                        <PostForm<Restore>>
                            <input type="hidden" name="version" value=number.to_string()/>
                            <button class="button button-secondary button-small" type="submit">{format!("Bring back version {number}")}</button>
                        </PostForm<Restore>>
                    }
                    .into_any()
                } else {
                    "–".into_any()
                }}
            </td>
        </tr>
    }
}
