//! `/reseller/catalogue?find=&place=&shown=&after=`: every plan, on or off.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use super::{head, switch};
use crate::{
    components::{
        Choice, Column, EmptyState, Field, FilterForm, ListTable, MoneyText, Notice, Pagination, Select,
        form::failure,
    },
    pages::answer::answer,
    server_fns::{self, assortment::SwitchProduct},
    shared::{assortment::PlanSwitch, paging::Page},
};

const PATH: &str = "/reseller/catalogue";

/// What the list shows.
#[derive(Clone, Default)]
struct Filter {
    find: String,
    place: String,
    shown: String,
    after: Option<String>,
}

impl Filter {
    fn href(&self, after: Option<&str>) -> String {
        let mut query = vec![];
        for (name, value) in [
            ("find", &self.find),
            ("place", &self.place),
            ("shown", &self.shown),
        ] {
            if !value.is_empty() {
                query.push(format!("{name}={}", Url::escape(value)));
            }
        }
        if let Some(after) = after {
            query.push(format!("after={}", Url::escape(after)));
        }
        if query.is_empty() {
            PATH.into()
        } else {
            format!("{PATH}?{}", query.join("&"))
        }
    }
}

/// The page.
#[component]
pub fn PlansPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let text = |name: &str| query.get(name).unwrap_or_default();
    let filter = Filter {
        find: text("find"),
        place: text("place"),
        shown: text("shown"),
        after: query.get("after"),
    };
    let form = filter.clone();
    let is_filtered = !(form.find.is_empty() && form.place.is_empty() && form.shown.is_empty());
    let choices = vec![
        Choice::new("", "On and off"),
        Choice::new("on", "On"),
        Choice::new("off", "Off"),
    ];
    let failed = failure::<SwitchProduct>();
    view! {
        <Title text="Catalogue"/>
        {head(PATH)}
        {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        <FilterForm path=PATH is_filtered>
            <Field label="Find a plan or a place" name="find" value=form.find maxlength=60/>
            <Select label="Show" name="shown" value=form.shown choices/>
        </FilterForm>
        {Suspend::new(async move {
            let Filter { find, place, shown, after } = filter.clone();
            let read = server_fns::assortment::plan_switches(Some(find), Some(place), Some(shown), after).await;
            answer(read, move |page| show(page, filter))
        })}
    }
}

fn show(page: Page<PlanSwitch>, filter: Filter) -> impl IntoView {
    let next = page.next.as_deref().map(|after| filter.href(Some(after)));
    let here = filter.href(filter.after.as_deref());
    let first = filter.after.is_some().then(|| filter.href(None));
    if page.rows.is_empty() {
        return view! { <EmptyState icon="search" title="No such plans" text="Try another word, or show on and off."/> }.into_any();
    }
    let columns = vec![
        Column::plain("Plan"),
        Column::plain("Place"),
        Column::number("Price"),
        Column::plain("Sold"),
        Column::plain(""),
    ];
    view! {
        <ListTable caption="Plans" columns>
            {page.rows.into_iter().map(|row| view! {
                <tr>
                    <td data-label="Plan"><b>{row.name}</b></td>
                    <td data-label="Place">
                        <a href=format!("{PATH}?place={}", row.place_slug)>{row.place}</a>
                        {row.is_place_off.then(|| view! { <small>" (the whole place is off)"</small> })}
                    </td>
                    <td data-label="Price" class="number">{match row.price {
                        Some(price) => view! { <MoneyText amount=price/> }.into_any(),
                        None => "no exchange rate".into_any(),
                    }}</td>
                    <td data-label="Sold">{switch("plan", row.id.to_string(), row.is_on, here.clone())}</td>
                    <td data-label=""><a href=format!("/reseller/prices/simulator?product={}", row.id)>"Simulate a price"</a></td>
                </tr>
            }).collect_view()}
        </ListTable>
        <Pagination first next/>
    }
    .into_any()
}
