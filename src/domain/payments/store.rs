//! The SQL of the payments room.

pub(super) mod disputes;
pub(super) mod events;
pub(super) mod gateways;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::gateway::Account;
use crate::{
    domain::{error::Internal, scope::Buys},
    shared::{
        currency::Currency,
        ids::{PaymentId, ResellerId, TransferId, UserId, WalletId, WebhookEventId},
        money::Money,
        wallet::{PaymentRow, PaymentStatus},
    },
};

pub(super) struct Payer {
    pub email: String,
    pub name: String,
    pub is_verified: bool,
    pub is_staff: bool,
    /// Of the shop.
    pub status: String,
}

pub(super) async fn payer(conn: &mut PgConnection, payer: &impl Buys) -> Result<Payer, sqlx::Error> {
    sqlx::query_as!(
        Payer,
        r#"select u.email, trim(u.first_name || ' ' || u.last_name) as "name!",
                  u.email_verified_at is not null as "is_verified!", r.status,
                  exists (select from staff_members m
                          where m.reseller_id = u.reseller_id and m.user_id = u.id) as "is_staff!"
           from users u join resellers r on r.id = u.reseller_id where u.reseller_id = $1 and u.id = $2"#,
        payer.reseller().uuid(),
        payer.user().uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) struct NewPayment<'a> {
    pub id: PaymentId,
    pub wallet: WalletId,
    pub provider: &'a str,
    pub account: Account,
    pub key: &'a str,
    pub amount: Money,
    pub return_to: Option<&'a str>,
    pub now: DateTime<Utc>,
}

/// A payment as we keep it.
pub(super) struct Payment {
    pub id: PaymentId,
    pub owner: UserId,
    pub wallet: WalletId,
    /// Where it was made, and has to be asked about.
    pub account: Account,
    pub reference: String,
    pub amount: Money,
    pub state: PaymentStatus,
    pub checkout_url: Option<String>,
    pub return_to: Option<String>,
    pub created_at: DateTime<Utc>,
}

struct Record {
    id: PaymentId,
    owner: UserId,
    wallet: WalletId,
    collector_version: Option<i32>,
    reference: String,
    amount_micros: i64,
    currency: String,
    state: String,
    checkout_url: Option<String>,
    return_to: Option<String>,
    created_at: DateTime<Utc>,
}

impl Record {
    fn payment(self) -> Result<Payment, Internal> {
        Ok(Payment {
            id: self.id,
            owner: self.owner,
            wallet: self.wallet,
            account: Account::of_version(self.collector_version),
            reference: self.reference,
            amount: Money::from_micros(self.amount_micros, self.currency.parse()?),
            state: status(&self.state)?,
            checkout_url: self.checkout_url,
            return_to: self.return_to,
            created_at: self.created_at,
        })
    }
}

const STATES: [(&str, PaymentStatus); 5] = [
    ("created", PaymentStatus::Created),
    ("pending", PaymentStatus::Pending),
    ("paid", PaymentStatus::Paid),
    ("failed", PaymentStatus::Failed),
    ("abandoned", PaymentStatus::Abandoned),
];

fn status(text: &str) -> Result<PaymentStatus, Internal> {
    let known = STATES
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, status)| *status);
    known.ok_or_else(|| Internal::broken(format!("payment in unknown state {text}")))
}

fn word(status: PaymentStatus) -> &'static str {
    STATES
        .iter()
        .find(|(_, known)| *known == status)
        .map_or("pending", |(word, _)| word)
}

