//! Headers that keep a page to itself. The Content-Security-Policy of pages carries the nonce of their scripts and is
//! set where pages are drawn.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::server_fns::guard::Asked;

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // The own site needs the whole address to bring a refused form back; other sites get nothing.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=()"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
        ),
    ),
];

/// Sets each header that the answer does not have yet, and keeps personal pages out of shared caches.
pub async fn set(request: Request, next: Next) -> Response {
    let asked = request.extensions().get::<Asked>();
    let is_https = asked.is_some_and(|asked| asked.backend.address.is_https());
    let is_preview = asked.is_some_and(|asked| asked.is_preview);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if is_preview {
        // Shown inside the brand studio of the same site.
        let same = HeaderValue::from_static("SAMEORIGIN");
        headers.entry(header::X_FRAME_OPTIONS).or_insert(same);
    }
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-store"));
    if is_https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            // Not for subdomains: of a reseller's own domain they are somebody else's business.
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}
