//! A request with an idempotency key is answered once. See `domain::api::claim` for what is kept and what forgotten.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;

use super::{
    caller::{Answer, Caller},
    problem::{self, Code, Problem},
};
use crate::domain::{
    api::{self, Claim, Claimed, KnownKey, Stored},
    error::Internal,
};

/// Says that this answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What a request did.
pub struct Done {
    status: StatusCode,
    body: Vec<u8>,
}

impl Done {
    /// The thing exists; this is how it is shown.
    pub fn new(status: StatusCode, body: &impl Serialize) -> Result<Self, Internal> {
        Ok(Self {
            status,
            body: serde_json::to_vec(body)?,
        })
    }

    /// The answer of a request without a key.
    pub fn into_answer(self) -> Response {
        respond(self.status.as_u16(), self.body, false)
    }
}

/// Runs `work` for the first request with this key and gives everybody else its answer. The work goes on when the
/// caller hangs up: the answer waits for the next request.
pub async fn once<F>(
    caller: &Caller,
    key: &KnownKey,
    request: api::Request<'_>,
    work: impl FnOnce(Claimed) -> F,
) -> Answer
where
    F: Future<Output = Result<Done, Problem>> + Send + 'static,
{
    let backend = &caller.asked.backend;
    let claimed = match api::claim(backend, &key.client, request).await {
        Ok(Claim::Mine(claimed)) => claimed,
        Ok(Claim::Answered(stored)) => return Ok(respond(stored.status, stored.body, true)),
        Ok(Claim::InProgress) => {
            let detail = "The same request is being worked on. Ask again with the same key for its answer.";
            return Err(Problem::new(Code::InProgress, detail).retry_after(1));
        }
        Ok(Claim::Reused) => {
            let detail = "This Idempotency-Key belongs to a request with another body. Nothing was done.";
            return Err(Problem::new(Code::KeyReused, detail).hint("Use a new key for a new request."));
        }
        Err(error) => return Err(caller.internal(&error)),
    };
    let work = work(claimed.clone());
    let (task, client) = (caller.clone(), key.client);
    let finished = tokio::spawn(async move {
        let backend = &task.asked.backend;
        let outcome = work.await;
        let kept = match &outcome {
            Ok(done) => Some(Stored {
                status: done.status.as_u16(),
                body: done.body.clone(),
            }),
            Err(problem) if problem.is_kept() => Some(Stored {
                status: problem.status().as_u16(),
                body: problem.body(&task.asked.request_id),
            }),
            Err(_) => None,
        };
        let closed = match (&kept, &outcome) {
            (Some(stored), _) => api::finish(backend, &client, &claimed, stored).await,
            (None, Err(problem)) if problem.status().is_server_error() => {
                api::reopen(backend, &client, &claimed).await
            }
            (None, _) => api::forget(backend, &client, &claimed).await,
        };
        // The claim lets go by itself after a while; the answer stands.
        if let Err(error) = closed {
            task.asked.internal(&error);
        }
        outcome
    });
    let outcome = finished.await.map_err(|error| caller.internal(&error.into()))?;
    outcome.map(Done::into_answer)
}

fn respond(status: u16, body: Vec<u8>, is_replay: bool) -> Response {
    let kind = if status < 400 {
        "application/json"
    } else {
        problem::MEDIA_TYPE
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if is_replay {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}
