//! The SQL of the orders room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::item::Item;
use crate::{
    domain::{
        error::Internal,
        scope::{Customer, Scope},
        tenancy::shop::SettlementMode,
    },
    shared::{
        currency::Currency,
        ids::{EsimId, NumberId, OrderId, QuoteId, ResellerId, UserId, WalletId},
        money::Money,
        order::{OrderRow, OrderStatus},
        price::PriceStack,
    },
};

pub(super) struct Quote {
    pub id: QuoteId,
    pub item: Item,
    pub stack: PriceStack,
    pub expires_at: DateTime<Utc>,
}

pub(super) struct NewQuote<'a> {
    pub subject: &'a str,
    pub item: &'a Item,
    pub stack: &'a PriceStack,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Two tabs with the same wish wait for each other, so they share a quote.
pub(super) async fn lock_wish(
    conn: &mut PgConnection,
    customer: &Customer,
    subject: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "lock: ()""#,
        format!("quote:{}:{subject}", customer.user()),
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

/// The unused quote for this wish with the longest life.
pub(super) async fn live_quote(
    conn: &mut PgConnection,
    customer: &Customer,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Option<Quote>, Internal> {
    let row = sqlx::query!(
        r#"select q.id as "id: QuoteId", q.item, q.stack, q.expires_at from quotes q
           where q.reseller_id = $1 and q.user_id = $2 and q.subject = $3 and q.expires_at > $4
             and not exists (select from orders o where o.reseller_id = q.reseller_id and o.quote_id = q.id)
           order by q.expires_at desc limit 1"#,
        customer.reseller().uuid(),
        customer.user().uuid(),
        subject,
        now,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| quote_of(row.id, row.item, row.stack, row.expires_at))
        .transpose()
}

fn quote_of(
    id: QuoteId,
    item: serde_json::Value,
    stack: serde_json::Value,
    expires_at: DateTime<Utc>,
) -> Result<Quote, Internal> {
    Ok(Quote {
        id,
        item: serde_json::from_value(item)?,
        stack: serde_json::from_value(stack)?,
        expires_at,
    })
}

pub(super) async fn insert_quote(
    conn: &mut PgConnection,
    customer: &Customer,
    new: &NewQuote<'_>,
) -> Result<Quote, Internal> {
    let id = QuoteId::new();
    let monthly = match new.item {
        Item::Number { monthly, .. } => Some(monthly.micros()),
        Item::Esim { .. } => None,
    };
    sqlx::query!(
        "insert into quotes (id, reseller_id, user_id, subject, item, stack, charged_micros, monthly_micros, currency,
                             created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.uuid(),
        customer.reseller().uuid(),
        customer.user().uuid(),
        new.subject,
        serde_json::to_value(new.item)?,
        serde_json::to_value(new.stack)?,
        new.stack.charged.micros(),
        monthly,
        new.stack.charged.currency().code(),
        new.now,
        new.expires_at,
    )
    .execute(conn)
    .await?;
    Ok(Quote {
        id,
        item: new.item.clone(),
        stack: new.stack.clone(),
        expires_at: new.expires_at,
    })
}

pub(super) async fn quote(
    conn: &mut PgConnection,
    customer: &Customer,
    id: QuoteId,
) -> Result<Option<Quote>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: QuoteId", item, stack, expires_at from quotes
           where reseller_id = $1 and user_id = $2 and id = $3"#,
        customer.reseller().uuid(),
        customer.user().uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| quote_of(row.id, row.item, row.stack, row.expires_at))
        .transpose()
}

pub(super) async fn order_of_quote(
    conn: &mut PgConnection,
    customer: &Customer,
    quote: QuoteId,
) -> Result<Option<OrderId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders where reseller_id = $1 and user_id = $2 and quote_id = $3"#,
        customer.reseller().uuid(),
        customer.user().uuid(),
        quote.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// What policy asks of the buyer and the shop.
pub(super) struct Buyer {
    pub is_verified: bool,
    pub is_shop_suspended: bool,
    pub settlement_mode: SettlementMode,
}

