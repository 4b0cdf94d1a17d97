//! `POST /webhooks/{provider}/voice/{step}`: the vendor asks what a call does next and waits for the answer.

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    backend::Backend,
    domain::calls::{self, AnswerError},
};

/// The next steps, as XML.
pub async fn answer(
    State(backend): State<Backend>,
    Path((provider, step)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header_of = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    match calls::answer(&backend, &provider, &step, query.as_deref(), &header_of, &body).await {
        Ok(script) => ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], script).into_response(),
        Err(AnswerError::Rejected(error)) => {
            tracing::warn!(provider, step, %error, "question about a call rejected");
            StatusCode::UNAUTHORIZED.into_response()
        }
        Err(AnswerError::NoSuchProvider) => StatusCode::NOT_FOUND.into_response(),
        Err(AnswerError::Internal(error)) => {
            tracing::error!(provider, step, %error, "a call could not be told what to do");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
