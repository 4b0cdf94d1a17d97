//! `/reseller/catalogue/places?find=&after=`: whole countries and regions, on or off.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use super::{head, switch};
use crate::{
    components::{Column, EmptyState, Field, FilterForm, ListTable, Notice, Pagination, form::failure},
    pages::answer::answer,
    server_fns::{self, assortment::SwitchProduct},
    shared::{assortment::PlaceSwitch, paging::Page},
};

const PATH: &str = "/reseller/catalogue/places";

/// The page.
#[component]
pub fn PlacesPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (find, after) = (query.get("find").unwrap_or_default(), query.get("after"));
    let (typed, is_filtered) = (find.clone(), !find.is_empty());
    let failed = failure::<SwitchProduct>();
    view! {
        <Title text="Countries and regions"/>
        {head(PATH)}
        {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        <FilterForm path=PATH is_filtered>
            <Field label="Find a place" name="find" value=typed maxlength=60/>
        </FilterForm>
        {Suspend::new(async move {
            let read = server_fns::assortment::place_switches(Some(find.clone()), after.clone()).await;
            answer(read, move |page| show(page, &find, after))
        })}
    }
}

fn show(page: Page<PlaceSwitch>, find: &str, after: Option<String>) -> AnyView {
    if page.rows.is_empty() {
        return view! { <EmptyState icon="search" title="No such place" text="Try another word."/> }
            .into_any();
    }
    let href = |after: Option<&str>| match after {
        Some(after) => format!("{PATH}?find={}&after={after}", Url::escape(find)),
        None => format!("{PATH}?find={}", Url::escape(find)),
    };
    let (here, first) = (href(after.as_deref()), after.is_some().then(|| href(None)));
    let next = page.next.as_deref().map(|after| href(Some(after)));
    let columns = vec![
        Column::plain("Place"),
        Column::number("Plans"),
        Column::number("Off one by one"),
        Column::plain("Sold"),
    ];
    view! {
        <ListTable caption="Countries and regions" columns>
            {page.rows.into_iter().map(|row| view! {
                <tr>
                    <td data-label="Place"><a href=format!("/reseller/catalogue?place={}", row.slug)>{row.name}</a></td>
                    <td data-label="Plans" class="number">{row.plans}</td>
                    <td data-label="Off one by one" class="number">{row.plans_off}</td>
                    <td data-label="Sold">{switch("place", row.slug, row.is_on, here.clone())}</td>
                </tr>
            }).collect_view()}
        </ListTable>
        <Pagination first next/>
    }
    .into_any()
}
