//! `/reseller/catalogue/numbers`: numbers by country and kind, on or off.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{head, switch};
use crate::{
    components::{Column, ListTable, Notice, form::failure},
    pages::answer::answer,
    server_fns::{self, assortment::SwitchProduct},
    shared::{assortment::NumberSwitch, number::NumberType},
};

const PATH: &str = "/reseller/catalogue/numbers";

/// The page.
#[component]
pub fn NumbersPage() -> impl IntoView {
    let failed = failure::<SwitchProduct>();
    view! {
        <Title text="Numbers"/>
        {head(PATH)}
        {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        {Suspend::new(async move { answer(server_fns::assortment::number_switches().await, show) })}
    }
}

fn show(rows: Vec<NumberSwitch>) -> impl IntoView {
    let mut columns = vec![Column::plain("Country"), Column::plain("All numbers")];
    columns.extend(NumberType::ALL.map(|kind| Column::plain(kind.label())));
    view! {
        <ListTable caption="Numbers" columns>
            {rows.into_iter().map(|row| {
                let code = row.country.code.to_string();
                let kinds = row.kinds.into_iter().map(|(kind, is_on)| view! {
                    <td data-label=kind.label()>{switch("number", format!("{code}:{}", kind.as_str()), is_on, PATH.into())}</td>
                }).collect_view();
                view! {
                    <tr>
                        <td data-label="Country">{row.country.name}</td>
                        <td data-label="All numbers">{switch("number_country", code.clone(), row.is_on, PATH.into())}</td>
                        {kinds}
                    </tr>
                }
            }).collect_view()}
        </ListTable>
    }
}
