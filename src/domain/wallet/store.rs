//! The SQL of the wallet room. The only file that writes `wallets`, `holds` and the ledger.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    balance::Balance,
    hold::Hold,
    transfer::{Account, Transfer},
};
use crate::{
    domain::{
        error::Internal,
        scope::{Customer, Scope},
    },
    shared::{
        currency::Currency,
        ids::{HoldId, OrderId, ResellerId, TransferId, WalletId},
        money::Money,
        wallet::StatementRow,
    },
};

pub(super) async fn open_wallet(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner_kind: &str,
    owner: Uuid,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<WalletId, sqlx::Error> {
    // Insert, then read: reading first would let two callers both find nothing.
    sqlx::query!(
        "insert into wallets (id, reseller_id, owner_kind, owner_id, currency, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        WalletId::new().uuid(),
        reseller.uuid(),
        owner_kind,
        owner,
        currency.code(),
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select id as "id: WalletId" from wallets
           where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4"#,
        reseller.uuid(),
        owner_kind,
        owner,
        currency.code(),
    )
    .fetch_one(conn)
    .await
}

/// Locks wallets in id order; the caller checks that all came back. Not `for update`: that would wait for everybody
/// who refers to the wallet by a foreign key, and two orders of one wallet would wait for each other.
pub(super) async fn lock_wallets(
    conn: &mut PgConnection,
    reseller: ResellerId,
    ids: &[WalletId],
) -> Result<Vec<Balance>, Internal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select id as "id: WalletId", currency, balance_micros, held_micros, credit_limit_micros from wallets
           where reseller_id = $1 and id = any($2) order by id for no key update"#,
        reseller.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            balance_of(
                row.id,
                &row.currency,
                row.balance_micros,
                row.held_micros,
                row.credit_limit_micros,
            )
        })
        .collect()
}

pub(super) async fn customer_wallet(
    conn: &mut PgConnection,
    customer: &Customer,
    currency: Currency,
) -> Result<Option<Balance>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: WalletId", currency, balance_micros, held_micros, credit_limit_micros from wallets
           where reseller_id = $1 and owner_kind = 'customer' and owner_id = $2 and currency = $3"#,
        customer.reseller().uuid(),
        customer.user().uuid(),
        currency.code(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        balance_of(
            row.id,
            &row.currency,
            row.balance_micros,
            row.held_micros,
            row.credit_limit_micros,
        )
    })
    .transpose()
}

fn balance_of(
    id: WalletId,
    currency: &str,
    balance: i64,
    held: i64,
    credit_limit: i64,
) -> Result<Balance, Internal> {
    let currency: Currency = currency.parse()?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(Balance {
        id,
        balance: money(balance),
        held: money(held),
        credit_limit: money(credit_limit),
    })
}

/// `None` when the key is taken. Waits for a poster of the same key to finish.
pub(super) async fn insert_transfer(
    conn: &mut PgConnection,
    reseller: ResellerId,
    actor: Option<Uuid>,
    now: DateTime<Utc>,
    transfer: &Transfer,
) -> Result<Option<TransferId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into ledger_transfers
               (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency,
                actor_id, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           on conflict on constraint transfer_key_once do nothing
           returning id as "id: TransferId""#,
        TransferId::new().uuid(),
        reseller.uuid(),
        transfer.kind.as_str(),
        transfer.key,
        transfer.fingerprint(),
        transfer.description,
        transfer.reference.kind,
        transfer.reference.id,
        transfer.currency.code(),
        actor,
        now,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn transfer_by_key(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: &str,
) -> Result<(TransferId, Vec<u8>), sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: TransferId", fingerprint from ledger_transfers where reseller_id = $1 and key = $2"#,
        reseller.uuid(),
        key,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.id, row.fingerprint))
}

pub(super) async fn insert_entry(
    conn: &mut PgConnection,
    reseller: ResellerId,
    transfer: TransferId,
    account: Account,
    amount: Money,
    balance_after: Option<Money>,
) -> Result<(), sqlx::Error> {
    let after = balance_after.map(Money::micros);
    sqlx::query!(
        "insert into ledger_entries
             (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros,
              balance_after_micros)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        reseller.uuid(),
        transfer.uuid(),
        account.as_str(),
        account.wallet().map(WalletId::uuid),
        amount.currency().code(),
        amount.micros(),
        after.map(|after| after - amount.micros()),
        after,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Called by `post` alone.
pub(super) async fn set_balance(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    balance: Money,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update wallets set balance_micros = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
        balance.micros(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn add_held(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    amount: Money,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update wallets set held_micros = held_micros + $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
        amount.micros(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn insert_hold(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: HoldId,
    hold: &Hold,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let amount = hold.amount.get();
    sqlx::query!(
        "insert into holds (id, reseller_id, wallet_id, order_id, key, amount_micros, currency, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.uuid(),
        reseller.uuid(),
        hold.wallet.uuid(),
        hold.order.uuid(),
        key,
        amount.micros(),
        amount.currency().code(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A hold that is still open.
pub(super) struct OpenHold {
    pub id: HoldId,
    pub wallet: WalletId,
    pub amount: Money,
}

/// Locks the order's wallets and holds, in wallet order like every other lock here.
pub(super) async fn lock_open_holds(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
) -> Result<Vec<OpenHold>, Internal> {
    let rows = sqlx::query!(
        r#"select h.id as "id: HoldId", h.wallet_id as "wallet: WalletId", h.amount_micros, h.currency
           from holds h join wallets w on w.reseller_id = h.reseller_id and w.id = h.wallet_id
           where h.reseller_id = $1 and h.order_id = $2 and h.state = 'open'
           order by w.id for no key update"#,
        reseller.uuid(),
        order.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let amount = Money::from_micros(row.amount_micros, row.currency.parse()?);
            Ok(OpenHold {
                id: row.id,
                wallet: row.wallet,
                amount,
            })
        })
        .collect()
}

pub(super) async fn close_hold(
    conn: &mut PgConnection,
    reseller: ResellerId,
    hold: HoldId,
    state: &str,
    transfer: Option<TransferId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update holds set state = $3, transfer_id = $4, closed_at = $5
         where reseller_id = $1 and id = $2 and state = 'open'",
        reseller.uuid(),
        hold.uuid(),
        state,
        transfer.map(TransferId::uuid),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn statement(
    conn: &mut PgConnection,
    customer: &Customer,
    currency: Currency,
    before: i64,
    limit: i64,
) -> Result<Vec<(i64, StatementRow)>, Internal> {
    let rows = sqlx::query!(
        r#"select e.seq, e.transfer_id as "transfer_id: TransferId", t.at, t.description, t.reference_type,
                  t.reference_id, e.amount_micros, e.balance_after_micros as "balance_after_micros!"
           from wallets w
           join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
           join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
           where w.reseller_id = $1 and w.owner_kind = 'customer' and w.owner_id = $2 and w.currency = $3
             and e.seq < $4
           order by e.seq desc limit $5"#,
        customer.reseller().uuid(),
        customer.user().uuid(),
        currency.code(),
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let view = StatementRow {
                transfer_id: row.transfer_id,
                at: row.at,
                reason: row.description,
                amount: Money::from_micros(row.amount_micros, currency),
                balance_after: Money::from_micros(row.balance_after_micros, currency),
                order_id: (row.reference_type == "order").then(|| OrderId::from(row.reference_id)),
            };
            (row.seq, view)
        })
        .collect())
}
