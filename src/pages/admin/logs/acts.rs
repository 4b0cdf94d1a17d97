//! Acts as a table: who did what to what, and what changed.

use leptos::prelude::*;

use crate::{
    components::{Column, EmptyState, ListTable, Moment},
    pages::admin::saved::address,
    shared::logs::{AuditRow, FieldChange},
};

/// The rows, or that there are none.
pub fn acts(rows: Vec<AuditRow>) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState icon="history" title="No act" text="Nothing that was done fits."/> }
            .into_any();
    }
    view! {
        <div class="console-list">
            <ListTable
                caption="Acts"
                columns=vec![
                    Column::plain("When"),
                    Column::plain("Who"),
                    Column::plain("Did"),
                    Column::plain("To"),
                    Column::plain("Before and after"),
                ]
            >
                {rows.into_iter().map(row).collect_view()}
            </ListTable>
        </div>
    }
    .into_any()
}

fn row(row: AuditRow) -> impl IntoView {
    let only = |name, value: &str| address("/admin/audit", &[(name, value)]);
    let (of_action, of_entity) = (only("action", &row.action), only("entity", &row.entity));
    view! {
        <tr>
            <td data-label="When"><Moment at=row.at/> <small class="console-below">{row.shop}</small></td>
            <td data-label="Who">
                {match row.actor {
                    Some(actor) => {
                        let href = only("actor", &actor);
                        view! { <a href=href>{actor}</a> }.into_any()
                    }
                    None => view! { <span>"nobody signed in"</span> }.into_any(),
                }}
                {row.on_behalf_of.map(|owner| view! { <small class="console-below">"in the place of " {owner}</small> })}
                {row.address.map(|address| view! { <small class="console-below">{address}</small> })}
            </td>
            <td data-label="Did"><a href=of_action><code>{row.action}</code></a></td>
            <td data-label="To"><a href=of_entity><code>{row.entity}</code></a></td>
            <td data-label="Before and after">
                <dl class="console-changes">{row.changes.into_iter().map(change).collect_view()}</dl>
                {row.request_id.map(|id| view! { <small>{id}</small> })}
            </td>
        </tr>
    }
}

fn change(change: FieldChange) -> impl IntoView {
    let FieldChange { field, before, after } = change;
    let is_same = before == after;
    view! {
        <div>
            <dt>{if field.is_empty() { "value".to_owned() } else { field.replace('_', " ") }}</dt>
            <dd>
                {(!before.is_empty() && !is_same).then(|| view! { <del>{before}</del> " " })}
                {(!after.is_empty()).then(|| view! { <ins>{after}</ins> })}
            </dd>
        </div>
    }
}
