//! `/admin/catalogue/{id}`: what one reading of the catalogue changed.

use leptos::prelude::*;
use leptos_meta::Title;

use super::words::change_in_words;
use crate::{
    components::{Breadcrumbs, Column, EmptyState, ListTable, Moment, MoneyText, Notice, breadcrumbs::Crumb},
    pages::answer::{answer, id_in_path},
    server_fns,
    shared::{
        error::AppError,
        supply::{ChangeRow, SyncView},
    },
};

/// A reading of the catalogue.
#[component]
pub fn AdminSyncPage() -> impl IntoView {
    let id = id_in_path();
    view! {
        <Title text="Reading of the catalogue"/>
        {Suspend::new(async move {
            let sync = match id {
                Some(id) => server_fns::supply::catalogue_sync(id).await,
                None => Err(AppError::NotFound),
            };
            answer(sync, show)
        })}
    }
}

fn show(sync: SyncView) -> impl IntoView {
    let row = sync.row;
    let all = row.added + row.gone + row.changed;
    let shown = i64::try_from(sync.changes.len()).unwrap_or(i64::MAX);
    view! {
        <Breadcrumbs above=vec![Crumb::new("/admin/catalogue", "Catalogue")] here=row.id.to_string()/>
        <header class="surface-head">
            <h1>{format!("Catalogue of {}", row.provider)}</h1>
            <p><Moment at=row.at/> {format!(": {} on sale, {} new, {} gone, {} prices changed", row.products, row.added, row.gone, row.changed)}</p>
        </header>
        {(!row.failure.is_empty()).then(|| view! { <Notice kind="error">{format!("Our copy was left as it was: {}", row.failure)}</Notice> })}
        {(shown < all).then(|| view! { <Notice kind="info">{format!("The first {shown} of {all} changes are kept.")}</Notice> })}
        {if sync.changes.is_empty() {
            view! { <EmptyState icon="circle-check" title="Nothing changed" text="Our copy was the same as the provider's list."/> }.into_any()
        } else {
            view! {
                <ListTable
                    caption="Changes"
                    columns=vec![
                        Column::plain("Product"),
                        Column::plain("Change"),
                        Column::number("Before"),
                        Column::number("After"),
                    ]
                >
                    {sync.changes.into_iter().map(change).collect_view()}
                </ListTable>
            }
            .into_any()
        }}
    }
}

fn change(row: ChangeRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Product" class="admin-case">{row.name} <small>{row.product}</small></td>
            <td data-label="Change">{change_in_words(&row.kind).to_owned()}</td>
            <td data-label="Before" class="number">{row.before.map(|amount| view! { <MoneyText amount/> })}</td>
            <td data-label="After" class="number">{row.after.map(|amount| view! { <MoneyText amount/> })}</td>
        </tr>
    }
}
