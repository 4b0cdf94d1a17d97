//! `/messages`: texts from the shop's customers' numbers, and what came back.

use axum::{
    Extension, Json,
    body::Bytes,
    http::{HeaderMap, StatusCode, Uri},
    response::IntoResponse,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::{Answer, Caller, not_found},
    input,
    once::{Done, once},
    orders::customer_filter,
    problem::{Code, Problem},
    refusals::supplier_unavailable,
    wire::{Amount, AmountLimit, Common, Page, ProblemSchema},
};
use crate::{
    domain::{
        accounts::{self, Billing},
        api::{self, KeyScope, KnownKey},
        messages::{self, Dispatch, Draft, DraftError, MessageRecord, SendError},
        orders::place::Payer,
        scope::Buys,
        time_cursor::TimeCursor,
    },
    shared::{ids::MessageId, message::MessageState},
};

/// A message to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// A number one of the shop's customers holds, E.164. Its holder pays: from the wallet, or by the float, as the
    /// customer's `billing` says.
    #[schema(example = "+14155550100", max_length = 40)]
    from: String,
    /// With the country code.
    #[schema(example = "+33612345678", max_length = 40)]
    to: String,
    /// At most 1,600 characters.
    #[schema(example = "Your table is ready.", max_length = 1600)]
    body: String,
    /// A dearer price is refused before anything is held.
    max_price: Option<AmountLimit>,
    /// Measures and prices, sends and writes nothing. Needs no Idempotency-Key.
    #[serde(default)]
    dry_run: bool,
}

/// How far a message came.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = MessageStatus)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Measured and priced only.
    DryRun,
    Queued,
    Sending,
    Unknown,
    Refused,
    Accepted,
    Sent,
    Delivered,
    Undelivered,
    Failed,
    Received,
}

