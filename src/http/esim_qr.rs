//! An eSIM's QR code as a picture. The code is a secret: its owner only, no cache, no index.

use axum::{
    Extension,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{domain::esims::view, server_fns::guard::Asked, shared::ids::EsimId};

/// The code as SVG.
pub async fn svg(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    let Some((customer, id)) = owner(&asked, &id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match view::qr_svg(&asked.backend, &customer, id).await {
        Ok(Some(svg)) => picture("image/svg+xml", svg.into_bytes()),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&asked, &error),
    }
}

/// The code as PNG, offered for download.
pub async fn png(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    let Some((customer, id)) = owner(&asked, &id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match view::qr_png(&asked.backend, &customer, id).await {
        Ok(Some(png)) => picture("image/png", png),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&asked, &error),
    }
}

/// A stranger, an operator inside the shop and a wrong id are told the same.
fn owner(asked: &Asked, id: &str) -> Option<(crate::domain::scope::Customer, EsimId)> {
    let user = asked.user.as_ref().filter(|user| user.entry.is_none())?;
    let customer = user.customer;
    Some((customer, id.parse().ok()?))
}

fn picture(kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
        (
            header::HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex"),
        ),
    ];
    (headers, bytes).into_response()
}

fn failed(asked: &Asked, error: &crate::domain::error::Internal) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, asked.internal(error).message()).into_response()
}
