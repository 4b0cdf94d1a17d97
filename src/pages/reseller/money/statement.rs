//! `/reseller/money/statement?month=2026-11`: every movement of the month.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Column, ListTable},
    pages::{answer::answer, figures::exact},
    server_fns,
    shared::settlement::{AccountMonth, StatementView},
};

/// The statement of a month.
#[component]
pub fn StatementPage() -> impl IntoView {
    let month = use_query_map().read_untracked().get("month");
    view! {
        <Title text="Statement"/>
        {Suspend::new(async move { answer(server_fns::money::money_statement(month).await, show) })}
    }
}

fn show(statement: StatementView) -> impl IntoView {
    let month = statement.month;
    view! {
        <header class="surface-head">
            <h1>"Statement for " {month.clone()}</h1>
            <p>
                <a href="/reseller/money">"Money"</a>
                {statement.may_export.then(|| view! {
                    " · " <a href=format!("/reseller/money/statement.csv?month={month}") download>"CSV"</a>
                })}
            </p>
        </header>
        {statement.accounts.into_iter().map(account).collect_view()}
    }
}

fn account(account: AccountMonth) -> impl IntoView {
    let columns = vec![
        Column::plain("What"),
        Column::number("Count"),
        Column::number("Amount"),
    ];
    let id = account.name.to_lowercase();
    let label = id.clone();
    view! {
        <section class="panel" aria-labelledby=label>
            <h2 id=id>{account.name.clone()}</h2>
            <ListTable caption=account.name columns>
                <tr>
                    <td data-label="What">"At the beginning"</td>
                    <td data-label="Count" class="number"></td>
                    <td data-label="Amount" class="number">{exact(account.opening)}</td>
                </tr>
                {account
                    .lines
                    .into_iter()
                    .map(|line| view! {
                        <tr>
                            <td data-label="What">{line.what}</td>
                            <td data-label="Count" class="number">{line.count}</td>
                            <td data-label="Amount" class="number">{exact(line.amount)}</td>
                        </tr>
                    })
                    .collect_view()}
                <tr>
                    <td data-label="What"><b>"At the end"</b></td>
                    <td data-label="Count" class="number"></td>
                    <td data-label="Amount" class="number"><b>{exact(account.closing)}</b></td>
                </tr>
            </ListTable>
        </section>
    }
}
