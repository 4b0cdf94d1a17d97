//! `/orders`: what the reseller's system buys for its customers.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode, Uri},
    response::IntoResponse,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::{Answer, Caller, not_found},
    input,
    offer_id::OfferId,
    once::{Done, once},
    order_view::{Order, Preview, preview_of},
    problem::{Code, Problem},
    refusals::{buy_problem, place_problem},
    wire::{AmountLimit, Common, Page, ProblemSchema},
};
use crate::{
    domain::{
        accounts::{self, Billing},
        api::{self, KeyScope, KnownKey},
        orders::{
            buy::{Buy, buy},
            place::Payer,
            preview::preview,
            quote::Wish,
            records::{self, Filter},
        },
    },
    shared::{
        ids::{OrderId, QuoteId, UserId},
        money::PositiveMoney,
        order::OrderStatus,
    },
};

/// An order to place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceOrder {
    /// Whose it will be.
    #[schema(example = "usr_0192d5e8a0007000800000000000000a")]
    customer_id: String,
    item: Item,
    /// A dearer price is refused before anything is held. Without it the live price is taken.
    max_price: Option<AmountLimit>,
    /// A promotion code of the shop. One that takes nothing off refuses the order.
    #[schema(example = "WELCOME10", max_length = 32)]
    promo_code: Option<String>,
    /// Validates and prices, moves and writes nothing. Needs no Idempotency-Key.
    #[serde(default)]
    dry_run: bool,
    /// Who pays. By default the customer's wallet or the reseller's float, as the customer's `billing` says.
    pay_with: Option<PayWith>,
    /// With `pay_with` `organization`: whose wallet.
    #[schema(example = "org_0192d5e8a0007000800000000000000a")]
    organization_id: Option<String>,
}

/// What to buy.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = OrderItem)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Item {
    /// A phone number, as `/numbers/available` listed it.
    Number {
        #[schema(example = "+14155550100")]
        phone_number: String,
        offer_id: String,
    },
    /// An eSIM with a data plan of `/esim/plans`.
    Esim {
        #[schema(example = "pln_0192d5e8a0007000800000000000000a")]
        plan_id: String,
    },
}

/// Who pays.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayWith {
    /// The customer's wallet, at the retail price.
    Customer,
    /// The reseller's float, at the platform price.
    Float,
    /// An organization's wallet, at the retail price.
    Organization,
}

