//! `/admin/ledger/wallets/{id}`: a wallet and its entries with the balance each left.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words;
use crate::{
    components::{Column, DefinitionList, Fact, ListTable, Moment, Pagination},
    pages::{
        answer::{answer, id_in_path},
        figures::exact,
    },
    server_fns,
    shared::{
        error::AppError,
        ids::WalletId,
        ledger::{LedgerWallet, WalletEntryRow},
    },
};

/// A wallet.
#[component]
pub fn LedgerWalletPage() -> impl IntoView {
    let id = id_in_path::<WalletId>();
    let after = use_query_map().read_untracked().get("after");
    view! {
        <Title text="Wallet"/>
        {Suspend::new(async move {
            let is_first = after.is_none();
            let read = match id {
                Some(id) => server_fns::ledger::wallet_in_ledger(id, after).await,
                None => Err(AppError::NotFound),
            };
            answer(read, move |wallet| show(wallet, is_first))
        })}
    }
}

fn show(wallet: LedgerWallet, is_first: bool) -> impl IntoView {
    let here = format!("/admin/ledger/wallets/{}", wallet.id);
    let next = wallet
        .entries
        .next
        .clone()
        .map(|after| format!("{here}?after={after}"));
    let first = (!is_first).then_some(here);
    let columns = vec![
        Column::plain("Transfer"),
        Column::plain("Kind"),
        Column::plain("At"),
        Column::number("Amount"),
        Column::number("Balance after"),
    ];
    view! {
        <header class="surface-head">
            <h1>{format!("{} wallet at {}", words(&wallet.owner), wallet.shop)}</h1>
            <p><a href="/admin/ledger">"Ledger"</a></p>
        </header>
        <section class="panel" aria-labelledby="wallet-title">
            <h2 id="wallet-title">"Wallet"</h2>
            <DefinitionList>
                <Fact name="Id"><code>{wallet.id.to_string()}</code></Fact>
                <Fact name="Bucket">{words(&wallet.bucket)}</Fact>
                <Fact name="Balance">{exact(wallet.balance)}</Fact>
                <Fact name="Set aside">{exact(wallet.held)}</Fact>
            </DefinitionList>
            <ListTable caption="Entries" columns>{wallet.entries.rows.into_iter().map(row).collect_view()}</ListTable>
            <Pagination first next/>
        </section>
    }
}

fn row(row: WalletEntryRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Transfer"><a href=format!("/admin/ledger/transfers/{}", row.transfer)>{row.description}</a></td>
            <td data-label="Kind">{words(&row.kind)}</td>
            <td data-label="At"><Moment at=row.at/></td>
            <td data-label="Amount" class="number">{exact(row.amount)}</td>
            <td data-label="Balance after" class="number">{exact(row.balance_after)}</td>
        </tr>
    }
}
