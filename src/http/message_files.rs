//! `/account/messages.csv`: a customer's messages.

use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;

use super::export;
use crate::{
    domain::messages::{self, MessageRecord},
    server_fns::guard::Asked,
};

/// All of them, newest first.
pub async fn messages(Extension(asked): Extension<Asked>) -> Response {
    // An operator inside a shop reads no customer's messages.
    let Some(user) = asked.user.as_ref().filter(|user| user.entry.is_none()) else {
        return (StatusCode::UNAUTHORIZED, "Please sign in first.").into_response();
    };
    let (backend, customer) = (asked.backend.clone(), user.customer);
    let header = [
        "id",
        "at",
        "direction",
        "number",
        "peer",
        "text",
        "encoding",
        "segments",
        "state",
        "price",
        "currency",
    ];
    export::csv(asked, "messages", &header, move |after| {
        let backend = backend.clone();
        async move {
            let page = messages::export(&backend, &customer, after.as_deref()).await?;
            Ok(page.map(line))
        }
    })
}

fn line(record: MessageRecord) -> Vec<String> {
    let row = record.row;
    vec![
        row.id.to_string(),
        row.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        if row.is_out { "out" } else { "in" }.to_owned(),
        record.number,
        record.peer,
        row.body,
        record.encoding,
        row.segments.to_string(),
        row.state.as_str().to_owned(),
        row.charged.map(|amount| amount.amount()).unwrap_or_default(),
        row.charged
            .map(|amount| amount.currency().code().to_owned())
            .unwrap_or_default(),
    ]
}
