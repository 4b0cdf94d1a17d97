//! The console's ledger finds what its filters ask for, whichever way it looks.

use std::collections::BTreeSet;

use clouddail::{
    domain::{
        operations::browse::transfers::transfers,
        scope::Operator,
        wallet::transfer::{Account, TransferKind},
    },
    shared::{ids::TransferId, ledger::LedgerFilter, money::Money},
};
use uuid::Uuid;

use crate::support::World;

/// The same by brute force: shop, kind, account.
const BY_HAND: &str = "
    select t.id from ledger_transfers t join resellers r on r.id = t.reseller_id
    where ($1 = '' or r.slug = $1) and ($2 = '' or t.kind = $2)
      and ($3 = '' or exists (select from ledger_entries e where e.transfer_id = t.id and e.account = $3))
    order by t.id desc";

async fn by_hand(world: &World, shop: &str, kind: &str, account: &str) -> Vec<TransferId> {
    let found: Vec<Uuid> = sqlx::query_scalar(BY_HAND)
        .bind(shop)
        .bind(kind)
        .bind(account)
        .fetch_all(&mut world.owner().await)
        .await
        .unwrap();
    found.into_iter().map(TransferId::from).collect()
}

async fn found(world: &World, filter: &LedgerFilter, after: Option<TransferId>) -> Vec<TransferId> {
    let page = transfers(&world.backend, &Operator::command_line(), filter, after)
        .await
        .unwrap();
    assert_eq!(page.next, None, "all of it fits on a page");
    page.rows.into_iter().map(|row| row.id).collect()
}

async fn words(world: &World, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql)
        .fetch_all(&mut world.owner().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn every_filter_finds_what_a_look_at_every_row_finds() {
    let world = World::new().await;
    let (ann, karl) = (world.aurora_customer().await, world.kite_customer().await);
    for _ in 0..2 {
        world.buy_plan(&ann, "114701").await;
    }
    world.buy_plan(&karl, "114701").await;
    world.topped_up(&world.aurora, &ann, "20", "form-key-1").await;
    // Both legs touch the same account.
    let currency = world.aurora.brand.currency;
    let one = Money::from_micros(1_000_000, currency);
    let legs = vec![
        (Account::Adjustments, one),
        (Account::Adjustments, one.negated().unwrap()),
    ];
    world.post(&world.aurora, TransferKind::Adjustment, legs).await;

    let mut kinds = words(&world, "select distinct kind from ledger_transfers").await;
    kinds.extend([String::new(), "payout".into()]);
    let mut accounts = words(&world, "select distinct account from ledger_entries").await;
    accounts.extend([String::new(), "bank".into()]);
    assert!(kinds.len() >= 6 && accounts.len() >= 9, "{kinds:?} {accounts:?}");
    let mut lengths = BTreeSet::new();
    for shop in ["", "aurora", "kite", "nobody"] {
        for kind in &kinds {
            for account in &accounts {
                let filter = LedgerFilter {
                    shop: shop.into(),
                    kind: kind.clone(),
                    account: account.clone(),
                    ..LedgerFilter::default()
                };
                let rows = found(&world, &filter, None).await;
                assert_eq!(
                    rows,
                    by_hand(&world, shop, kind, account).await,
                    "{shop} {kind} {account}"
                );
                if let [first, rest @ ..] = rows.as_slice() {
                    assert_eq!(found(&world, &filter, Some(*first)).await, rest, "the next page");
                }
                lengths.insert(rows.len());
            }
        }
    }
    assert!(lengths.len() >= 4, "{lengths:?}");

    // By what it is about, and by its key: with an account it touches, and with one it does not.
    let sale = by_hand(&world, "kite", "sale", "").await[0];
    let (key, reference): (String, Uuid) =
        sqlx::query_as("select key, reference_id from ledger_transfers where id = $1")
            .bind(sale.uuid())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let by_key = LedgerFilter {
        key,
        ..LedgerFilter::default()
    };
    let by_reference = LedgerFilter {
        reference: reference.to_string(),
        ..LedgerFilter::default()
    };
    for filter in [by_key, by_reference] {
        for (account, is_found) in [("", true), ("provider_payable", true), ("bank", false)] {
            let filter = LedgerFilter {
                account: account.into(),
                ..filter.clone()
            };
            let rows = found(&world, &filter, None).await;
            assert_eq!(rows.contains(&sale), is_found, "{filter:?}");
        }
    }
    world.prove().await;
}
