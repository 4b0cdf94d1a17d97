//! Credit that is not cash: wallets of their own with an end.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::wallets::balance_of;
use crate::{
    domain::{
        error::Internal,
        scope::Buys,
        wallet::{
            balance::Balance,
            grant::{Funder, Grant},
            owner::Owner,
        },
    },
    shared::{
        currency::Currency,
        ids::{ResellerId, WalletId},
        money::Money,
        wallet::{Bucket, CreditRow},
    },
};

/// `None` is cash.
pub(super) fn bucket(word: &str) -> Result<Option<Bucket>, Internal> {
    let known = Bucket::ALL.into_iter().find(|bucket| bucket.as_str() == word);
    match (known, word) {
        (None, "cash") => Ok(None),
        (Some(bucket), _) => Ok(Some(bucket)),
        (None, _) => Err(Internal::broken(format!("a wallet of {word}"))),
    }
}

/// What is left of the buyer's live credit, soonest end first.
pub(in crate::domain::wallet) async fn credits(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    currency: Currency,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CreditRow>, Internal> {
    let owner = Owner::of(buyer);
    let rows = sqlx::query!(
        r#"select bucket, balance_micros - held_micros as "left!", expires_at as "expires_at!" from wallets
           where reseller_id = $1 and owner_kind = $6 and owner_id = $2 and currency = $3
             and bucket <> 'cash' and balance_micros > held_micros and expires_at > $4
           order by expires_at, id limit $5"#,
        buyer.reseller().uuid(),
        owner.id(buyer),
        currency.code(),
        now,
        limit,
        owner.kind(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let bucket = bucket(&row.bucket)?.ok_or_else(|| Internal::broken("credit that is cash"))?;
            Ok(CreditRow {
                bucket,
                left: Money::from_micros(row.left, currency),
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// A new, empty wallet for credit that is not cash.
pub(in crate::domain::wallet) async fn open_bucket(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WalletId,
    new: &Grant,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into wallets (id, reseller_id, owner_kind, owner_id, currency, bucket, expires_at, funded_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.uuid(),
        reseller.uuid(),
        new.owner.kind(),
        new.owner.id_at(reseller.uuid()),
        new.amount.get().currency().code(),
        new.bucket.as_str(),
        new.expires_at,
        new.funder.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The wallet a grant's key made, if it was posted before.
pub(in crate::domain::wallet) async fn bucket_of_key(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: &str,
) -> Result<Option<WalletId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select e.wallet_id as "wallet!: WalletId" from ledger_transfers t
           join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
           where t.reseller_id = $1 and t.key = $2 and e.wallet_id is not null"#,
        reseller.uuid(),
        key,
    )
    .fetch_optional(conn)
    .await
}

/// Locks all of an owner's wallets, in id order.
pub(in crate::domain::wallet) async fn lock_contents(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    currency: Currency,
) -> Result<Vec<(bool, bool, Balance)>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: WalletId", bucket = 'cash' as "is_cash!", frozen_at is not null as "is_frozen!",
                  balance_micros, held_micros, credit_limit_micros
           from wallets where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4
             and (bucket = 'cash' or balance_micros <> 0)
           order by id for no key update"#,
        reseller.uuid(),
        owner.kind(),
        owner.id_at(reseller.uuid()),
        currency.code(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let balance = balance_of(
                row.id,
                currency.code(),
                row.balance_micros,
                row.held_micros,
                row.credit_limit_micros,
            )?;
            Ok((row.is_cash, row.is_frozen, balance))
        })
        .collect()
}

/// Credit whose time is over and that nothing holds, across resellers.
pub(in crate::domain::wallet) async fn expired_buckets(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ResellerId, WalletId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: WalletId" from wallets
           where bucket <> 'cash' and balance_micros > held_micros and expires_at <= $1 order by expires_at limit $2"#,
        now,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}

/// Locks a wallet of credit; `None` when it is cash or nobody's.
pub(in crate::domain::wallet) async fn lock_bucket(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<Option<(Balance, Funder)>, Internal> {
    let row = sqlx::query!(
        r#"select currency, balance_micros, held_micros, credit_limit_micros, funded_by as "funded_by!"
           from wallets where reseller_id = $1 and id = $2 and bucket <> 'cash' for no key update"#,
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let funder = if row.funded_by == "platform" {
            Funder::Platform
        } else {
            Funder::Reseller
        };
        let balance = balance_of(
            wallet,
            &row.currency,
            row.balance_micros,
            row.held_micros,
            row.credit_limit_micros,
        )?;
        Ok((balance, funder))
    })
    .transpose()
}

/// How many movements a wallet has seen: makes the key of its next expiry.
pub(in crate::domain::wallet) async fn last_entry(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(max(seq), 0) as "seq!" from ledger_entries where reseller_id = $1 and wallet_id = $2"#,
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_one(conn)
    .await
}
