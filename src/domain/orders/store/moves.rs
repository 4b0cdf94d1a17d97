//! Orders on their way: placed, locked, moved from state to state.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{quotes::Quote, status};
use crate::{
    domain::{
        error::Internal,
        orders::{item::Item, losing::LosingOffer, place::Payer},
        scope::Buys,
        tenancy::shop::SettlementMode,
    },
    providers::numbers::NumberCost,
    shared::{
        ids::{
            ApiKeyId, EmployeeId, LineId, OrderId, OrganizationId, QuoteId, ResellerId, TeamId, UserId,
            WalletId,
        },
        money::Money,
        order::OrderStatus,
        price::PriceStack,
    },
};

pub(in crate::domain::orders) async fn order_of_quote(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    quote: QuoteId,
) -> Result<Option<OrderId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders where reseller_id = $1 and user_id = $2 and quote_id = $3"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        quote.uuid(),
    )
    .fetch_optional(conn)
    .await
}

fn mode(text: &str) -> Result<SettlementMode, Internal> {
    SettlementMode::parse(text).ok_or_else(|| Internal::broken("unknown settlement mode"))
}

pub(super) fn payer(word: &str, organization: Option<OrganizationId>) -> Result<Payer, Internal> {
    match (word, organization) {
        ("customer", None) => Ok(Payer::Customer),
        ("float", None) => Ok(Payer::Float),
        ("organization", Some(organization)) => Ok(Payer::Organization(organization)),
        _ => Err(Internal::broken(format!("an order is paid by {word}"))),
    }
}

pub(in crate::domain::orders) struct NewOrder<'a> {
    pub id: OrderId,
    pub wallet: WalletId,
    pub payer: Payer,
    pub quote: &'a Quote,
    /// The dearest price the buyer agreed to.
    pub max_price: Money,
    pub settlement_mode: SettlementMode,
    pub now: DateTime<Utc>,
}

/// False when the quote was used already. Waits for another buyer of the same quote to commit.
pub(in crate::domain::orders) async fn insert_order(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    new: &NewOrder<'_>,
) -> Result<bool, Internal> {
    let charged = new.quote.stack.charged;
    let organization = match new.payer {
        Payer::Organization(organization) => Some(organization.uuid()),
        Payer::Customer | Payer::Float => None,
    };
    let on = new.quote.item.spent_on();
    // The order, its line and the first event of its timeline, or none of them.
    let placed = sqlx::query_scalar!(
        r#"with placed as (
               insert into orders (id, reseller_id, user_id, wallet_id, quote_id, kind, state, settlement_mode,
                                   charged_micros, currency, provider, reference, created_at, updated_at, payer,
                                   organization_id, api_key_id, employee_id, team_id, cost_centre, line_id,
                                   max_price_micros)
               values ($1, $2, $3, $4, $5, $6, 'held', $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $18, $19, $20, $21, $22)
               on conflict on constraint order_once_per_quote do nothing returning 1),
           line as (
               insert into order_lines (reseller_id, order_id, position, item, price_stack, losing_offers)
               select $2, $1, 1, $16, $17, $23 from placed),
           event as (
               insert into order_events (reseller_id, order_id, kind, amount_micros, at)
               select $2, $1, 'held', $8, $12 from placed)
           select count(*) as "placed!" from placed"#,
        new.id.uuid(),
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        new.wallet.uuid(),
        new.quote.id.uuid(),
        new.quote.item.kind(),
        new.settlement_mode.as_str(),
        charged.micros(),
        charged.currency().code(),
        new.quote.item.provider(),
        new.id.to_string(),
        new.now,
        new.payer.as_str(),
        organization,
        buyer.api_key().map(ApiKeyId::uuid),
        serde_json::to_value(&new.quote.item)?,
        serde_json::to_value(&new.quote.stack)?,
        on.employee.map(EmployeeId::uuid),
        on.team.map(TeamId::uuid),
        on.cost_centre,
        on.line.map(LineId::uuid),
        new.max_price.micros(),
        serde_json::to_value(&new.quote.losing)?,
    )
    .fetch_one(conn)
    .await?;
    Ok(placed == 1)
}

pub(in crate::domain::orders) async fn event(
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

/// One time a provider was asked about an order.
pub(in crate::domain::orders) struct Try {
    pub kind: String,
    pub detail: String,
    pub at: DateTime<Utc>,
}

/// The purchase and every look since, oldest first; the last fifty.
pub(in crate::domain::orders) async fn tries(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
) -> Result<Vec<Try>, sqlx::Error> {
    let mut tries = sqlx::query_as!(
        Try,
        "select kind, detail, at from order_events
         where reseller_id = $1 and order_id = $2 and kind in ('submitted', 'unknown', 'asked')
         order by seq desc limit 50",
        reseller.uuid(),
        order.uuid(),
    )
    .fetch_all(conn)
    .await?;
    tries.reverse();
    Ok(tries)
}

/// True when the reseller has this customer and they may use their account.
pub(in crate::domain::orders) async fn is_customer(
    conn: &mut PgConnection,
    buyer: &impl Buys,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from users where reseller_id = $1 and id = $2 and status = 'active') as "is!""#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
    )
    .fetch_one(conn)
    .await
}

