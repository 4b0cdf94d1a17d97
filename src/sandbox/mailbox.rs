//! The mails the product has "sent": one JSON file each in a folder, shown to people and to tests.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::page::{escape, page, with_links};
use super::state::Sandbox;

/// Mails on a page unless asked otherwise, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;
/// Files looked at; in a folder with more, the newest count.
const FILES: usize = 2_000;

/// The mailbox's routes.
pub fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/mailbox", get(list))
        .route("/mailbox.json", get(list_json))
        .route("/mailbox/{id}", get(show))
}

#[derive(Serialize, Deserialize)]
struct Mail {
    id: String,
    at: String,
    #[serde(default)]
    from: String,
    /// An address, or a list of them.
    to: Value,
    subject: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    html: String,
}

#[derive(Deserialize)]
struct Filter {
    to: Option<String>,
    limit: Option<usize>,
}

async fn list_json(State(sandbox): State<Sandbox>, Query(filter): Query<Filter>) -> Json<Value> {
    Json(json!({ "data": find(sandbox, filter).await }))
}

async fn list(State(sandbox): State<Sandbox>, Query(filter): Query<Filter>) -> Response {
    let to = escape(filter.to.as_deref().unwrap_or_default());
    let mails = find(sandbox, filter).await;
    let rows: String = mails
        .iter()
        .map(|mail| {
            let (id, at, to, subject) = (escape(&mail.id), escape(&mail.at), escape(&mail.recipients()), escape(&mail.subject));
            format!("<tr><td><a href=\"/mailbox/{id}\">{subject}</a></td><td>{to}</td><td><small>{at}</small></td></tr>")
        })
        .collect();
    let list = match rows.is_empty() {
        true => "<p class=\"muted\">No mail yet.</p>".to_owned(),
        false => format!(
            "<table><thead><tr><th>Subject</th><th>To</th><th>At</th></tr></thead><tbody>{rows}</tbody></table>"
        ),
    };
    let form = format!("<form><label>To <input name=\"to\" type=\"search\" value=\"{to}\"></label></form>");
    page(
        "Mailbox",
        &format!("<h1>Mailbox</h1><div class=\"card\">{form}</div><div class=\"card\">{list}</div>"),
    )
    .into_response()
}

async fn show(State(sandbox): State<Sandbox>, Path(id): Path<String>) -> Response {
    let folder = sandbox.settings().mail_dir.clone();
    let found =
        tokio::task::spawn_blocking(move || read_all(&folder).into_iter().find(|mail| mail.id == id)).await;
    let Ok(Some(mail)) = found else {
        return (
            StatusCode::NOT_FOUND,
            page("Mailbox", "<p>There is no such mail.</p>"),
        )
            .into_response();
    };
    // The mail is a stranger's HTML: no scripts, no forms, no reach into this page; its links open on their own.
    let html = match mail.html.is_empty() {
        true => String::new(),
        false => format!(
            "<div class=\"card\"><iframe title=\"The mail\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" srcdoc=\"{}\"></iframe></div>",
            escape(&format!("<base target=\"_blank\">{}", mail.html))
        ),
    };
    let body = format!(
        "<p><a href=\"/mailbox\">Mailbox</a></p><h1>{}</h1><div class=\"card\"><table><tbody><tr><th>From</th><td>{}</td></tr><tr><th>To</th><td>{}</td></tr>\
         <tr><th>At</th><td>{}</td></tr></tbody></table></div>{html}<div class=\"card\"><pre>{}</pre></div>",
        escape(&mail.subject),
        escape(&mail.from),
        escape(&mail.recipients()),
        escape(&mail.at),
        with_links(&mail.text),
    );
    page(&mail.subject, &body).into_response()
}

async fn find(sandbox: Sandbox, filter: Filter) -> Vec<Mail> {
    let folder = sandbox.settings().mail_dir.clone();
    let mut mails = tokio::task::spawn_blocking(move || read_all(&folder))
        .await
        .unwrap_or_default();
    if let Some(to) = filter.to.filter(|to| !to.is_empty()) {
        mails.retain(|mail| mail.recipients().to_lowercase().contains(&to.to_lowercase()));
    }
    mails.truncate(filter.limit.unwrap_or(USUAL).min(MOST));
    mails
}

/// All readable mails, newest first; a file that is not a mail, or not yet whole, is passed over.
fn read_all(folder: &std::path::Path) -> Vec<Mail> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .flatten()
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "json")
        })
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    files.sort_by(|a, b| b.cmp(a));
    files.truncate(FILES);
    let mut mails: Vec<Mail> = files
        .iter()
        .filter_map(|(_, file)| serde_json::from_slice(&std::fs::read(file).ok()?).ok())
        .collect();
    // Stable: mails of the same moment stay in the order their files were written.
    mails.sort_by(|a, b| b.at.cmp(&a.at));
    mails
}

impl Mail {
    fn recipients(&self) -> String {
        match &self.to {
            Value::String(address) => address.clone(),
            Value::Array(addresses) => addresses
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(", "),
            _ => String::new(),
        }
    }
}
