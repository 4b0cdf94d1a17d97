//! Wallets: found, locked, summed, limited, frozen.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{
        error::Internal,
        wallet::{
            balance::{Balance, Purse},
            owner::Owner,
        },
    },
    shared::{
        currency::Currency,
        ids::{ResellerId, WalletId},
        money::Money,
    },
};

pub(in crate::domain::wallet) async fn open_wallet(
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
           where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4 and bucket = 'cash'"#,
        reseller.uuid(),
        owner_kind,
        owner,
        currency.code(),
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::wallet) async fn cash_wallet(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner_kind: &str,
    owner: Uuid,
    currency: Currency,
) -> Result<Option<WalletId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: WalletId" from wallets
           where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4 and bucket = 'cash'"#,
        reseller.uuid(),
        owner_kind,
        owner,
        currency.code(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::wallet) async fn owner(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<Option<Owner>, Internal> {
    let row = sqlx::query!(
        "select owner_kind, owner_id from wallets where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| match row.owner_kind.as_str() {
        "customer" => Ok(Owner::Customer(row.owner_id.into())),
        "organization" => Ok(Owner::Organization(row.owner_id.into())),
        "reseller_float" => Ok(Owner::ResellerFloat),
        kind => Err(Internal::broken(format!("a wallet is owned by {kind}"))),
    })
    .transpose()
}

/// Locks wallets in id order; the caller checks that all came back. Not `for update`: that would wait for everybody
/// who refers to the wallet by a foreign key, and two orders of one wallet would wait for each other.
pub(in crate::domain::wallet) async fn lock_wallets(
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

pub(in crate::domain::wallet) async fn purse(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Option<Purse>, Internal> {
    // Credit whose time is over counts no more, except for what an order in flight still holds of it.
    let row = sqlx::query!(
        r#"select (select c.id from wallets c where c.reseller_id = $1 and c.owner_kind = $2 and c.owner_id = $3
                     and c.currency = $4 and c.bucket = 'cash') as "id: WalletId",
                  coalesce(sum(case when bucket = 'cash' or expires_at > $5 then balance_micros else held_micros end),
                           0)::bigint as "balance!",
                  coalesce(sum(held_micros), 0)::bigint as "held!",
                  coalesce(sum(credit_limit_micros), 0)::bigint as "credit_limit!",
                  coalesce(sum(balance_micros) filter (where bucket = 'cash'), 0)::bigint as "cash!",
                  coalesce(bool_or(frozen_at is not null), false) as "is_frozen!"
           from wallets where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4
             and (bucket = 'cash' or balance_micros <> 0)"#,
        reseller.uuid(),
        owner.kind(),
        owner.id_at(reseller.uuid()),
        currency.code(),
        now,
    )
    .fetch_one(conn)
    .await?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(row.id.map(|id| Purse {
        id,
        balance: money(row.balance),
        held: money(row.held),
        credit_limit: money(row.credit_limit),
        cash: money(row.cash),
        is_frozen: row.is_frozen,
    }))
}

pub(super) fn balance_of(
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

pub(in crate::domain::wallet) async fn set_credit_limit(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    limit: Money,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update wallets set credit_limit_micros = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
        limit.micros(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::wallet) async fn set_frozen(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    since: Option<DateTime<Utc>>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update wallets set frozen_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
        since,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::wallet) async fn currency(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<Option<Currency>, Internal> {
    let code = sqlx::query_scalar!(
        "select currency from wallets where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(code.map(|code| code.parse()).transpose()?)
}
