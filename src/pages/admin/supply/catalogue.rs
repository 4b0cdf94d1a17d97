//! `/admin/catalogue`: each time our copy of a catalogue was brought up to date.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Column, EmptyState, ListTable, Moment, Notice, Pagination, PostForm, SubmitButton},
    pages::answer::answer,
    server_fns::{self, supply::SyncNow},
    shared::{paging::Page, supply::SyncRow},
};

/// The log of syncs.
#[component]
pub fn AdminCataloguePage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let was_asked = query.get("done").as_deref() == Some("asked");
    let after = query.get("after");
    view! {
        <Title text="Catalogue"/>
        {Suspend::new(async move {
            let is_later_page = after.is_some();
            answer(server_fns::supply::catalogue_syncs(after).await, move |page| show(page, was_asked, is_later_page))
        })}
    }
}

fn show(page: Page<SyncRow>, was_asked: bool, is_later_page: bool) -> impl IntoView {
    let next = page.next.map(|after| format!("/admin/catalogue?after={after}"));
    view! {
        <header class="surface-head">
            <h1>"Catalogue"</h1>
            <p>"Data plans are copied from their provider every hour, at 17 past."</p>
        </header>
        {was_asked.then(|| view! {
            <Notice kind="good">"The catalogue is read now. Reload in a few seconds to see what changed."</Notice>
        })}
        <PostForm<SyncNow>><SubmitButton>"Read it now"</SubmitButton></PostForm<SyncNow>>
        {if page.rows.is_empty() {
            view! {
                <EmptyState icon="history" title="Not read yet" text="Each reading stays here with what it changed."/>
            }
            .into_any()
        } else {
            view! {
                <ListTable
                    caption="Readings of the catalogue"
                    columns=vec![
                        Column::plain("When"),
                        Column::plain("Provider"),
                        Column::number("On sale"),
                        Column::number("New"),
                        Column::number("Gone"),
                        Column::number("Prices changed"),
                        Column::plain("Outcome"),
                    ]
                >
                    {page.rows.into_iter().map(row).collect_view()}
                </ListTable>
            }
            .into_any()
        }}
        <Pagination first=is_later_page.then(|| "/admin/catalogue".to_owned()) next/>
    }
}

fn row(sync: SyncRow) -> impl IntoView {
    let outcome = if sync.failure.is_empty() {
        "taken over".to_owned()
    } else {
        format!("left as it was: {}", sync.failure)
    };
    view! {
        <tr>
            <td data-label="When"><a href=format!("/admin/catalogue/{}", sync.id)><Moment at=sync.at/></a></td>
            <td data-label="Provider">{sync.provider}</td>
            <td data-label="On sale" class="number">{sync.products.to_string()}</td>
            <td data-label="New" class="number">{sync.added.to_string()}</td>
            <td data-label="Gone" class="number">{sync.gone.to_string()}</td>
            <td data-label="Prices changed" class="number">{sync.changed.to_string()}</td>
            <td data-label="Outcome">{outcome}</td>
        </tr>
    }
}
