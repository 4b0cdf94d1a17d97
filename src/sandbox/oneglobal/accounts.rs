//! Accounts and the subscribers on them.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::answer::{BASE, Made, PageQuery, Problem, hal, once, page};
use super::book::{Subscriber, new_id, time};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Address {
    #[serde(rename = "line1")]
    _line1: Option<String>,
    #[serde(rename = "line2")]
    _line2: Option<String>,
    #[serde(rename = "city")]
    _city: Option<String>,
    country: String,
    state: Option<String>,
    #[serde(rename = "postal_code")]
    _postal_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "type", rename_all = "snake_case")]
enum NewAccount {
    Personal {
        #[serde(rename = "owner")]
        _owner: Value,
    },
    Business {
        #[serde(rename = "company_name")]
        _company_name: String,
        #[serde(rename = "tax_id")]
        _tax_id: Option<String>,
        address: Address,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewSubscriber {
    account_id: String,
    #[serde(rename = "first_name")]
    _first_name: String,
    #[serde(rename = "last_name")]
    _last_name: String,
    email: String,
    address: Address,
    #[serde(rename = "locale")]
    _locale: Option<String>,
}

impl Address {
    fn check(&self) -> Result<(), Problem> {
        let is_code = self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_code {
            return Err(Problem::malformed("address.country must be two capital letters"));
        }
        if self.state.is_none() && ["US", "CA"].contains(&self.country.as_str()) {
            return Err(Problem::unprocessable(
                "$.address.state",
                "state is needed in US and CA",
            ));
        }
        Ok(())
    }
}

/// `POST /accounts`
pub async fn create(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<Response, Problem> {
    let wanted: NewAccount =
        serde_json::from_value(body.clone()).map_err(|error| Problem::malformed(error.to_string()))?;
    if let NewAccount::Business { address, .. } = &wanted {
        address.check()?;
    }
    once(&sandbox, &headers, format!("accounts {body}"), move |memory| {
        let now = memory.now();
        let mut account = body;
        account["id"] = json!(new_id("acc", now));
        account["status"] = json!("active");
        account["created_at"] = json!(time(now));
        memory.oneglobal.accounts.push(account.clone());
        let (status, magic) = (201, None);
        Ok(Made::Done {
            status,
            body: account,
            magic,
        })
    })
    .await
}

/// `GET /accounts`
pub async fn list(
    State(sandbox): State<Sandbox>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    page(&query, "accounts", accounts(&sandbox))
}

/// `GET /accounts/{id}`
pub async fn fetch(State(sandbox): State<Sandbox>, Path(id): Path<String>) -> Result<Response, Problem> {
    let found = accounts(&sandbox).into_iter().find(|account| account["id"] == id);
    let account = found.ok_or_else(|| Problem::not_found("account"))?;
    Ok(hal(StatusCode::OK, account))
}

/// `POST /subscribers`
pub async fn create_subscriber(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<Response, Problem> {
    let wanted: NewSubscriber =
        serde_json::from_value(body.clone()).map_err(|error| Problem::malformed(error.to_string()))?;
    wanted.address.check()?;
    if !wanted.email.contains('@') {
        return Err(Problem::malformed("email is none"));
    }
    if !accounts(&sandbox)
        .iter()
        .any(|account| account["id"] == wanted.account_id)
    {
        return Err(Problem::unprocessable("$.account_id", "account not found"));
    }
    once(&sandbox, &headers, format!("subscribers {body}"), move |memory| {
        let now = memory.now();
        let subscriber = Subscriber {
            id: new_id("subr", now),
            account_id: wanted.account_id,
            given: body,
            created_at: now,
        };
        let body = show(&subscriber);
        memory.oneglobal.subscribers.push(subscriber);
        let (status, magic) = (201, None);
        Ok(Made::Done { status, body, magic })
    })
    .await
}

/// `GET /subscribers`
pub async fn subscribers(
    State(sandbox): State<Sandbox>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let all = sandbox.read(|memory| memory.oneglobal.subscribers.iter().map(show).collect());
    page(&query, "subscribers", all)
}

fn accounts(sandbox: &Sandbox) -> Vec<Value> {
    let first = json!({
        "id": sandbox.settings().oneglobal_account,
        "type": "business",
        "status": "active",
        "company_name": "Sandbox",
        "address": { "country": "GB" },
    });
    let others = sandbox.read(|memory| memory.oneglobal.accounts.clone());
    std::iter::once(first).chain(others).collect()
}

fn show(subscriber: &Subscriber) -> Value {
    let mut shown = subscriber.given.clone();
    shown["id"] = json!(subscriber.id);
    shown["status"] = json!("active");
    shown["created_at"] = json!(time(subscriber.created_at));
    shown["_links"] = json!({
        "self": { "href": format!("{BASE}/subscribers/{}", subscriber.id) },
        "account": { "href": format!("{BASE}/accounts/{}", subscriber.account_id) },
    });
    shown
}
