//! Customers in lists, and one of them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{full_name, status};
use crate::{
    domain::{
        crm::{cursor::Cursor, period::Moments, search::Search},
        error::Internal,
    },
    shared::{
        crm::{AccountStatus, CustomerRow},
        currency::Currency,
        ids::{ResellerId, UserId},
        money::Money,
    },
};

/// Which customers.
pub(in crate::domain::crm) struct Wanted {
    pub status: Option<AccountStatus>,
    /// The beginning of an address or a name.
    pub text: Option<String>,
    /// These alone.
    pub ids: Option<Vec<Uuid>>,
    /// When they joined.
    pub joined: Moments,
    pub after: Option<Cursor>,
    pub limit: i64,
}

struct Listed {
    id: UserId,
    email: String,
    first_name: String,
    last_name: String,
    status: String,
    is_verified: bool,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    balance: i64,
}

impl Listed {
    fn row(self, currency: Currency) -> Result<CustomerRow, Internal> {
        Ok(CustomerRow {
            id: self.id,
            name: full_name(&self.first_name, &self.last_name),
            email: self.email,
            status: status(&self.status)?,
            is_verified: self.is_verified,
            joined_at: self.created_at,
            last_seen_at: self.last_seen_at,
            balance: Money::from_micros(self.balance, currency),
        })
    }
}

fn rows(found: Vec<Listed>, currency: Currency) -> Result<Vec<CustomerRow>, Internal> {
    found.into_iter().map(|row| row.row(currency)).collect()
}

/// The newest first. Closed accounts only when asked for.
pub(in crate::domain::crm) async fn newest_customers(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wanted: &Wanted,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Vec<CustomerRow>, Internal> {
    let (first, last) = wanted.text.as_deref().map(Search::stretch).unzip();
    let found = sqlx::query_as!(
        Listed,
        r#"select u.id as "id: UserId", u.email, u.first_name, u.last_name, u.status,
                  u.email_verified_at is not null as "is_verified!", u.created_at, u.last_seen_at,
                  (select coalesce(sum(w.balance_micros), 0)::bigint from wallets w
                   where w.reseller_id = u.reseller_id and w.owner_id = u.id and w.currency = $8
                     and w.owner_kind = 'customer' and (w.bucket = 'cash' or w.expires_at > $9)) as "balance!"
           from users u
           where u.reseller_id = $1 and u.role = 'user' and ($2::text is null or u.status = $2)
             and ($2::text is not null or u.status <> 'deleted')
             and ($3::text is null or (u.email collate "C" >= $3 and u.email collate "C" < $4)
                  or (u.name_key >= $3 and u.name_key < $4) or (u.surname_key >= $3 and u.surname_key < $4))
             and ($5::uuid[] is null or u.id = any($5)) and ($6::uuid is null or u.id < $6)
             and ($10::timestamptz is null or u.created_at >= $10) and ($11::timestamptz is null or u.created_at < $11)
           order by u.id desc limit $7"#,
        reseller.uuid(),
        wanted.status.map(AccountStatus::as_str),
        first,
        last,
        wanted.ids.as_deref(),
        wanted.after.map(|cursor| cursor.id),
        wanted.limit,
        currency.code(),
        now,
        wanted.joined.from,
        wanted.joined.until,
    )
    .fetch_all(conn)
    .await?;
    rows(found, currency)
}

/// Who was there last first.
pub(in crate::domain::crm) async fn last_seen_customers(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wanted: &Wanted,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Vec<CustomerRow>, Internal> {
    let (first, last) = wanted.text.as_deref().map(Search::stretch).unzip();
    let found = sqlx::query_as!(
        Listed,
        r#"select u.id as "id: UserId", u.email, u.first_name, u.last_name, u.status,
                  u.email_verified_at is not null as "is_verified!", u.created_at, u.last_seen_at,
                  (select coalesce(sum(w.balance_micros), 0)::bigint from wallets w
                   where w.reseller_id = u.reseller_id and w.owner_id = u.id and w.currency = $9
                     and w.owner_kind = 'customer' and (w.bucket = 'cash' or w.expires_at > $10)) as "balance!"
           from users u
           where u.reseller_id = $1 and u.role = 'user' and ($2::text is null or u.status = $2)
             and ($2::text is not null or u.status <> 'deleted')
             and ($3::text is null or (u.email collate "C" >= $3 and u.email collate "C" < $4)
                  or (u.name_key >= $3 and u.name_key < $4) or (u.surname_key >= $3 and u.surname_key < $4))
             and ($5::uuid[] is null or u.id = any($5))
             and ($6::timestamptz is null or (u.last_seen_at, u.id) < ($6, $7::uuid))
             and ($11::timestamptz is null or u.created_at >= $11) and ($12::timestamptz is null or u.created_at < $12)
           order by u.last_seen_at desc, u.id desc limit $8"#,
        reseller.uuid(),
        wanted.status.map(AccountStatus::as_str),
        first,
        last,
        wanted.ids.as_deref(),
        wanted.after.map(|cursor| cursor.at),
        wanted.after.map(|cursor| cursor.id),
        wanted.limit,
        currency.code(),
        now,
        wanted.joined.from,
        wanted.joined.until,
    )
    .fetch_all(conn)
    .await?;
    rows(found, currency)
}

/// One account, with what only its page shows.
pub(in crate::domain::crm) struct Account {
    pub row: CustomerRow,
    pub role: String,
    pub external_id: Option<String>,
    pub orders: i64,
    pub spent: Money,
}

pub(in crate::domain::crm) async fn account(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    currency: Currency,
    balance: Money,
) -> Result<Option<Account>, Internal> {
    let found = sqlx::query!(
        r#"select u.email, u.first_name, u.last_name, u.status, u.role, u.external_id, u.created_at, u.last_seen_at,
                  u.email_verified_at is not null as "is_verified!", o.orders as "orders!", o.spent as "spent!"
           from users u
           cross join lateral (
               select count(*) as orders,
                      coalesce(sum(charged_micros - refunded_micros)
                               filter (where state in ('fulfilled', 'refunded') and currency = $3), 0)::bigint as spent
               from orders where reseller_id = $1 and user_id = $2) o
           where u.reseller_id = $1 and u.id = $2"#,
        reseller.uuid(),
        id.uuid(),
        currency.code(),
    )
    .fetch_optional(conn)
    .await?;
    found
        .map(|row| {
            Ok(Account {
                role: row.role,
                external_id: row.external_id,
                orders: row.orders,
                spent: Money::from_micros(row.spent, currency),
                row: CustomerRow {
                    id,
                    name: full_name(&row.first_name, &row.last_name),
                    email: row.email,
                    status: status(&row.status)?,
                    is_verified: row.is_verified,
                    joined_at: row.created_at,
                    last_seen_at: row.last_seen_at,
                    balance,
                },
            })
        })
        .transpose()
}

/// True when there is such a customer whose account is not closed; its row waits for the caller's transaction.
pub(in crate::domain::crm) async fn lock_customer(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
) -> Result<bool, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select id from users where reseller_id = $1 and id = $2 and role = 'user' and status <> 'deleted'
         for no key update",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}
