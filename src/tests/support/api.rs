//! A reseller's own system: shows its key, sends and reads JSON.

use std::net::SocketAddr;

use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::Value;

pub const AURORA_KEY: &str = "cdk_test_aurora_4f9c2b7e1d8a4c6f";
pub const KITE_KEY: &str = "cdk_test_kite_8b1e5d3a7c9f2e60";

/// An answer, read to its end.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub json: Value,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text: String = String::from_utf8_lossy(&self.bytes).chars().take(600).collect();
        write!(f, "{} {text} {:?}", self.status, self.headers)
    }
}

impl Reply {
    /// The refusal's code; proves that it is a whole problem.
    pub fn code(&self) -> &str {
        assert_eq!(
            self.headers["content-type"], "application/problem+json",
            "{self:?}"
        );
        for member in ["type", "title", "detail", "request_id"] {
            let text = self.json[member].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "no {member} in {self:?}");
        }
        assert_eq!(self.json["status"], self.status.as_u16());
        assert_eq!(
            self.json["request_id"],
            self.headers["x-request-id"].to_str().unwrap()
        );
        self.json["code"].as_str().unwrap()
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, &str) {
        (self.status.as_u16(), self.code())
    }

    pub fn text(&self, pointer: &str) -> String {
        let found = self.json.pointer(pointer).and_then(Value::as_str);
        found
            .unwrap_or_else(|| panic!("no {pointer} in {}", self.json))
            .to_owned()
    }
}

#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    origin: String,
    pub key: Option<String>,
}

impl Api {
    pub fn new(host: &str, address: SocketAddr, key: &str) -> Self {
        let http = reqwest::Client::builder().resolve(host, address).build().unwrap();
        Self {
            http,
            origin: format!("http://{host}:{}", address.port()),
            key: Some(key.to_owned()).filter(|key| !key.is_empty()),
        }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.origin));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        self.try_send(request).await.expect("an answer")
    }

    /// The answer, if there is one: the server may be killed.
    pub async fn try_send(&self, request: reqwest::RequestBuilder) -> Option<Reply> {
        let answer = request.send().await.ok()?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.bytes().await.ok()?.to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Some(Reply {
            status,
            headers,
            bytes,
            json,
        })
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    pub fn order(&self, key: &str, body: &Value) -> reqwest::RequestBuilder {
        self.request(Method::POST, "/api/v1/orders")
            .header("idempotency-key", key)
            .json(body)
    }

    pub async fn place(&self, key: &str, body: &Value) -> Reply {
        self.send(self.order(key, body)).await
    }

    /// The same with an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Reply {
        let request = self.request(Method::POST, path).header("idempotency-key", key);
        self.send(request.json(&body)).await
    }

    /// A new customer's id.
    pub async fn customer(&self, email: &str, billing: &str) -> String {
        let body = serde_json::json!({ "email": email, "billing": billing });
        let made = self.post("/api/v1/customers", body).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.text("/id")
    }
}