/// Places an order, or with `dry_run` says what it would cost and who would pay. The first answer of an
/// Idempotency-Key is kept for at least 24 hours once the order exists; a refusal before that is not kept.
#[utoipa::path(
    post, path = "/api/v1/orders", tag = "Orders", operation_id = "place_order",
    params(("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]{1,200}$",
        description = "Required unless `dry_run`. The same key and body give the same answer.")),
    request_body(content = PlaceOrder, content_type = "application/json"),
    responses(
        (status = 200, description = "A dry run: nothing was done", body = Preview),
        (status = 201, description = "Bought and paid", body = Order),
        (status = 202, description = "In flight: the money is held; ask `/orders/{id}`", body = Order),
        (status = 402, description = "`insufficient_balance`: nothing was held", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 403, description = "`scope_missing`, `address_not_allowed`, `spend_cap_reached`",
            body = ProblemSchema, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: customer, plan or organization", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 409, description = "`price_moved`, `offer_gone`, `shop_closed`, `wallet_frozen`, `supplier_refused`, \
            `policy_refused`, `budget_exceeded`, `approval_required`, `idempotency_key_reused`, `request_in_progress`: \
            nothing was charged by this request",
            body = ProblemSchema, content_type = "application/problem+json"),
        (status = 413, description = "`body_too_large`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 415, description = "`unsupported_media_type`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 422, description = "`invalid_field`, `address_required`, `customer_not_verified`",
            body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn place(Extension(caller): Extension<Caller>, headers: HeaderMap, bytes: Bytes) -> Answer {
    let key = caller.may(KeyScope::OrdersWrite)?;
    let wanted: PlaceOrder = input::body(&headers, &bytes)?;
    if wanted.dry_run {
        return dry_run(&caller, key, &wanted).await;
    }
    let idempotency_key = input::idempotency_key(&headers)?.ok_or_else(|| {
        let detail = "An order moves money, so it needs an Idempotency-Key header. Nothing was done.";
        Problem::new(Code::KeyRequired, detail)
            .hint("Send a new random value with each order, for example a UUID.")
    })?;
    let request = api::Request {
        key: &idempotency_key,
        method: "POST",
        path: "/api/v1/orders",
        body: &bytes,
    };
    let (task, known) = (caller.clone(), key.clone());
    once(&caller, key, request, move |claimed| async move {
        place_once(&task, &known, &wanted, claimed.derived().into()).await
    })
    .await
}

async fn place_once(
    caller: &Caller,
    key: &KnownKey,
    wanted: &PlaceOrder,
    id: QuoteId,
) -> Result<Done, Problem> {
    let backend = &caller.asked.backend;
    let (buyer, request) = request_of(caller, key, wanted).await?;
    let order = buy(backend, &buyer, id, &request)
        .await
        .map_err(|error| buy_problem(caller, &request.wish, error))?;
    let found = records::find(backend, &key.client, order).await;
    let (record, timeline) = found
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("order"))?;
    if record.state == OrderStatus::Released {
        let reason = record.refusal.as_deref().unwrap_or_default();
        let detail = format!("{reason} Nothing was charged; the held money is free again.");
        return Err(Problem::new(Code::SupplierRefused, detail)
            .order(record.id)
            .kept());
    }
    let status = if record.state.is_in_flight() {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    Done::new(status, &Order::of(record, Some(timeline))).map_err(|error| caller.internal(&error))
}

async fn dry_run(caller: &Caller, key: &KnownKey, wanted: &PlaceOrder) -> Answer {
    let (buyer, request) = request_of(caller, key, wanted).await?;
    let mut found = preview(&caller.asked.backend, &buyer, &request)
        .await
        .map_err(|error| buy_problem(caller, &request.wish, error))?;
    if let Some(refused) = found.needs_approval.take() {
        return Err(place_problem(caller, refused));
    }
    Ok(Json(preview_of(found, request.payer)).into_response())
}

/// The order in the domain's words, and for whom.
async fn request_of(
    caller: &Caller,
    key: &KnownKey,
    wanted: &PlaceOrder,
) -> Result<(impl crate::domain::scope::Buys + use<>, Buy), Problem> {
    let customer: UserId = wanted
        .customer_id
        .parse()
        .map_err(|_| not_found("customer").field("customer_id"))?;
    let (buyer, record) = accounts::act_for(&caller.asked.backend, &key.client, customer)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("customer").field("customer_id"))?;
    let wish = match &wanted.item {
        Item::Number {
            phone_number,
            offer_id,
        } => {
            let offer = OfferId::parse(offer_id)
                .filter(|offer| offer.e164 == *phone_number)
                .ok_or_else(|| {
                    input::invalid("item.offer_id", "It is not the offer of this phone number.")
                })?;
            Wish::Number {
                e164: offer.e164,
                country: offer.country,
                kind: offer.kind,
            }
        }
        Item::Esim { plan_id } => Wish::Plan(
            plan_id
                .parse()
                .map_err(|_| not_found("plan").field("item.plan_id"))?,
        ),
    };
    let max_price = wanted
        .max_price
        .as_ref()
        .map(|limit| input::amount_limit("max_price", limit, key.currency))
        .transpose()?;
    let daily_cap: Option<PositiveMoney> = key.daily_cap;
    let request = Buy {
        wish,
        payer: payer_of(wanted, record.billing)?,
        max_price,
        promo_code: wanted.promo_code.clone(),
        daily_cap,
    };
    Ok((buyer, request))
}

fn payer_of(wanted: &PlaceOrder, billing: Billing) -> Result<Payer, Problem> {
    let organization = || {
        let id = wanted.organization_id.as_deref().ok_or_else(|| {
            input::invalid(
                "organization_id",
                "`pay_with` `organization` needs an organization_id.",
            )
        })?;
        let id = id.parse();
        id.map(Payer::Organization)
            .map_err(|_| not_found("organization").field("organization_id"))
    };
    match (wanted.pay_with, billing) {
        (Some(PayWith::Organization), _) => organization(),
        _ if wanted.organization_id.is_some() => Err(input::invalid(
            "organization_id",
            "It is used only with `pay_with` `organization`.",
        )),
        (Some(PayWith::Customer), _) | (None, Billing::Wallet) => Ok(Payer::Customer),
        (Some(PayWith::Float), _) | (None, Billing::Float) => Ok(Payer::Float),
    }
}

/// An order with its price and the timeline of its money.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}", tag = "Orders", operation_id = "get_order",
    params(("id" = String, Path, description = "`ord_…`", example = "ord_0192d5e8a0007000800000000000000a")),
    responses(
        (status = 200, description = "The order", body = Order),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn find(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let key = caller.may(KeyScope::OrdersRead)?;
    let id: OrderId = id.parse().map_err(|_| not_found("order"))?;
    let found = records::find(&caller.asked.backend, &key.client, id).await;
    let (record, timeline) = found
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("order"))?;
    Ok(Json(Order::of(record, Some(timeline))).into_response())
}

/// Which orders.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OrdersQuery {
    /// Only this customer's.
    #[param(example = "usr_0192d5e8a0007000800000000000000a")]
    customer_id: Option<String>,
    /// Only orders in this state.
    #[param(inline)]
    state: Option<super::order_view::State>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The shop's orders, newest first, without their timelines.
#[utoipa::path(
    get, path = "/api/v1/orders", tag = "Orders", operation_id = "list_orders", params(OrdersQuery),
    responses((status = 200, description = "A page of orders", body = Page<Order>), Common),
    security(("key" = [])),
)]
pub async fn list(Extension(caller): Extension<Caller>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::OrdersRead)?;
    let query: OrdersQuery = input::query(&uri)?;
    let limit = input::limit(query.limit)?;
    let filter = Filter {
        customer: customer_filter(query.customer_id.as_deref())?,
        state: query.state.map(Into::into),
        before: input::after_id("orders", query.cursor.as_deref())?,
    };
    let rows = records::list(&caller.asked.backend, &key.client, filter, limit + 1)
        .await
        .map_err(|error| caller.internal(&error))?;
    let (rows, next_cursor) = input::page(rows, limit, |order| {
        input::cursor("orders", &order.id.uuid().simple().to_string())
    });
    let data = rows.into_iter().map(|order| Order::of(order, None)).collect();
    Ok(Json(Page { data, next_cursor }).into_response())
}

/// A customer's id in a query.
pub fn customer_filter(id: Option<&str>) -> Result<Option<UserId>, Problem> {
    id.map(str::parse)
        .transpose()
        .map_err(|_| input::invalid_parameter("customer_id", "It is not the id of a customer."))
}
