//! `/admin/ledger/transfers/{id}`: transfer → entries → order → what the provider calls it.

use leptos::prelude::*;
use leptos_meta::Title;

use super::words;
use crate::{
    components::{Column, DefinitionList, Fact, ListTable, Moment},
    pages::{
        answer::{answer, id_in_path},
        figures::exact,
    },
    server_fns,
    shared::{
        error::AppError,
        ids::TransferId,
        ledger::{EntryRow, OrderOfTransfer, TransferView},
    },
};

/// A transfer.
#[component]
pub fn TransferPage() -> impl IntoView {
    let id = id_in_path::<TransferId>();
    view! {
        <Title text="Transfer"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::ledger::ledger_transfer(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(view: TransferView) -> impl IntoView {
    let TransferView {
        transfer,
        key,
        actor,
        entries,
        order,
    } = view;
    let reference = transfer.reference.clone();
    let columns = vec![
        Column::plain("Account"),
        Column::number("Amount"),
        Column::number("Balance after"),
    ];
    view! {
        <header class="surface-head">
            <h1>{transfer.description}</h1>
            <p><a href="/admin/ledger">"Ledger"</a></p>
        </header>
        <section class="panel" aria-labelledby="transfer-title">
            <h2 id="transfer-title">"Transfer"</h2>
            <DefinitionList>
                <Fact name="Id"><code>{transfer.id.to_string()}</code></Fact>
                <Fact name="Shop"><a href=format!("/admin/ledger?shop={}", transfer.shop)>{transfer.shop.clone()}</a></Fact>
                <Fact name="Kind">{words(&transfer.kind)}</Fact>
                <Fact name="Moved">{exact(transfer.moved)}</Fact>
                <Fact name="At"><Moment at=transfer.at/></Fact>
                <Fact name="By">{actor.unwrap_or_else(|| "the system".into())}</Fact>
                <Fact name="Key"><code>{key}</code></Fact>
                <Fact name="About">{words(&transfer.reference_type)} " " <a href=format!("/admin/ledger?reference={reference}")><code>{reference.clone()}</code></a></Fact>
            </DefinitionList>
        </section>
        <section class="panel" aria-labelledby="entries-title">
            <h2 id="entries-title">"Entries"</h2>
            <p class="panel-note">"Credit is positive, debit negative; they sum to zero."</p>
            <ListTable caption="Entries" columns>{entries.into_iter().map(entry).collect_view()}</ListTable>
        </section>
        {order.map(|order| view! { <Order order/> })}
    }
}

fn entry(entry: EntryRow) -> impl IntoView {
    let account = match (entry.wallet, entry.owner) {
        (Some(wallet), owner) => view! {
            <a href=format!("/admin/ledger/wallets/{wallet}")>{words(&owner.unwrap_or_else(|| "wallet".into()))} " wallet"</a>
        }
        .into_any(),
        (None, _) => words(&entry.account).into_any(),
    };
    view! {
        <tr>
            <td data-label="Account">{account}</td>
            <td data-label="Amount" class="number">{exact(entry.amount)}</td>
            <td data-label="Balance after" class="number">{entry.balance_after.map(exact)}</td>
        </tr>
    }
}

#[component]
fn Order(order: OrderOfTransfer) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="order-title">
            <h2 id="order-title">"Order"</h2>
            <DefinitionList>
                <Fact name="Reference at the provider"><code>{order.reference}</code></Fact>
                <Fact name="State">{words(&order.state)}</Fact>
                <Fact name="Provider">{order.provider}</Fact>
                <Fact name="The provider's id"><code>{order.provider_reference.unwrap_or_else(|| "not delivered".into())}</code></Fact>
            </DefinitionList>
        </section>
    }
}
