//! Stands between an adapter and the carrier, and shows every request to the mock of the vendor's document as well.

use std::sync::{Arc, Mutex, OnceLock};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use reqwest::RequestBuilder;

use super::spec_mock::Mock;

/// Where the document has the vendor's webhooks.
pub const WEBHOOKS: &str = "/webhooks/";

/// Between the adapter, the carrier and the receiver of webhooks.
#[derive(Clone)]
pub struct Judge {
    pub carrier: Arc<OnceLock<String>>,
    mock: String,
    /// What paths at the carrier begin with, and those of the document do not.
    prefix: &'static str,
    http: reqwest::Client,
    seen: Arc<Mutex<Vec<Option<String>>>>,
}

impl Judge {
    /// The judge, and the address it listens at.
    pub async fn start(mock: &Mock, prefix: &'static str) -> (Self, String) {
        let judge = Self {
            carrier: Arc::default(),
            mock: mock.url.clone(),
            prefix,
            http: reqwest::Client::new(),
            seen: Arc::default(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(pass).with_state(judge.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (judge, url)
    }

    fn request(&self, url: String, method: &Method, headers: &HeaderMap, body: &Bytes) -> RequestBuilder {
        let mut headers = headers.clone();
        headers.remove("host");
        let request = self.http.request(method.clone(), url).headers(headers);
        request.body(body.clone())
    }

    /// What the document has against the requests so far, and how many there were.
    pub fn verdict(&self) -> (Vec<String>, usize) {
        let seen = self.seen.lock().unwrap();
        (seen.iter().flatten().cloned().collect(), seen.len())
    }
}

/// What the document has against a request. The mock answers some of them all the same and says so in a header.
pub async fn fault(request: RequestBuilder) -> Option<String> {
    let answer = request.send().await.unwrap();
    let count = answer.headers().get("x-steady-error-count").cloned();
    let (status, headers) = (answer.status(), format!("{:?}", answer.headers()));
    let is_right = status.is_success() && count.is_none_or(|count| count == "0");
    (!is_right).then_some(format!("{status} {headers} {}", answer.text().await.unwrap()))
}

async fn pass(
    State(judge): State<Judge>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let target = uri.to_string();
    let shown = target.strip_prefix(judge.prefix).unwrap_or(&target);
    if shown.starts_with(WEBHOOKS) || shown != target {
        let request = judge.request(format!("{}{shown}", judge.mock), &method, &headers, &body);
        let fault = fault(request).await;
        let words = |fault| format!("{method} {shown} {}: {fault}", String::from_utf8_lossy(&body));
        judge.seen.lock().unwrap().push(fault.map(words));
    }
    if shown.starts_with(WEBHOOKS) {
        return StatusCode::OK.into_response();
    }
    let carrier = judge.carrier.get().unwrap();
    let request = judge.request(format!("{carrier}{target}"), &method, &headers, &body);
    let Ok(answer) = request.send().await else {
        // The carrier broke the connection; to the adapter that is as unknown as a bad gateway.
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    headers.remove("transfer-encoding");
    headers.remove("content-length");
    (status, headers, answer.bytes().await.unwrap_or_default()).into_response()
}
