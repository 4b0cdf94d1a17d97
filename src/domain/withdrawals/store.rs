//! The SQL of the withdrawals room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::state::{Cause, State};
use crate::{
    domain::error::Internal,
    shared::{
        ids::{PaymentId, ResellerId, UserId, WalletId, WithdrawalId},
        money::Money,
    },
};

/// Payments of one wallet that are looked through for a source.
const PAYMENTS_MAX: i64 = 500;

pub(super) struct Paid {
    pub id: PaymentId,
    pub provider: String,
    pub amount_micros: i64,
}

/// Newest first: ids are made in order of time.
pub(super) async fn lock_payments(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<Vec<Paid>, sqlx::Error> {
    sqlx::query_as!(
        Paid,
        r#"select id as "id: PaymentId", provider, amount_micros from payments p
           where reseller_id = $1 and wallet_id = $2 and state = 'paid' and provider_payment_id is not null
             and not exists (select from disputes d where d.reseller_id = p.reseller_id and d.payment_id = p.id
                                                      and d.state in ('open', 'lost'))
           order by id desc limit $3 for no key update"#,
        reseller.uuid(),
        wallet.uuid(),
        PAYMENTS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// What went back of each payment of the wallet, or is on its way.
pub(super) async fn withdrawn(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<Vec<(PaymentId, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select payment_id as "payment: PaymentId", sum(amount_micros)::bigint as "amount!" from withdrawals
           where reseller_id = $1 and payment_id in (select id from payments where reseller_id = $1 and wallet_id = $2)
             and state <> 'released'
           group by payment_id"#,
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.payment, row.amount)).collect())
}

pub(super) struct NewWithdrawal {
    pub id: WithdrawalId,
    pub wallet: WalletId,
    pub payment: PaymentId,
    pub cause: Cause,
    pub amount: Money,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewWithdrawal,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into withdrawals (id, reseller_id, wallet_id, payment_id, purpose, purpose_id, key, amount_micros,
                                  currency, state, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'held', $10, $10)",
        new.id.uuid(),
        reseller.uuid(),
        new.wallet.uuid(),
        new.payment.uuid(),
        new.cause.word(),
        new.cause.id(),
        format!("{}:{}", new.cause.id(), new.payment),
        new.amount.micros(),
        new.amount.currency().code(),
        new.now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A withdrawal with all that finishing it takes, its row locked.
pub(super) struct Withdrawal {
    pub id: WithdrawalId,
    pub user: UserId,
    pub payment: PaymentId,
    pub provider: String,
    pub collector: String,
    pub provider_payment: String,
    pub amount: Money,
    pub state: State,
    pub attempts: i32,
    pub submitted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// A dispute is open about the wallet's money.
    pub is_frozen: bool,
    /// The account is closed.
    pub is_closed: bool,
}

pub(super) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WithdrawalId,
) -> Result<Option<Withdrawal>, Internal> {
    let row = sqlx::query!(
        r#"select w.payment_id as "payment: PaymentId", p.user_id as "user: UserId", p.provider, p.collector,
                  p.provider_payment_id as "provider_payment!", w.amount_micros, w.currency, w.state, w.attempts,
                  w.submitted_at, w.created_at, b.frozen_at is not null as "is_frozen!",
                  u.status = 'deleted' as "is_closed!"
           from withdrawals w
           join payments p on p.reseller_id = w.reseller_id and p.id = w.payment_id
           join wallets b on b.reseller_id = w.reseller_id and b.id = w.wallet_id
           join users u on u.reseller_id = w.reseller_id and u.id = p.user_id
           where w.reseller_id = $1 and w.id = $2 for no key update of w"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Withdrawal {
            id,
            user: row.user,
            payment: row.payment,
            provider: row.provider,
            collector: row.collector,
            provider_payment: row.provider_payment,
            amount: Money::from_micros(row.amount_micros, row.currency.parse()?),
            state: State::parse(&row.state)
                .ok_or_else(|| Internal::broken(format!("withdrawal in unknown state {}", row.state)))?,
            attempts: row.attempts,
            submitted_at: row.submitted_at,
            created_at: row.created_at,
            is_frozen: row.is_frozen,
            is_closed: row.is_closed,
        })
    })
    .transpose()
}

/// Moves the withdrawal; the caller has locked it and seen that it may. A submission notes its time.
pub(super) async fn set_state(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WithdrawalId,
    state: State,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update withdrawals set state = $3, updated_at = $4,
             submitted_at = case $3 when 'submitted' then $4 when 'held' then null else submitted_at end
         where reseller_id = $1 and id = $2 and state not in ('done', 'released')",
        reseller.uuid(),
        id.uuid(),
        state.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn set_done(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WithdrawalId,
    provider_refund: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update withdrawals set state = 'done', provider_refund_id = $3, updated_at = $4
         where reseller_id = $1 and id = $2 and state in ('submitted', 'unknown')",
        reseller.uuid(),
        id.uuid(),
        provider_refund,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn set_released(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WithdrawalId,
    refusal: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update withdrawals set state = 'released', refusal = $3, updated_at = $4
         where reseller_id = $1 and id = $2 and state not in ('done', 'released')",
        reseller.uuid(),
        id.uuid(),
        refusal,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn count_attempt(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WithdrawalId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update withdrawals set attempts = attempts + 1, updated_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// In flight and not moved since `before`, across resellers; those without a clear answer only after `asked_before`.
pub(super) async fn idle(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    asked_before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ResellerId, WithdrawalId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: WithdrawalId" from withdrawals
           where state in ('held', 'submitted', 'unknown')
             and updated_at < case state when 'unknown' then $2::timestamptz else $1::timestamptz end
           order by created_at limit $3"#,
        before,
        asked_before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}