impl From<MessageState> for Status {
    fn from(state: MessageState) -> Self {
        match state {
            MessageState::Queued => Self::Queued,
            MessageState::Sending => Self::Sending,
            MessageState::Unknown => Self::Unknown,
            MessageState::Refused => Self::Refused,
            MessageState::Accepted => Self::Accepted,
            MessageState::Sent => Self::Sent,
            MessageState::Delivered => Self::Delivered,
            MessageState::Undelivered => Self::Undelivered,
            MessageState::Failed => Self::Failed,
            MessageState::Received => Self::Received,
        }
    }
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Message {
    /// `sms_…`; null for a dry run.
    id: Option<String>,
    /// `out` or `in`.
    direction: String,
    status: Status,
    customer_id: String,
    from: String,
    to: String,
    body: String,
    /// `GSM-7` or `UCS-2`.
    encoding: String,
    segments: i32,
    /// What is or was charged; null for a message that came in.
    price: Option<Amount>,
    /// Why it was not sent.
    refusal: Option<String>,
    created_at: Option<DateTime<Utc>>,
}

impl From<MessageRecord> for Message {
    fn from(record: MessageRecord) -> Self {
        let row = record.row;
        let (from, to) = if row.is_out {
            (record.number, record.peer)
        } else {
            (record.peer, record.number)
        };
        Self {
            id: Some(row.id.to_string()),
            direction: if row.is_out { "out" } else { "in" }.into(),
            status: row.state.into(),
            customer_id: record.customer.to_string(),
            from,
            to,
            body: row.body,
            encoding: record.encoding,
            segments: row.segments,
            price: row.charged.map(Amount::from),
            refusal: row.refusal,
            created_at: Some(row.at),
        }
    }
}

/// Sends a text message, or with `dry_run` says what it would take and cost: exactly what is charged. The first answer of
/// an Idempotency-Key is kept for at least 24 hours once the message exists.
#[utoipa::path(
    post, path = "/api/v1/messages", tag = "Messages", operation_id = "send_message",
    params(("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]{1,200}$",
        description = "Required unless `dry_run`. The same key and body give the same answer.")),
    request_body(content = SendMessage, content_type = "application/json"),
    responses(
        (status = 200, description = "A dry run: nothing was done", body = Message),
        (status = 201, description = "Taken by our supplier and paid", body = Message),
        (status = 202, description = "In flight: the money is held; ask `/messages`", body = Message),
        (status = 402, description = "`insufficient_balance`: nothing was held", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 403, description = "`scope_missing`, `address_not_allowed`, `spend_cap_reached`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: nobody of this shop holds `from`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 409, description = "`price_moved`, `offer_gone`, `shop_closed`, `shop_not_open`, `wallet_frozen`, \
            `supplier_refused`, `idempotency_key_reused`, `request_in_progress`: nothing was charged by this request",
            body = ProblemSchema, content_type = "application/problem+json"),
        (status = 413, description = "`body_too_large`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 415, description = "`unsupported_media_type`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 422, description = "`invalid_field`, `customer_not_verified`", body = ProblemSchema,
            content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn send(Extension(caller): Extension<Caller>, headers: HeaderMap, bytes: Bytes) -> Answer {
    let key = caller.may(KeyScope::OrdersWrite)?;
    let wanted: SendMessage = input::body(&headers, &bytes)?;
    if wanted.dry_run {
        return dry_run(&caller, key, wanted).await;
    }
    let idempotency_key = input::idempotency_key(&headers)?.ok_or_else(|| {
        let detail = "A message costs money, so it needs an Idempotency-Key header. Nothing was done.";
        Problem::new(Code::KeyRequired, detail)
            .hint("Send a new random value with each message, for example a UUID.")
    })?;
    let request = api::Request {
        key: &idempotency_key,
        method: "POST",
        path: "/api/v1/messages",
        body: &bytes,
    };
    let (task, known) = (caller.clone(), key.clone());
    once(&caller, key, request, move |claimed| async move {
        send_once(&task, &known, wanted, claimed.derived().into()).await
    })
    .await
}

async fn send_once(
    caller: &Caller,
    key: &KnownKey,
    wanted: SendMessage,
    id: MessageId,
) -> Result<Done, Problem> {
    let backend = &caller.asked.backend;
    let max_price = wanted
        .max_price
        .as_ref()
        .map(|limit| input::amount_limit("max_price", limit, key.currency))
        .transpose()?;
    let (buyer, payer, draft) = draft_of(caller, key, wanted).await?;
    let request = Dispatch {
        id,
        draft,
        payer,
        max_price,
        daily_cap: key.daily_cap,
    };
    messages::send(backend, &buyer, &request)
        .await
        .map_err(|error| send_problem(caller, error))?;
    let record = messages::record(backend, &buyer, id)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("message"))?;
    if record.row.state == MessageState::Refused {
        let reason = record.row.refusal.as_deref().unwrap_or_default();
        let detail = format!("{reason} Nothing was charged; the held money is free again.");
        return Err(Problem::new(Code::SupplierRefused, detail).kept());
    }
    let status = if record.row.state.is_in_flight() {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    Done::new(status, &Message::from(record)).map_err(|error| caller.internal(&error))
}

async fn dry_run(caller: &Caller, key: &KnownKey, wanted: SendMessage) -> Answer {
    let from = wanted.from.clone();
    let (buyer, payer, draft) = draft_of(caller, key, wanted).await?;
    let found = messages::compose(&caller.asked.backend, &buyer, payer, &draft)
        .await
        .map_err(|error| draft_problem(caller, error))?;
    Ok(Json(Message {
        id: None,
        direction: "out".into(),
        status: Status::DryRun,
        customer_id: buyer.user().to_string(),
        from,
        to: found.to,
        body: found.body,
        encoding: found.measure.encoding.as_str().into(),
        segments: i32::try_from(found.measure.segments).unwrap_or(i32::MAX),
        price: Some(found.price.into()),
        refusal: None,
        created_at: None,
    })
    .into_response())
}

/// Whose number it is, and who pays.
async fn draft_of(
    caller: &Caller,
    key: &KnownKey,
    wanted: SendMessage,
) -> Result<(impl Buys + use<>, Payer, Draft), Problem> {
    let backend = &caller.asked.backend;
    let nobodys = || Problem::new(Code::NotFound, "Nobody of this shop holds this number.").field("from");
    let (number, holder) = messages::find_number(backend, &key.client, wanted.from.trim())
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(nobodys)?;
    let (buyer, customer) = accounts::act_for(backend, &key.client, holder)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(nobodys)?;
    let payer = match customer.billing {
        Billing::Wallet => Payer::Customer,
        Billing::Float => Payer::Float,
    };
    let draft = Draft {
        number,
        to: wanted.to,
        body: wanted.body,
    };
    Ok((buyer, payer, draft))
}

/// Which messages.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MessagesQuery {
    /// Only this customer's.
    #[param(example = "usr_0192d5e8a0007000800000000000000a")]
    customer_id: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Messages of the shop's customers, sent and received, newest first.
#[utoipa::path(
    get, path = "/api/v1/messages", tag = "Messages", operation_id = "list_messages", params(MessagesQuery),
    responses((status = 200, description = "A page of messages", body = Page<Message>), Common),
    security(("key" = [])),
)]
pub async fn list(Extension(caller): Extension<Caller>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::NumbersRead)?;
    let query: MessagesQuery = input::query(&uri)?;
    let limit = input::limit(query.limit)?;
    let customer = customer_filter(query.customer_id.as_deref())?;
    let after: Option<TimeCursor> = input::after("messages", query.cursor.as_deref())?
        .map(|text| text.parse().map_err(|_| input::bad_cursor()))
        .transpose()?;
    let rows = messages::records(&caller.asked.backend, &key.client, customer, after, limit + 1)
        .await
        .map_err(|error| caller.internal(&error))?;
    let (rows, next_cursor) = input::page(rows, limit, |record| {
        input::cursor("messages", &record.cursor().to_string())
    });
    let data = rows.into_iter().map(Message::from).collect();
    Ok(Json(Page { data, next_cursor }).into_response())
}