/// The payment of this key: a new one, or the one an earlier sending of the form made.
pub(super) async fn insert_or_find(
    conn: &mut PgConnection,
    payer: &impl Buys,
    new: &NewPayment<'_>,
) -> Result<Payment, Internal> {
    sqlx::query!(
        "insert into payments (id, reseller_id, user_id, wallet_id, provider, reference, key, amount_micros, currency,
                               return_to, created_at, collector, collector_version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict on constraint payment_key_once do nothing",
        new.id.uuid(),
        payer.reseller().uuid(),
        payer.user().uuid(),
        new.wallet.uuid(),
        new.provider,
        new.id.to_string(),
        new.key,
        new.amount.micros(),
        new.amount.currency().code(),
        new.return_to,
        new.now,
        new.account.collector().as_str(),
        new.account.version(),
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_as!(
        Record,
        r#"select id as "id: PaymentId", user_id as "owner: UserId", wallet_id as "wallet: WalletId", collector_version,
                  reference, amount_micros, currency, state, checkout_url, return_to, created_at
           from payments where reseller_id = $1 and key = $2"#,
        payer.reseller().uuid(),
        new.key,
    )
    .fetch_one(conn)
    .await?
    .payment()
}

pub(super) async fn set_pending(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PaymentId,
    checkout_url: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set state = 'pending', checkout_url = $3
         where reseller_id = $1 and id = $2 and state = 'created'",
        reseller.uuid(),
        id.uuid(),
        checkout_url,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn payment(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PaymentId,
) -> Result<Option<Payment>, Internal> {
    sqlx::query_as!(
        Record,
        r#"select id as "id: PaymentId", user_id as "owner: UserId", wallet_id as "wallet: WalletId", collector_version,
                  reference, amount_micros, currency, state, checkout_url, return_to, created_at
           from payments where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?
    .map(Record::payment)
    .transpose()
}

pub(super) async fn lock_payment(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PaymentId,
) -> Result<Option<Payment>, Internal> {
    sqlx::query_as!(
        Record,
        r#"select id as "id: PaymentId", user_id as "owner: UserId", wallet_id as "wallet: WalletId", collector_version,
                  reference, amount_micros, currency, state, checkout_url, return_to, created_at
           from payments where reseller_id = $1 and id = $2 for no key update"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?
    .map(Record::payment)
    .transpose()
}

pub(super) async fn set_paid(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PaymentId,
    provider_id: &str,
    fee: Money,
    transfer: TransferId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set state = 'paid', provider_payment_id = $3, fee_micros = $4, transfer_id = $5,
             settled_at = $6
         where reseller_id = $1 and id = $2 and state <> 'paid'",
        reseller.uuid(),
        id.uuid(),
        provider_id,
        fee.micros(),
        transfer.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes a state that moves no money; `None` when the payment was paid meanwhile.
pub(super) async fn set_unpaid(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PaymentId,
    state: PaymentStatus,
) -> Result<Option<PaymentStatus>, Internal> {
    let done = sqlx::query_scalar!(
        "update payments set state = $3 where reseller_id = $1 and id = $2 and state <> 'paid' returning state",
        reseller.uuid(),
        id.uuid(),
        word(state),
    )
    .fetch_optional(conn)
    .await?;
    done.map(|text| status(&text)).transpose()
}

pub(super) async fn wallet_balance(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<Money, Internal> {
    let row = sqlx::query!(
        "select balance_micros, currency from wallets where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok(Money::from_micros(row.balance_micros, row.currency.parse()?))
}

pub(super) async fn recent(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    limit: i64,
) -> Result<Vec<PaymentRow>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: PaymentId", amount_micros, currency, state, created_at from payments
           where reseller_id = $1 and wallet_id = $2 order by created_at desc limit $3"#,
        reseller.uuid(),
        wallet.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let amount = Money::from_micros(row.amount_micros, row.currency.parse()?);
            Ok(PaymentRow {
                id: row.id,
                amount,
                status: status(&row.state)?,
                at: row.created_at,
            })
        })
        .collect()
}

/// The new event's id; `None` when the vendor delivered it before.
pub(super) async fn insert_event(
    conn: &mut PgConnection,
    provider: &str,
    event_id: &str,
    (body, read): (&[u8], Option<&serde_json::Value>),
    now: DateTime<Utc>,
) -> Result<Option<WebhookEventId>, sqlx::Error> {
    let row = sqlx::query!(
        r#"insert into webhook_events (id, provider, event_id, raw_body, line_event, received_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict on constraint webhook_event_once do update set deliveries = webhook_events.deliveries + 1
           returning id as "id: WebhookEventId", deliveries"#,
        WebhookEventId::new().uuid(),
        provider,
        event_id,
        body,
        read,
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.deliveries == 1).then_some(row.id))
}

pub(super) struct StoredEvent {
    pub provider: String,
    pub event_id: String,
    pub body: Vec<u8>,
    /// What a vendor of lines' adapter read.
    pub line_event: Option<serde_json::Value>,
}

pub(super) async fn unprocessed_event(
    conn: &mut PgConnection,
    id: WebhookEventId,
) -> Result<Option<StoredEvent>, sqlx::Error> {
    sqlx::query_as!(
        StoredEvent,
        r#"select provider, event_id, raw_body as body, line_event from webhook_events
           where id = $1 and processed_at is null"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn payment_by_reference(
    conn: &mut PgConnection,
    reference: &str,
) -> Result<Option<(ResellerId, PaymentId, Account)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: PaymentId", collector_version
           from payments where reference = $1"#,
        reference,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.reseller, row.id, Account::of_version(row.collector_version))))
}

pub(super) async fn shop_of_payment(
    conn: &mut PgConnection,
    id: PaymentId,
) -> Result<Option<(ResellerId, Currency)>, Internal> {
    let row = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", currency from payments where reference = $1"#,
        id.to_string(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| Ok((row.reseller, row.currency.parse()?)))
        .transpose()
}

pub(super) async fn set_processed(
    conn: &mut PgConnection,
    id: WebhookEventId,
    outcome: &str,
    detail: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update webhook_events set processed_at = $2, outcome = $3, detail = $4 where id = $1",
        id.uuid(),
        now,
        outcome,
        detail,
    )
    .execute(conn)
    .await
    .map(drop)
}
