//! Money set aside: what can be spent, what is held, what is free again.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{credit::bucket, wallets::balance_of};
use crate::{
    domain::{
        error::Internal,
        wallet::{
            balance::Balance,
            capture::OpenHold,
            hold::{NewHold, Purpose},
            owner::Owner,
        },
    },
    shared::{
        currency::Currency,
        ids::{HoldId, ResellerId, WalletId},
        money::Money,
        wallet::Bucket,
    },
};

/// A wallet money can be taken from.
pub(in crate::domain::wallet) struct Spendable {
    pub balance: Balance,
    pub is_frozen: bool,
    owner_kind: String,
    owner: Uuid,
    bucket: Option<Bucket>,
    expires_at: Option<DateTime<Utc>>,
}

impl Spendable {
    pub(in crate::domain::wallet) fn is_of(&self, owner_kind: &str, owner: Uuid) -> bool {
        self.owner_kind == owner_kind && self.owner == owner
    }

    pub(in crate::domain::wallet) fn is_cash(&self) -> bool {
        self.bucket.is_none()
    }

    /// What goes first burns first: the credit that expires soonest, then the kinds of credit, cash last.
    pub(in crate::domain::wallet) fn burn_order(
        &self,
    ) -> (bool, Option<DateTime<Utc>>, Option<usize>, WalletId) {
        let kind = Bucket::ALL.iter().position(|bucket| Some(*bucket) == self.bucket);
        (self.is_cash(), self.expires_at, kind, self.balance.id)
    }
}

/// Locks the cash and the live credit of these owners, in id order like every other lock here; or the cash alone.
pub(in crate::domain::wallet) async fn lock_spendable(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owners: &[Owner],
    currency: Currency,
    now: DateTime<Utc>,
    is_cash_only: bool,
) -> Result<Vec<Spendable>, Internal> {
    let ids: Vec<Uuid> = owners.iter().map(|owner| owner.id_at(reseller.uuid())).collect();
    let rows = sqlx::query!(
        r#"select id as "id: WalletId", owner_kind, owner_id, bucket, expires_at, balance_micros, held_micros,
                  credit_limit_micros, frozen_at is not null as "is_frozen!"
           from wallets
           where reseller_id = $1 and currency = $2
             and owner_id = any($3)
             and (bucket = 'cash' or (not $5 and balance_micros > held_micros and expires_at > $4))
           order by id for no key update"#,
        reseller.uuid(),
        currency.code(),
        &ids,
        now,
        is_cash_only,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Spendable {
                balance: balance_of(
                    row.id,
                    currency.code(),
                    row.balance_micros,
                    row.held_micros,
                    row.credit_limit_micros,
                )?,
                is_frozen: row.is_frozen,
                owner_kind: row.owner_kind,
                owner: row.owner_id,
                bucket: bucket(&row.bucket)?,
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// Writes the holds and adds them to their wallets' held money, which the caller has locked.
pub(in crate::domain::wallet) async fn insert_holds(
    conn: &mut PgConnection,
    reseller: ResellerId,
    purpose: Purpose,
    holds: &[NewHold],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = holds.iter().map(|hold| hold.id.uuid()).collect();
    let wallets: Vec<Uuid> = holds.iter().map(|hold| hold.wallet.uuid()).collect();
    let amounts: Vec<i64> = holds.iter().map(|hold| hold.amount.micros()).collect();
    let keys: Vec<String> = holds
        .iter()
        .map(|hold| format!("hold:{purpose}:{}", hold.wallet))
        .collect();
    let currency = holds.first().map_or("", |hold| hold.amount.currency().code());
    sqlx::query!(
        "with new as (select * from unnest($4::uuid[], $5::uuid[], $6::bigint[], $7::text[])
                          as hold (id, wallet, amount, key)),
              taken as (update wallets w set held_micros = held_micros + new.amount from new
                        where w.reseller_id = $1 and w.id = new.wallet)
         insert into holds (id, reseller_id, wallet_id, order_id, withdrawal_id, message_id, call_id, key, amount_micros,
                            currency, created_at)
         select id, $1, wallet, $2, $3, $10, $11, key, amount, $8, $9 from new",
        reseller.uuid(),
        purpose.order(),
        purpose.withdrawal(),
        &ids,
        &wallets,
        &amounts,
        &keys,
        currency,
        now,
        purpose.message(),
        purpose.call(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Locks the purpose's wallets in id order, like every other lock here. Its holds need no lock of their own: whoever ends
/// them has locked what they are for. They are materialised, because PostgreSQL looks at a row again when it had to wait
/// for its wallet, and over a bare union it would then lose all but the first.
pub(in crate::domain::wallet) async fn lock_open_holds(
    conn: &mut PgConnection,
    reseller: ResellerId,
    purpose: Purpose,
) -> Result<Vec<(OpenHold, Balance)>, Internal> {
    let rows = sqlx::query!(
        r#"with h as materialized (
               select id, wallet_id, amount_micros from holds
               where reseller_id = $1 and order_id = $2 and state = 'open'
               union all
               select id, wallet_id, amount_micros from holds
               where reseller_id = $1 and withdrawal_id = $3 and state = 'open'
               union all
               select id, wallet_id, amount_micros from holds
               where reseller_id = $1 and message_id = $4 and state = 'open'
               union all
               select id, wallet_id, amount_micros from holds
               where reseller_id = $1 and call_id = $5 and state = 'open')
           select h.id as "id!: HoldId", w.id as "wallet: WalletId", h.amount_micros as "amount_micros!", w.currency,
                  w.balance_micros, w.held_micros, w.credit_limit_micros,
                  w.owner_kind = 'reseller_float' as "is_float!"
           from h join wallets w on w.reseller_id = $1 and w.id = h.wallet_id
           order by w.id for no key update of w"#,
        reseller.uuid(),
        purpose.order(),
        purpose.withdrawal(),
        purpose.message(),
        purpose.call(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let wallet = balance_of(
                row.wallet,
                &row.currency,
                row.balance_micros,
                row.held_micros,
                row.credit_limit_micros,
            )?;
            let hold = OpenHold {
                id: row.id,
                wallet: row.wallet,
                amount: Money::from_micros(row.amount_micros, wallet.balance.currency()),
                is_float: row.is_float,
            };
            Ok((hold, wallet))
        })
        .collect()
}

/// Ends the holds and takes them off their wallets' held money; a capture does it with its posting.
pub(in crate::domain::wallet) async fn release_holds(
    conn: &mut PgConnection,
    reseller: ResellerId,
    holds: &[OpenHold],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = holds.iter().map(|hold| hold.id.uuid()).collect();
    sqlx::query!(
        "with released as (
             update holds set state = 'released', closed_at = $3
             where reseller_id = $1 and id = any($2) and state = 'open' returning wallet_id, amount_micros)
         update wallets w set held_micros = w.held_micros - released.amount_micros
         from released where w.reseller_id = $1 and w.id = released.wallet_id",
        reseller.uuid(),
        &ids,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