/// Nothing was held or charged in any of these cases.
fn draft_problem(caller: &Caller, error: DraftError) -> Problem {
    let gone = |detail: String| Problem::new(Code::OfferGone, format!("{detail} Nothing was charged."));
    match error {
        DraftError::NotFound => not_found("number").field("from"),
        DraftError::NumberOff => gone("The number cannot send messages now.".into()),
        DraftError::Empty => input::invalid("body", "A message has a text."),
        DraftError::TooLong(_) => input::invalid("body", "A message has at most 1,600 characters."),
        DraftError::NotAPhone => input::invalid("to", "It is not a phone number with its country code."),
        DraftError::ToItself => input::invalid("to", "A number cannot write to itself."),
        DraftError::CountryOff(country) => gone(format!("The shop sends no messages to {country}."))
            .hint("The shop's staff switch countries on in the dashboard."),
        DraftError::NoWay(country) => gone(format!("There is no way from this number to {country}.")),
        DraftError::Policy(breach) => gone(breach.in_words()),
        DraftError::OptedOut => gone("They answered STOP, so the number may not write to them.".into()),
        DraftError::Quiet { until } => gone(format!(
            "By its holder's setting the number is quiet until {until}."
        )),
        DraftError::Closed(_) | DraftError::Unavailable(_) => supplier_unavailable(),
        DraftError::Internal(error) => caller.internal(&error),
    }
}

fn send_problem(caller: &Caller, error: SendError) -> Problem {
    match error {
        SendError::Draft(error) => draft_problem(caller, error),
        SendError::PriceMoved { now } => Problem::new(
            Code::PriceMoved,
            "The price is above max_price. Nothing was charged.",
        )
        .now(now),
        SendError::Insufficient { missing } => Problem::new(
            Code::InsufficientBalance,
            "The payer's balance does not cover the price. Nothing was held or charged.",
        )
        .missing(missing),
        SendError::Frozen => Problem::new(
            Code::WalletFrozen,
            "A payment of the payer is disputed, so its balance is frozen. Nothing was charged.",
        ),
        SendError::NotVerified => Problem::new(
            Code::NotVerified,
            "The customer registered in the shop and has not followed the mailed link yet. Nothing was charged.",
        ),
        SendError::NotOpenYet => {
            Problem::new(Code::ShopNotOpen, "The shop is on trial. Nothing was charged.")
        }
        SendError::ShopClosed => Problem::new(
            Code::ShopClosed,
            "The shop sells nothing at the moment. Nothing was charged.",
        ),
        SendError::CapReached { left } => Problem::new(
            Code::CapReached,
            "Today's orders and messages with this key would exceed its daily cap. Nothing was charged.",
        )
        .left(left),
        SendError::Budget(short) => Problem::new(
            Code::BudgetExceeded,
            format!("{} Nothing was charged.", short.in_words()),
        )
        .left(short.left),
        SendError::Quota { .. } => Problem::new(
            Code::TooManyRequests,
            "The company's messages of the month are used up. Nothing was charged.",
        ),
        SendError::TooMany => Problem::new(
            Code::TooManyRequests,
            "Many messages went out in the last ten minutes. Nothing was sent and nothing charged.",
        )
        .retry_after(600),
        SendError::Reused => Problem::new(
            Code::KeyReused,
            "This Idempotency-Key belongs to another message. Nothing was done.",
        ),
        SendError::Internal(error) => caller.internal(&error),
    }
}
