//! The SQL of disputes.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Payment;
use crate::{
    domain::{
        error::Internal,
        payments::{
            dispute::{Dispute, DisputeState},
            gateway::Account,
        },
    },
    shared::{
        ids::{DisputeId, PaymentId, ResellerId, TransferId, WalletId},
        money::Money,
    },
};

struct Record {
    id: DisputeId,
    payment: PaymentId,
    wallet: WalletId,
    provider_dispute_id: String,
    amount_micros: i64,
    taken_micros: i64,
    currency: String,
    state: String,
    collector_version: Option<i32>,
}

impl Record {
    fn dispute(self) -> Result<Dispute, Internal> {
        let currency = self.currency.parse()?;
        Ok(Dispute {
            id: self.id,
            payment: self.payment,
            wallet: self.wallet,
            provider_dispute_id: self.provider_dispute_id,
            amount: Money::from_micros(self.amount_micros, currency),
            taken: Money::from_micros(self.taken_micros, currency),
            state: DisputeState::parse(&self.state)?,
            collector: Account::of_version(self.collector_version).collector(),
        })
    }
}

/// By the gateway's id.
pub async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    provider_dispute_id: &str,
) -> Result<Option<Dispute>, Internal> {
    sqlx::query_as!(
        Record,
        r#"select d.id as "id: DisputeId", d.payment_id as "payment: PaymentId", d.wallet_id as "wallet: WalletId",
                  d.provider_dispute_id, d.amount_micros, d.taken_micros, d.currency, d.state, p.collector_version
           from disputes d join payments p on p.reseller_id = d.reseller_id and p.id = d.payment_id
           where d.reseller_id = $1 and d.provider_dispute_id = $2"#,
        reseller.uuid(),
        provider_dispute_id,
    )
    .fetch_optional(conn)
    .await?
    .map(Record::dispute)
    .transpose()
}

pub async fn of_payment(
    conn: &mut PgConnection,
    reseller: ResellerId,
    payment: PaymentId,
    provider_dispute_id: &str,
) -> Result<Option<Dispute>, Internal> {
    let found = find(conn, reseller, provider_dispute_id).await?;
    Ok(found.filter(|dispute| dispute.payment == payment))
}

/// What the payment brought, less what its disputes took back for good or hold; `None` when it was never paid.
pub async fn left_of_payment(
    conn: &mut PgConnection,
    reseller: ResellerId,
    payment: &Payment,
) -> Result<Option<Money>, sqlx::Error> {
    let left = sqlx::query_scalar!(
        r#"select (e.amount_micros - coalesce((select sum(d.amount_micros) from disputes d
                                               where d.reseller_id = $1 and d.payment_id = $2 and d.state <> 'won'), 0)
                  )::bigint as "left!"
           from payments p
           join ledger_entries e
               on e.reseller_id = p.reseller_id and e.transfer_id = p.transfer_id and e.wallet_id = p.wallet_id
           where p.reseller_id = $1 and p.id = $2 and p.state = 'paid'"#,
        reseller.uuid(),
        payment.id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(left.map(|micros| Money::from_micros(micros, payment.amount.currency())))
}

/// False when another payment has a dispute with this id.
pub async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    dispute: &Dispute,
    opening: TransferId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into disputes (id, reseller_id, payment_id, wallet_id, provider_dispute_id, amount_micros, taken_micros,
                               currency, state, opening_transfer_id, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict on constraint dispute_once do nothing",
        dispute.id.uuid(),
        reseller.uuid(),
        dispute.payment.uuid(),
        dispute.wallet.uuid(),
        dispute.provider_dispute_id,
        dispute.amount.micros(),
        dispute.taken.micros(),
        dispute.amount.currency().code(),
        dispute.state.as_str(),
        opening.uuid(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an open dispute and returns it as it is now.
pub async fn close(
    conn: &mut PgConnection,
    reseller: ResellerId,
    dispute: &Dispute,
    state: DisputeState,
    closing: Option<TransferId>,
    now: DateTime<Utc>,
) -> Result<Dispute, Internal> {
    let done = sqlx::query!(
        "update disputes set state = $3, closing_transfer_id = $4, closed_at = $5
         where reseller_id = $1 and id = $2 and state = 'open'",
        reseller.uuid(),
        dispute.id.uuid(),
        state.as_str(),
        closing.map(TransferId::uuid),
        now,
    )
    .execute(conn)
    .await?;
    if done.rows_affected() != 1 {
        return Err(Internal::broken(
            "an open dispute closed under its payment's lock",
        ));
    }
    Ok(Dispute {
        state,
        ..dispute.clone()
    })
}

/// True while a dispute freezes the wallet: open, or lost and not thawed.
pub async fn keeps_frozen(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from disputes where reseller_id = $1 and wallet_id = $2
                          and (state = 'open' or (state = 'lost' and thawed_at is null))) as "is_frozen!""#,
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub async fn is_any_open(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from disputes where reseller_id = $1 and wallet_id = $2 and state = 'open')
               as "is_open!""#,
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub async fn set_thawed(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update disputes set thawed_at = $3
         where reseller_id = $1 and wallet_id = $2 and state = 'lost' and thawed_at is null",
        reseller.uuid(),
        wallet.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