pub(super) async fn buyer(conn: &mut PgConnection, customer: &Customer) -> Result<Buyer, Internal> {
    let row = sqlx::query!(
        r#"select u.email_verified_at is not null as "is_verified!", r.status = 'suspended' as "is_suspended!",
                  r.settlement_mode
           from users u join resellers r on r.id = u.reseller_id
           where u.reseller_id = $1 and u.id = $2"#,
        customer.reseller().uuid(),
        customer.user().uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok(Buyer {
        is_verified: row.is_verified,
        is_shop_suspended: row.is_suspended,
        settlement_mode: mode(&row.settlement_mode)?,
    })
}

fn mode(text: &str) -> Result<SettlementMode, Internal> {
    SettlementMode::parse(text).ok_or_else(|| Internal::broken("unknown settlement mode"))
}

pub(super) struct NewOrder<'a> {
    pub id: OrderId,
    pub wallet: WalletId,
    pub quote: &'a Quote,
    pub settlement_mode: SettlementMode,
    pub now: DateTime<Utc>,
}

/// False when the quote was used already. Waits for another buyer of the same quote to commit.
pub(super) async fn insert_order(
    conn: &mut PgConnection,
    customer: &Customer,
    new: &NewOrder<'_>,
) -> Result<bool, Internal> {
    let charged = new.quote.stack.charged;
    let done = sqlx::query!(
        "insert into orders (id, reseller_id, user_id, wallet_id, quote_id, kind, state, settlement_mode,
                             charged_micros, currency, provider, reference, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, 'held', $7, $8, $9, $10, $11, $12, $12)
         on conflict on constraint order_once_per_quote do nothing",
        new.id.uuid(),
        customer.reseller().uuid(),
        customer.user().uuid(),
        new.wallet.uuid(),
        new.quote.id.uuid(),
        new.quote.item.kind(),
        new.settlement_mode.as_str(),
        charged.micros(),
        charged.currency().code(),
        new.quote.item.provider(),
        new.id.to_string(),
        new.now,
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "insert into order_lines (reseller_id, order_id, position, item, price_stack) values ($1, $2, 1, $3, $4)",
        customer.reseller().uuid(),
        new.id.uuid(),
        serde_json::to_value(&new.quote.item)?,
        serde_json::to_value(&new.quote.stack)?,
    )
    .execute(conn)
    .await?;
    Ok(true)
}

pub(super) async fn event(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
    at: DateTime<Utc>,
    kind: &str,
    detail: &str,
    amount: Option<Money>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into order_events (reseller_id, order_id, kind, detail, amount_micros, at)
         values ($1, $2, $3, $4, $5, $6)",
        reseller.uuid(),
        order.uuid(),
        kind,
        detail,
        amount.map(Money::micros),
        at,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// An order with all that finishing it takes, its row locked.
pub(super) struct OpenOrder {
    pub id: OrderId,
    pub owner: UserId,
    pub wallet: WalletId,
    pub state: OrderStatus,
    pub settlement_mode: SettlementMode,
    pub item: Item,
    pub stack: PriceStack,
    pub reference: String,
    pub attempts: i32,
    pub submitted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

pub(super) async fn lock_order(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
) -> Result<Option<OpenOrder>, Internal> {
    let row = sqlx::query!(
        r#"select o.user_id as "owner: UserId", o.wallet_id as "wallet: WalletId", o.state, o.settlement_mode,
                  o.reference, o.attempts, o.submitted_at, o.created_at, l.item, l.price_stack
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
           where o.reseller_id = $1 and o.id = $2 for no key update of o"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(OpenOrder {
            id,
            owner: row.owner,
            wallet: row.wallet,
            state: status(&row.state)?,
            settlement_mode: mode(&row.settlement_mode)?,
            item: serde_json::from_value(row.item)?,
            stack: serde_json::from_value(row.price_stack)?,
            reference: row.reference,
            attempts: row.attempts,
            submitted_at: row.submitted_at,
            created_at: row.created_at,
        })
    })
    .transpose()
}

fn status(text: &str) -> Result<OrderStatus, Internal> {
    OrderStatus::ALL
        .into_iter()
        .find(|status| status.as_str() == text)
        .ok_or_else(|| Internal::broken(format!("order in unknown state {text}")))
}