/// An order with all that finishing it takes, its row locked.
pub(in crate::domain::orders) struct OpenOrder {
    pub id: OrderId,
    pub owner: UserId,
    pub payer: Payer,
    pub state: OrderStatus,
    pub settlement_mode: SettlementMode,
    pub item: Item,
    pub stack: PriceStack,
    /// Which of its lines this is.
    pub line: i16,
    /// Other vendors of the number, the cheapest first.
    pub losing: Vec<LosingOffer>,
    /// The dearest price the buyer agreed to.
    pub max_price: Option<Money>,
    pub reference: String,
    pub attempts: i32,
    pub submitted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl OpenOrder {
    /// The offer it stands for, after that vendor's no.
    pub fn as_losing(&self, refused: String) -> Option<LosingOffer> {
        let Item::Number {
            provider,
            number_type,
            capabilities,
            needs_address,
            monthly_cost,
            monthly,
            ..
        } = &self.item
        else {
            return None;
        };
        Some(LosingOffer {
            provider: provider.clone(),
            cost: NumberCost {
                kind: *number_type,
                upfront: self.stack.provider_cost.minus(*monthly_cost).ok()?,
                monthly: *monthly_cost,
            },
            monthly: *monthly,
            capabilities: *capabilities,
            needs_address: *needs_address,
            needs_documents: self.item.needs_documents(),
            stack: self.stack.clone(),
            refused: Some(refused),
        })
    }
}

/// Whose order the reference is, and whether it waits for the vendor's word.
pub(in crate::domain::orders) async fn by_reference(
    conn: &mut PgConnection,
    provider: &str,
    reference: &str,
) -> Result<Option<(ResellerId, OrderId, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: OrderId",
                  state in ('submitted', 'unknown') as "is_waiting!"
           from orders where provider = $1 and reference = $2"#,
        provider,
        reference,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.reseller, row.id, row.is_waiting)))
}

pub(in crate::domain::orders) async fn lock_order(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
) -> Result<Option<OpenOrder>, Internal> {
    let row = sqlx::query!(
        r#"select o.user_id as "owner: UserId", o.payer, o.organization_id as "organization: OrganizationId", o.state,
                  o.settlement_mode, o.reference, o.attempts, o.submitted_at, o.created_at, o.line, o.max_price_micros,
                  o.currency, l.item, l.price_stack, l.losing_offers
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = o.line
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
            payer: payer(&row.payer, row.organization)?,
            state: status(&row.state)?,
            settlement_mode: mode(&row.settlement_mode)?,
            item: serde_json::from_value(row.item)?,
            stack: serde_json::from_value(row.price_stack)?,
            line: row.line,
            losing: serde_json::from_value(row.losing_offers)?,
            max_price: match row.max_price_micros {
                Some(micros) => Some(Money::from_micros(micros, row.currency.parse()?)),
                None => None,
            },
            reference: row.reference,
            attempts: row.attempts,
            submitted_at: row.submitted_at,
            created_at: row.created_at,
        })
    })
    .transpose()
}

/// The order at another vendor.
pub(in crate::domain::orders) struct Moved<'a> {
    pub provider: &'a str,
    pub item: &'a Item,
    pub stack: &'a PriceStack,
    pub losing: &'a [LosingOffer],
}

/// A further line of a submitted order, which counts from now on. The buyer reads nothing of vendors.
pub(in crate::domain::orders) async fn move_order(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    moved: &Moved<'_>,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    sqlx::query!(
        "with moved as (
             update orders set provider = $3, line = line + 1, submitted_at = $4, updated_at = $4
             where reseller_id = $1 and id = $2 and state = 'submitted' returning line),
         bought as (
             insert into order_lines (reseller_id, order_id, position, item, price_stack, losing_offers)
             select $1, $2, line, $5, $6, $7 from moved)
         insert into order_events (reseller_id, order_id, kind, detail, at)
         select $1, $2, 'asked', 'One supplier had just sold it; another one is asked, at the same price.', $4 from moved",
        reseller.uuid(),
        id.uuid(),
        moved.provider,
        now,
        serde_json::to_value(moved.item)?,
        serde_json::to_value(moved.stack)?,
        serde_json::to_value(moved.losing)?,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::domain::orders) async fn submit(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    detail: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update orders set state = 'submitted', submitted_at = $3, updated_at = $3
             where reseller_id = $1 and id = $2 and state = 'held' returning 1)
         insert into order_events (reseller_id, order_id, kind, detail, at) select $1, $2, 'submitted', $4, $3 from moved",
        reseller.uuid(),
        id.uuid(),
        now,
        detail,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::orders) async fn set_unknown(
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

pub(in crate::domain::orders) async fn set_held(
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

pub(in crate::domain::orders) async fn count_attempt(
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

pub(in crate::domain::orders) async fn set_fulfilled(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    charged: Money,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update orders set state = 'fulfilled', updated_at = $4
             where reseller_id = $1 and id = $2 and state in ('submitted', 'unknown') returning 1)
         insert into order_events (reseller_id, order_id, kind, amount_micros, at)
         select $1, $2, event.kind, event.amount, $4
         from moved, (values ('bought', null::bigint), ('captured', $3::bigint)) as event (kind, amount)",
        reseller.uuid(),
        id.uuid(),
        charged.micros(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::orders) async fn set_released(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    refusal: &str,
    charged: Money,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update orders set state = 'released', refusal = $3, updated_at = $5
             where reseller_id = $1 and id = $2 and state in ('submitted', 'unknown') returning 1)
         insert into order_events (reseller_id, order_id, kind, detail, amount_micros, at)
         select $1, $2, event.kind, event.detail, event.amount, $5
         from moved, (values ('refused', $3, null::bigint), ('released', '', $4::bigint)) as event (kind, detail, amount)",
        reseller.uuid(),
        id.uuid(),
        refusal,
        charged.micros(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::orders) async fn idle_orders(
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
