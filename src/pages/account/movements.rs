//! Movements of a wallet as lines of a bank statement.

use leptos::prelude::*;

use crate::{
    components::{Moment, MoneyText},
    shared::{money::Money, wallet::StatementRow},
};

/// When, why, how much, and what was there afterwards. A table on a wide screen, cards on a phone.
#[component]
pub fn Movements(
    rows: Vec<StatementRow>,
    /// Orders of a company are on its own pages.
    #[prop(optional)]
    of_company: bool,
) -> impl IntoView {
    view! {
        <table class="movements">
            <thead>
                <tr>
                    <th scope="col">"What"</th>
                    <th scope="col">"When"</th>
                    <th scope="col" class="amount-cell">"Amount"</th>
                    <th scope="col" class="amount-cell">"Balance"</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(|row| movement(row, of_company)).collect_view()}</tbody>
        </table>
    }
}

fn movement(row: StatementRow, of_company: bool) -> impl IntoView {
    let what = match row.order_id.filter(|_| !of_company) {
        Some(order) => view! { <a href=format!("/account/orders/{order}")>{row.reason}</a> }.into_any(),
        None => row.reason.into_any(),
    };
    view! {
        <tr>
            <td class="movement-what">
                {what}
                {row.bucket.map(|bucket| view! { <small>{bucket.title()}</small> })}
            </td>
            <td class="movement-when"><Moment at=row.at/></td>
            <td class="amount-cell movement-amount" class:movement-in=row.amount.is_positive()><Signed amount=row.amount/></td>
            <td class="amount-cell movement-after" data-label="Balance"><MoneyText amount=row.balance_after/></td>
        </tr>
    }
}

/// With a plus before what came in, so that colour is never the only sign.
#[component]
fn Signed(amount: Money) -> impl IntoView {
    view! { {amount.is_positive().then_some("+")} <MoneyText amount/> }
}
