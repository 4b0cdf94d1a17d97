//! Tables that become cards on a phone.

use leptos::prelude::*;

/// Rows are the children: `<tr>` with `<td data-label="…">`, the label being the column's name on a phone.
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    columns: Vec<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <table class="data-table">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>{columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}
