//! Quotes: prices that stand for fifteen minutes and are bought once.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        orders::{item::Item, losing::LosingOffer},
        scope::Buys,
    },
    shared::{ids::QuoteId, price::PriceStack},
};

pub(in crate::domain::orders) struct Quote {
    pub id: QuoteId,
    pub subject: String,
    pub item: Item,
    pub stack: PriceStack,
    pub losing: Vec<LosingOffer>,
    pub expires_at: DateTime<Utc>,
}

pub(in crate::domain::orders) struct NewQuote<'a> {
    pub id: QuoteId,
    pub subject: &'a str,
    pub item: &'a Item,
    pub stack: &'a PriceStack,
    /// What it was not priced for, the cheapest first.
    pub losing: &'a [LosingOffer],
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Two tabs with the same wish wait for each other, so they share a quote.
pub(in crate::domain::orders) async fn lock_wish(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    subject: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "lock: ()""#,
        format!("quote:{}:{subject}", buyer.user()),
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

/// The unused quote for this wish with the longest life.
pub(in crate::domain::orders) async fn live_quote(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Option<Quote>, Internal> {
    let row = sqlx::query!(
        r#"select q.id as "id: QuoteId", q.subject, q.item, q.stack, q.losing_offers, q.expires_at from quotes q
           where q.reseller_id = $1 and q.user_id = $2 and q.subject = $3 and q.expires_at > $4
             and not exists (select from orders o where o.reseller_id = q.reseller_id and o.quote_id = q.id)
           order by q.expires_at desc limit 1"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        subject,
        now,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        quote_of(
            row.id,
            row.subject,
            row.item,
            row.stack,
            row.losing_offers,
            row.expires_at,
        )
    })
    .transpose()
}

fn quote_of(
    id: QuoteId,
    subject: String,
    item: serde_json::Value,
    stack: serde_json::Value,
    losing: serde_json::Value,
    expires_at: DateTime<Utc>,
) -> Result<Quote, Internal> {
    Ok(Quote {
        id,
        subject,
        item: serde_json::from_value(item)?,
        stack: serde_json::from_value(stack)?,
        losing: serde_json::from_value(losing)?,
        expires_at,
    })
}

pub(in crate::domain::orders) async fn insert_quote(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    new: &NewQuote<'_>,
) -> Result<Quote, Internal> {
    let monthly = match new.item {
        Item::Number { monthly, .. } => Some(monthly.micros()),
        Item::Esim(_) | Item::Line { .. } => None,
    };
    sqlx::query!(
        "insert into quotes (id, reseller_id, user_id, subject, item, stack, charged_micros, monthly_micros, currency,
                             created_at, expires_at, losing_offers)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        new.id.uuid(),
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        new.subject,
        serde_json::to_value(new.item)?,
        serde_json::to_value(new.stack)?,
        new.stack.charged.micros(),
        monthly,
        new.stack.charged.currency().code(),
        new.now,
        new.expires_at,
        serde_json::to_value(new.losing)?,
    )
    .execute(conn)
    .await?;
    Ok(Quote {
        id: new.id,
        subject: new.subject.to_owned(),
        item: new.item.clone(),
        stack: new.stack.clone(),
        losing: new.losing.to_vec(),
        expires_at: new.expires_at,
    })
}

pub(in crate::domain::orders) async fn set_item(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: QuoteId,
    item: &Item,
) -> Result<(), Internal> {
    sqlx::query!(
        "update quotes set item = $4 where reseller_id = $1 and user_id = $2 and id = $3",
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        id.uuid(),
        serde_json::to_value(item)?,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::domain::orders) async fn quote(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: QuoteId,
) -> Result<Option<Quote>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: QuoteId", subject, item, stack, losing_offers, expires_at from quotes
           where reseller_id = $1 and user_id = $2 and id = $3"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        quote_of(
            row.id,
            row.subject,
            row.item,
            row.stack,
            row.losing_offers,
            row.expires_at,
        )
    })
    .transpose()
}
