//! `/customers`: people the reseller's system buys for.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::{Answer, Caller, not_found},
    input,
    once::{Done, once},
    problem::{Code, Problem},
    wallets::Wallet,
    wire::{Common, ProblemSchema},
};
use crate::{
    domain::{
        accounts::{self, Billing, CreateCustomer, CreateCustomerError, CustomerRecord, Email, PersonName},
        api::{self, KeyScope, KnownKey},
        wallet::{entries, open::Owner},
    },
    shared::ids::UserId,
};

/// Who pays for a customer's orders unless an order says otherwise.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = Billing)]
#[serde(rename_all = "snake_case")]
pub enum BillingWord {
    /// The customer's wallet, at the retail price.
    Wallet,
    /// The reseller's float, at the platform price: the reseller's system has the customer's money.
    Float,
}

/// A customer to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    /// Unique in the shop. The reseller vouches for it: no mail is sent to verify it.
    #[schema(example = "ann@example.test", max_length = 254)]
    email: String,
    #[serde(default)]
    #[schema(max_length = 80)]
    first_name: String,
    #[serde(default)]
    #[schema(max_length = 80)]
    last_name: String,
    /// The reseller's own id; unique in the shop.
    #[schema(min_length = 1, max_length = 120)]
    external_id: Option<String>,
    /// By default `float`.
    billing: Option<BillingWord>,
}

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Customer {
    #[schema(example = "usr_0192d5e8a0007000800000000000000a")]
    id: String,
    email: String,
    first_name: String,
    last_name: String,
    external_id: Option<String>,
    billing: BillingWord,
    created_at: DateTime<Utc>,
}

impl From<CustomerRecord> for Customer {
    fn from(record: CustomerRecord) -> Self {
        Self {
            id: record.id.to_string(),
            email: record.email,
            first_name: record.first_name,
            last_name: record.last_name,
            external_id: record.external_id,
            billing: match record.billing {
                Billing::Wallet => BillingWord::Wallet,
                Billing::Float => BillingWord::Float,
            },
            created_at: record.created_at,
        }
    }
}

/// Makes a customer without a password and without writing to anybody. It can set a password by the shop's "forgot
/// password" page.
#[utoipa::path(
    post, path = "/api/v1/customers", tag = "Customers", operation_id = "create_customer",
    params(("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]{1,200}$",
        description = "Optional. The same key and body give the same answer.")),
    request_body(content = NewCustomer, content_type = "application/json"),
    responses(
        (status = 201, description = "The new customer", body = Customer),
        (status = 409, description = "`email_taken`, `external_id_taken`, `idempotency_key_reused`, \
            `request_in_progress`", body = ProblemSchema, content_type = "application/problem+json"),
        (status = 413, description = "`body_too_large`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 415, description = "`unsupported_media_type`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 422, description = "`invalid_field`", body = ProblemSchema,
            content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn create(Extension(caller): Extension<Caller>, headers: HeaderMap, bytes: Bytes) -> Answer {
    let key = caller.may(KeyScope::CustomersWrite)?;
    let wanted: NewCustomer = input::body(&headers, &bytes)?;
    let Some(idempotency_key) = input::idempotency_key(&headers)? else {
        let done = create_once(&caller, key, &wanted, UserId::new()).await?;
        return Ok(done.into_answer());
    };
    let request = api::Request {
        key: &idempotency_key,
        method: "POST",
        path: "/api/v1/customers",
        body: &bytes,
    };
    let (task, known) = (caller.clone(), key.clone());
    once(&caller, key, request, move |claimed| async move {
        create_once(&task, &known, &wanted, claimed.derived().into()).await
    })
    .await
}

async fn create_once(
    caller: &Caller,
    key: &KnownKey,
    wanted: &NewCustomer,
    id: UserId,
) -> Result<Done, Problem> {
    let name = |field: &str, text: &str| {
        PersonName::parse(text)
            .map_err(|_| input::invalid(field, "It is too long or has characters no name has."))
    };
    let external_id = wanted.external_id.clone();
    let is_usable = |id: &String| (1..=120).contains(&id.chars().count()) && !id.contains('\0');
    if !external_id.as_ref().is_none_or(is_usable) {
        return Err(input::invalid("external_id", "It has 1 to 120 characters."));
    }
    let new = CreateCustomer {
        id,
        email: Email::parse(&wanted.email)
            .map_err(|_| input::invalid("email", "It is not an e-mail address."))?,
        first_name: name("first_name", &wanted.first_name)?,
        last_name: name("last_name", &wanted.last_name)?,
        external_id,
        billing: match wanted.billing {
            Some(BillingWord::Wallet) => Billing::Wallet,
            Some(BillingWord::Float) | None => Billing::Float,
        },
    };
    match accounts::create_customer(&caller.asked.backend, &key.client, &new).await {
        Ok(made) => {
            Done::new(StatusCode::CREATED, &Customer::from(made)).map_err(|error| caller.internal(&error))
        }
        Err(CreateCustomerError::EmailTaken) => Err(Problem::new(
            Code::EmailTaken,
            "The shop has an account with this e-mail address. Nothing was made.",
        )
        .field("email")),
        Err(CreateCustomerError::ExternalIdTaken) => Err(Problem::new(
            Code::ExternalIdTaken,
            "The shop has a customer with this external_id. Nothing was made.",
        )
        .field("external_id")),
        Err(CreateCustomerError::Internal(error)) => Err(caller.internal(&error)),
    }
}

/// A customer.
#[utoipa::path(
    get, path = "/api/v1/customers/{id}", tag = "Customers", operation_id = "get_customer",
    params(("id" = String, Path, description = "`usr_…`", example = "usr_0192d5e8a0007000800000000000000a")),
    responses(
        (status = 200, description = "The customer", body = Customer),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn find(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let key = caller.may(KeyScope::CustomersRead)?;
    let customer = find_record(&caller, key, &id).await?;
    Ok(Json(Customer::from(customer)).into_response())
}

async fn find_record(caller: &Caller, key: &KnownKey, id: &str) -> Result<CustomerRecord, Problem> {
    let id: UserId = id.parse().map_err(|_| not_found("customer"))?;
    accounts::find_customer(&caller.asked.backend, &key.client, id)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("customer"))
}

/// What a customer has in the shop's currency: cash and credit together.
#[utoipa::path(
    get, path = "/api/v1/customers/{id}/wallet", tag = "Wallets", operation_id = "get_customer_wallet",
    params(("id" = String, Path, description = "`usr_…`", example = "usr_0192d5e8a0007000800000000000000a")),
    responses(
        (status = 200, description = "The wallet", body = Wallet),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn wallet(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let key = caller.may(KeyScope::WalletsRead)?;
    let customer = find_record(&caller, key, &id).await?;
    let backend = &caller.asked.backend;
    let owner = Owner::Customer(customer.id);
    let purse = entries::figures(backend, &key.client, owner, key.currency).await;
    let purse = purse.map_err(|error| caller.internal(&error))?;
    let wallet = Wallet::of(purse, key.currency, backend.now()).map_err(|error| caller.internal(&error))?;
    Ok(Json(wallet).into_response())
}