pub(super) async fn submit(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update orders set state = 'submitted', submitted_at = $3, updated_at = $3
         where reseller_id = $1 and id = $2 and state = 'held'",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn set_unknown(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update orders set state = 'unknown', updated_at = $3
         where reseller_id = $1 and id = $2 and state = 'submitted'",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn set_held(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update orders set state = 'held', submitted_at = null, attempts = attempts + 1, updated_at = $3
         where reseller_id = $1 and id = $2 and state = 'submitted'",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn count_attempt(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update orders set attempts = attempts + 1, updated_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn set_final(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    state: OrderStatus,
    refusal: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update orders set state = $3, refusal = $4, updated_at = $5
         where reseller_id = $1 and id = $2 and state in ('submitted', 'unknown')",
        reseller.uuid(),
        id.uuid(),
        state.as_str(),
        refusal,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn idle_orders(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ResellerId, OrderId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: OrderId" from orders
           where state in ('held', 'submitted', 'unknown') and updated_at < $1 order by created_at limit $2"#,
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}

pub(super) async fn orders(
    conn: &mut PgConnection,
    customer: &Customer,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderRow>, Internal> {
    // Ids are made in order of time, so the id alone is the key of the page.
    let rows = sqlx::query!(
        r#"select o.id as "id: OrderId", o.state, o.charged_micros, o.currency, o.created_at, l.item
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
           where o.reseller_id = $1 and o.user_id = $2 and ($3::uuid is null or o.id < $3)
           order by o.id desc limit $4"#,
        customer.reseller().uuid(),
        customer.user().uuid(),
        before.map(OrderId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            order_row(
                row.id,
                &row.state,
                row.charged_micros,
                &row.currency,
                row.created_at,
                row.item,
            )
        })
        .collect()
}

fn order_row(
    id: OrderId,
    state: &str,
    charged: i64,
    currency: &str,
    placed_at: DateTime<Utc>,
    item: serde_json::Value,
) -> Result<OrderRow, Internal> {
    let item: Item = serde_json::from_value(item)?;
    let charged = Money::from_micros(charged, currency.parse()?);
    Ok(OrderRow {
        id,
        item: item.view(),
        charged,
        status: status(state)?,
        placed_at,
    })
}

pub(super) async fn order(
    conn: &mut PgConnection,
    customer: &Customer,
    id: OrderId,
) -> Result<Option<(OrderRow, Option<String>)>, Internal> {
    let row = sqlx::query!(
        r#"select o.state, o.charged_micros, o.currency, o.created_at, o.refusal, l.item
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
           where o.reseller_id = $1 and o.user_id = $2 and o.id = $3"#,
        customer.reseller().uuid(),
        customer.user().uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let view = order_row(
            id,
            &row.state,
            row.charged_micros,
            &row.currency,
            row.created_at,
            row.item,
        )?;
        Ok((view, row.refusal))
    })
    .transpose()
}

pub(super) struct Event {
    pub kind: String,
    pub detail: String,
    pub amount: Option<Money>,
    pub at: DateTime<Utc>,
}

pub(super) async fn events(
    conn: &mut PgConnection,
    customer: &Customer,
    id: OrderId,
    currency: Currency,
) -> Result<Vec<Event>, sqlx::Error> {
    let rows = sqlx::query!(
        "select kind, detail, amount_micros, at from order_events
         where reseller_id = $1 and order_id = $2 order by seq limit 200",
        customer.reseller().uuid(),
        id.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Event {
            kind: row.kind,
            detail: row.detail,
            amount: row
                .amount_micros
                .map(|micros| Money::from_micros(micros, currency)),
            at: row.at,
        })
        .collect())
}

pub(super) async fn delivered(
    conn: &mut PgConnection,
    customer: &Customer,
    id: OrderId,
) -> Result<(Option<NumberId>, Option<EsimId>), sqlx::Error> {
    let row = sqlx::query!(
        r#"select (select id from virtual_numbers where reseller_id = $1 and order_id = $2) as "number: NumberId",
                  (select id from esim_activations where reseller_id = $1 and order_id = $2) as "esim: EsimId""#,
        customer.reseller().uuid(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok((row.number, row.esim))
}

/// Numbers and eSIMs in use.
pub(super) async fn count_held(
    conn: &mut PgConnection,
    customer: &Customer,
) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select (select count(*) from virtual_numbers
                   where reseller_id = $1 and user_id = $2 and state in ('active', 'suspended', 'grace')) as "numbers!",
                  (select count(*) from esim_activations
                   where reseller_id = $1 and user_id = $2
                     and state not in ('expired', 'terminated', 'recycled')) as "esims!""#,
        customer.reseller().uuid(),
        customer.user().uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok((row.numbers, row.esims))
}
