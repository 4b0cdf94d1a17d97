//! A reseller's own system, which takes webhooks.

use std::{
    collections::VecDeque,
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use standardwebhooks::Webhook;

use super::Client;

/// Where endpoints are added.
pub const LIST: &str = "/reseller/webhooks";

/// What came in, and what is answered next.
#[derive(Default)]
struct Inbox {
    received: Vec<(HeaderMap, Bytes)>,
    answers: VecDeque<StatusCode>,
    always: Option<StatusCode>,
}

/// A system of a reseller's, on this machine.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    inbox: Arc<Mutex<Inbox>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let inbox = Arc::new(Mutex::new(Inbox::default()));
        let router = Router::new()
            .route("/hooks", post(receive))
            .with_state(inbox.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, inbox }
    }

    pub fn received(&self) -> Vec<(HeaderMap, Bytes)> {
        self.inbox.lock().unwrap().received.clone()
    }

    pub fn count(&self) -> usize {
        self.inbox.lock().unwrap().received.len()
    }

    pub fn answer(&self, statuses: &[StatusCode]) {
        self.inbox.lock().unwrap().answers.extend(statuses);
    }

    pub fn always(&self, status: StatusCode) {
        self.inbox.lock().unwrap().always = Some(status);
    }
}

async fn receive(
    State(inbox): State<Arc<Mutex<Inbox>>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let mut inbox = inbox.lock().unwrap();
    inbox.received.push((headers, body));
    let status = inbox
        .answers
        .pop_front()
        .or(inbox.always)
        .unwrap_or(StatusCode::OK);
    (status, format!("thanks {}", "x".repeat(5_000)))
}

fn path(location: &str) -> String {
    location[location.find("/reseller").expect("a page of the dashboard")..].to_owned()
}

/// Adds an endpoint by the form; its page and its secret.
pub async fn add(owner: &mut Client, url: &str, event: &str) -> (String, String) {
    let form = [("url", url), ("events[3]", event)];
    let answer = owner.post(LIST, "/do/webhooks/add", &form).await;
    let page = path(&answer.location.unwrap());
    let secret = secret(owner, &page).await.expect("a new secret is shown");
    (page, secret)
}

/// The secret on the page, if it shows one.
pub async fn secret(owner: &mut Client, page: &str) -> Option<String> {
    let html = owner.get(page).await.text();
    let at = html.find("whsec_")?;
    let end = html[at..].find('<').unwrap();
    Some(html[at..at + end].to_owned())
}

/// Whether the secret signed it, at whatever time: the library's own check asks the machine's clock, a test moves its own.
pub fn verifies(secret: &str, (headers, body): &(HeaderMap, Bytes)) -> bool {
    let header = |name: &str| headers[name].to_str().unwrap();
    let at = header("webhook-timestamp").parse().unwrap();
    let signature = Webhook::new(secret)
        .unwrap()
        .sign(header("webhook-id"), at, body)
        .unwrap();
    header("webhook-signature")
        .split(' ')
        .any(|given| given == signature)
}
