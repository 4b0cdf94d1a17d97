//! `/reseller/staff/roles`: what each role may do, from the table the guards read.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{Column, Icon, ListTable},
    pages::answer::answer,
    server_fns,
    shared::permissions::{StaffMay, StaffRole},
};

/// The table.
#[component]
pub fn RolesPage() -> impl IntoView {
    view! {
        <Title text="Roles"/>
        {Suspend::new(async move { answer(server_fns::start::status().await, |_| show()) })}
    }
}

fn show() -> impl IntoView {
    let columns = std::iter::once(Column::plain("Action"))
        .chain(StaffRole::ALL.iter().map(|role| Column::plain(role.in_words())))
        .collect();
    view! {
        <header class="surface-head">
            <h1>"What each role may do"</h1>
            <a class="button button-secondary" href="/reseller/staff">"Staff"</a>
        </header>
        <section class="panel roles-table">
            <ListTable caption="Actions and the roles that may do them" columns>
                {StaffMay::ALL.iter().map(|what| row(*what)).collect_view()}
            </ListTable>
        </section>
        <p class="muted">"Owners alone decide about people, keys and settings. Nobody changes their own role."</p>
    }
}

fn row(what: StaffMay) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{what.in_words()}</th>
            {StaffRole::ALL
                .iter()
                .map(|role| {
                    let may = role.may(what);
                    view! {
                        <td data-label=role.in_words() class:role-may=may>
                            {may.then(|| view! { <Icon name="circle-check"/> })}
                            <span class=if may { "visually-hidden" } else { "muted" }>{if may { "Yes" } else { "No" }}</span>
                        </td>
                    }
                })
                .collect_view()}
        </tr>
    }
}
