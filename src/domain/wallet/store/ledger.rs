//! The ledger: transfers and entries, written by one statement.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::wallet::{
        balance::Balance,
        capture::OpenHold,
        transfer::{Account, Transfer},
    },
    shared::{
        ids::{ResellerId, TransferId, WalletId},
        money::Money,
    },
};

pub(in crate::domain::wallet) async fn transfer_by_key(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: &str,
) -> Result<Option<(TransferId, Vec<u8>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: TransferId", fingerprint from ledger_transfers where reseller_id = $1 and key = $2"#,
        reseller.uuid(),
        key,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.fingerprint)))
}

/// A transfer with what it does to the wallets, which the caller has locked.
pub(in crate::domain::wallet) struct NewTransfer<'a> {
    pub transfer: &'a Transfer,
    pub actor: Option<Uuid>,
    /// Account, amount, and the wallet's balance afterwards.
    pub entries: &'a [(Account, Money, Option<Money>)],
    /// The wallets as they are afterwards.
    pub figures: &'a [Balance],
    pub captured: &'a [OpenHold],
    pub now: DateTime<Utc>,
}

/// Key, entries, figures and ended holds in one statement, called by `post` alone: all of it, or, where the key is
/// taken, `None`. The database proves the sum as soon as the statement ends. Waits for a poster of the same key.
pub(in crate::domain::wallet) async fn write_transfer(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewTransfer<'_>,
) -> Result<Option<TransferId>, sqlx::Error> {
    let (transfer, entries, figures) = (new.transfer, new.entries, new.figures);
    let accounts: Vec<String> = entries
        .iter()
        .map(|(account, ..)| account.as_str().to_owned())
        .collect();
    let wallets: Vec<Option<Uuid>> = entries
        .iter()
        .map(|(account, ..)| account.wallet().map(WalletId::uuid))
        .collect();
    let amounts: Vec<i64> = entries.iter().map(|(_, amount, _)| amount.micros()).collect();
    let after: Vec<Option<i64>> = entries
        .iter()
        .map(|(.., after)| after.map(Money::micros))
        .collect();
    let changed: Vec<Uuid> = figures.iter().map(|wallet| wallet.id.uuid()).collect();
    let balances: Vec<i64> = figures.iter().map(|wallet| wallet.balance.micros()).collect();
    let held: Vec<i64> = figures.iter().map(|wallet| wallet.held.micros()).collect();
    let captured: Vec<Uuid> = new.captured.iter().map(|hold| hold.id.uuid()).collect();
    sqlx::query_scalar!(
        r#"with taken as (
               insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type,
                                             reference_id, currency, actor_id, at)
               values ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11)
               on conflict on constraint transfer_key_once do nothing returning id),
           written as (
               insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros,
                                           balance_before_micros, balance_after_micros)
               select $1, taken.id, account, wallet, $9, amount, after - amount, after
               from taken, unnest($12::text[], $13::uuid[], $14::bigint[], $15::bigint[]) with ordinality
                    as leg (account, wallet, amount, after, position)
               order by position),
           changed as (
               update wallets w set balance_micros = figure.balance, held_micros = figure.held
               from taken, unnest($16::uuid[], $17::bigint[], $18::bigint[]) as figure (id, balance, held)
               where w.reseller_id = $1 and w.id = figure.id),
           captured as (
               update holds h set state = 'captured', transfer_id = taken.id, closed_at = $11
               from taken where h.reseller_id = $1 and h.id = any($19) and h.state = 'open')
           select id as "id: TransferId" from taken"#,
        reseller.uuid(),
        TransferId::new().uuid(),
        transfer.kind.as_str(),
        transfer.key,
        transfer.fingerprint(),
        transfer.description,
        transfer.reference.kind,
        transfer.reference.id,
        transfer.currency.code(),
        new.actor,
        new.now,
        &accounts,
        &wallets as &[Option<Uuid>],
        &amounts,
        &after as &[Option<i64>],
        &changed,
        &balances,
        &held,
        &captured,
    )
    .fetch_optional(conn)
    .await
}
