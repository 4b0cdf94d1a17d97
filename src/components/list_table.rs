//! A list in the address: columns that sort, a form that filters, a link to the same rows as CSV.

use leptos::prelude::*;

use super::icon::Icon;

/// A column's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// Where a click leads: the same list sorted by this column, or the other way round.
    pub sort_href: Option<String>,
    /// `ascending` or `descending` when the list is sorted by this column now.
    pub sorted: Option<&'static str>,
    /// Amounts and counts stand at the end of their column.
    pub is_number: bool,
}

impl Column {
    /// A head that does not sort.
    pub const fn plain(name: &'static str) -> Self {
        Self {
            name,
            sort_href: None,
            sorted: None,
            is_number: false,
        }
    }

    /// A head over amounts or counts.
    pub const fn number(name: &'static str) -> Self {
        Self {
            name,
            sort_href: None,
            sorted: None,
            is_number: true,
        }
    }

    /// The same head, sorting.
    #[must_use]
    pub fn sorting(self, href: String, sorted: Option<&'static str>) -> Self {
        Self {
            sort_href: Some(href),
            sorted,
            ..self
        }
    }
}

/// Rows are the children: `<tr>` with `<td data-label="…">`, the label being the column's name on a phone; amounts and
/// counts in `<td class="number">`.
#[component]
pub fn ListTable(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    /// All rows, as CSV; empty where there is no such file, or the link to it stands elsewhere.
    #[prop(optional, into)]
    csv: String,
    children: Children,
) -> impl IntoView {
    let of = caption.clone();
    view! {
        <table class="data-table list-table">
            <caption class="visually-hidden">{caption}</caption>
            <thead><tr>{columns.into_iter().map(head).collect_view()}</tr></thead>
            <tbody>{children()}</tbody>
        </table>
        {(!csv.is_empty()).then(|| view! {
            <p class="table-file">
                <a class="button button-quiet button-small" href=csv download><Icon name="download"/> "CSV" <span class="visually-hidden">" of " {of}</span></a>
            </p>
        })}
    }
}

fn head(column: Column) -> impl IntoView {
    let name = column.name;
    view! {
        <th scope="col" class:number=column.is_number aria-sort=column.sorted>
            {match column.sort_href {
                Some(href) => view! { <a href=href>{name} <Icon name="chevron-down"/></a> }.into_any(),
                None => name.into_any(),
            }}
        </th>
    }
}

/// A form over a list. It sends its fields in the address; `path` is the list without any.
#[component]
pub fn FilterForm(
    #[prop(into)] path: String,
    /// True when something is filtered, so that there is something to clear.
    is_filtered: bool,
    /// The rows shown, as CSV; empty where there is no such file.
    #[prop(optional, into)]
    csv: String,
    children: Children,
) -> impl IntoView {
    let all = path.clone();
    view! {
        <form class="filters" method="get" action=path role="search">
            {children()}
            <div class="filters-actions">
                <button class="button button-secondary" type="submit">"Show"</button>
                {is_filtered.then(|| view! { <a class="button button-quiet" href=all>"Clear"</a> })}
                {(!csv.is_empty()).then(|| view! {
                    <a class="button button-quiet" href=csv download><Icon name="download"/> "CSV"</a>
                })}
            </div>
        </form>
    }
}
