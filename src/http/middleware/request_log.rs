//! A request id for everything that happens, and one log line when it is over.

use std::time::Instant;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;
use uuid::Uuid;

/// The id of a request, shown to people when something fails.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Names the request, runs it inside a span of that name, and logs how it ended. Never logs queries: they carry
/// tokens of mailed links.
pub async fn log(mut request: Request, next: Next) -> Response {
    let id = RequestId(format!("req_{}", Uuid::now_v7().simple()));
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!(
        "request",
        request_id = %id.0,
        reseller_id = tracing::field::Empty,
        actor_id = tracing::field::Empty,
    );
    let (method, path) = (request.method().clone(), logged(request.uri().path()).to_owned());
    let begun = Instant::now();
    let mut response = async move {
        let response = next.run(request).await;
        let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = response.status().as_u16();
        tracing::info!(%method, path, status, duration_ms, "request");
        metrics::histogram!("http_request_seconds", "method" => method.to_string())
            .record(begun.elapsed().as_secs_f64());
        metrics::counter!("http_requests_total", "status" => status.to_string()).increment(1);
        response
    }
    .instrument(span)
    .await;
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// The path without the secret of a mailed link.
fn logged(path: &str) -> &str {
    const SECRET: [&str; 2] = ["/pickup/", "/business/join/"];
    SECRET
        .into_iter()
        .find(|secret| path.starts_with(secret))
        .unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::logged;

    #[test]
    fn the_secret_of_a_link_is_in_no_log() {
        assert_eq!(logged("/pickup/s3cret/qr.png"), "/pickup/");
        assert_eq!(logged("/business/join/s3cret"), "/business/join/");
        assert_eq!(logged("/business/employees"), "/business/employees");
    }
}
