//! Refunds of orders.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{moves::payer, status};
use crate::{
    domain::{
        error::Internal,
        orders::{item::Item, place::Payer, reversal::Leg},
        wallet::transfer::Account,
    },
    shared::{
        currency::Currency,
        ids::{OrderId, OrganizationId, RefundId, ResellerId, TransferId, UserId, WalletId},
        money::Money,
        order::OrderStatus,
    },
};

/// An order with all that refunding it takes, its row locked.
pub(in crate::domain::orders) struct Refundable {
    pub owner: UserId,
    pub payer: Payer,
    /// The payer's cash wallet.
    pub wallet: WalletId,
    pub state: OrderStatus,
    pub charged: Money,
    pub refunded: Money,
    pub item: Item,
}

pub(in crate::domain::orders) async fn lock_refundable(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
) -> Result<Option<Refundable>, Internal> {
    let row = sqlx::query!(
        r#"select o.user_id as "owner: UserId", o.payer, o.organization_id as "organization: OrganizationId",
                  o.wallet_id as "wallet: WalletId", o.state, o.charged_micros, o.refunded_micros, o.currency, l.item
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = o.line
           where o.reseller_id = $1 and o.id = $2 for no key update of o"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let currency = row.currency.parse()?;
        Ok(Refundable {
            owner: row.owner,
            payer: payer(&row.payer, row.organization)?,
            wallet: row.wallet,
            state: status(&row.state)?,
            charged: Money::from_micros(row.charged_micros, currency),
            refunded: Money::from_micros(row.refunded_micros, currency),
            item: serde_json::from_value(row.item)?,
        })
    })
    .transpose()
}

/// The legs of the captured sale, with what refunds reversed of each; the payer's credit before the cash.
pub(in crate::domain::orders) async fn legs(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    payer: Payer,
    currency: Currency,
) -> Result<Vec<Leg>, Internal> {
    let is_floats = payer == Payer::Float;
    let rows = sqlx::query!(
        r#"select e.account, e.wallet_id as "wallet?: WalletId",
                  coalesce((w.owner_kind = 'reseller_float') = $3, false) as "is_payers!",
                  coalesce(w.bucket <> 'cash', false) as "is_credit!",
                  coalesce(sum(e.amount_micros) filter (where t.kind = 'sale'), 0)::bigint as "sold!",
                  coalesce(sum(e.amount_micros) filter (where t.kind = 'refund'), 0)::bigint as "reversed!"
           from ledger_transfers t
           join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
           left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
           where t.reseller_id = $1 and t.reference_type = 'order' and t.reference_id = $2
             and t.kind in ('sale', 'refund')
           group by e.account, e.wallet_id, w.owner_kind, w.bucket
           order by w.bucket = 'cash', e.account, e.wallet_id"#,
        reseller.uuid(),
        id.uuid(),
        is_floats,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let account = Account::parse(&row.account, row.wallet)
                .ok_or_else(|| Internal::broken(format!("an entry on {}", row.account)))?;
            Ok(Leg {
                account,
                is_payers: row.is_payers,
                is_credit: row.is_credit,
                sold: Money::from_micros(row.sold, currency),
                reversed: Money::from_micros(row.reversed, currency),
            })
        })
        .collect()
}

/// A refund made before under the same key.
pub(in crate::domain::orders) struct Earlier {
    pub id: RefundId,
    pub fingerprint: Vec<u8>,
    pub amount: Money,
}

pub(in crate::domain::orders) async fn refund_by_key(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: &str,
) -> Result<Option<Earlier>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: RefundId", fingerprint, amount_micros, currency from refunds
           where reseller_id = $1 and key = $2"#,
        reseller.uuid(),
        key,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Earlier {
            id: row.id,
            fingerprint: row.fingerprint,
            amount: Money::from_micros(row.amount_micros, row.currency.parse()?),
        })
    })
    .transpose()
}

pub(in crate::domain::orders) struct NewRefund<'a> {
    pub id: RefundId,
    pub order: OrderId,
    pub key: &'a str,
    pub fingerprint: &'a [u8],
    pub amount: Money,
    pub destination: &'a str,
    pub reason: &'a str,
    pub transfer: TransferId,
    pub actor: Option<Uuid>,
    pub now: DateTime<Utc>,
}

/// Writes the refund and adds it to its order. False when another order's refund took the key.
pub(in crate::domain::orders) async fn insert_refund(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewRefund<'_>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into refunds (id, reseller_id, order_id, key, fingerprint, amount_micros, currency, destination, reason,
                              transfer_id, actor_id, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict on constraint refund_key_once do nothing",
        new.id.uuid(),
        reseller.uuid(),
        new.order.uuid(),
        new.key,
        new.fingerprint,
        new.amount.micros(),
        new.amount.currency().code(),
        new.destination,
        new.reason,
        new.transfer.uuid(),
        new.actor,
        new.now,
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "update orders set refunded_micros = refunded_micros + $3, state = 'refunded', updated_at = $4
         where reseller_id = $1 and id = $2 and state in ('fulfilled', 'refunded')",
        reseller.uuid(),
        new.order.uuid(),
        new.amount.micros(),
        new.now,
    )
    .execute(conn)
    .await?;
    Ok(true)
}
