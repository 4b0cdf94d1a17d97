//! The QR code of a line as a picture, for its employee. The code is a secret: no cache, no index, no referrer.

use axum::{
    Extension,
    extract::Path,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    domain::{accounts::LinkToken, pickups},
    server_fns::{cookie, guard::Asked},
};

/// The code as PNG, wherever the page shows it.
pub async fn png(
    Extension(asked): Extension<Asked>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let token = LinkToken::parse(&token);
    let proof = cookie::read(&headers, cookie::PICKUP);
    match pickups::picture(&asked.backend, &asked.shop.visitor, token.as_ref(), proof).await {
        Ok(Some(png)) => picture(png),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            asked.internal(&error).message(),
        )
            .into_response(),
    }
}

fn picture(bytes: Vec<u8>) -> Response {
    let header_of = HeaderName::from_static;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
        (header_of("x-robots-tag"), HeaderValue::from_static("noindex")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, bytes).into_response()
}
