//! Credit a reseller gave, for taking it back.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::wallets::balance_of;
use crate::{
    domain::{
        error::Internal,
        wallet::{balance::Balance, owner::Owner},
    },
    shared::{currency::Currency, ids::ResellerId, money::Money},
};

/// What can be taken back now: not spent, not held, not over.
pub(in crate::domain::wallet) async fn takeable(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Money, sqlx::Error> {
    let micros = sqlx::query_scalar!(
        r#"select coalesce(sum(balance_micros - held_micros), 0)::bigint as "left!" from wallets
           where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4 and funded_by = 'reseller'
             and balance_micros > held_micros and expires_at > $5"#,
        reseller.uuid(),
        owner.kind(),
        owner.id_at(reseller.uuid()),
        currency.code(),
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(Money::from_micros(micros, currency))
}

/// Locks it, in id order, and gives it with the soonest end first.
pub(in crate::domain::wallet) async fn lock_given(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Vec<Balance>, Internal> {
    let mut rows = sqlx::query!(
        r#"select id as "id: crate::shared::ids::WalletId", balance_micros, held_micros, expires_at as "expires_at!"
           from wallets
           where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4 and funded_by = 'reseller'
             and balance_micros > held_micros and expires_at > $5
           order by id for no key update"#,
        reseller.uuid(),
        owner.kind(),
        owner.id_at(reseller.uuid()),
        currency.code(),
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.sort_by_key(|row| (row.expires_at, row.id));
    rows.into_iter()
        .map(|row| balance_of(row.id, currency.code(), row.balance_micros, row.held_micros, 0))
        .collect()
}

/// What one of these keys moved into an owner's wallets (below zero: out of them), and which key it was.
pub(in crate::domain::wallet) async fn moved_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    keys: &[String],
    currency: Currency,
) -> Result<Option<(String, Money)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select t.key, sum(e.amount_micros)::bigint as "moved!" from ledger_transfers t
           join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
           where t.reseller_id = $1 and t.key = any($2) and e.wallet_id is not null group by t.key limit 1"#,
        reseller.uuid(),
        keys,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.key, Money::from_micros(row.moved, currency))))
}
