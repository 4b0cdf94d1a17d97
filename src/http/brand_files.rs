//! A shop's stylesheet and pictures. A version never changes, so browsers may keep it for a year.

use axum::{
    Extension,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{domain::themes, server_fns::guard::Asked};

const A_YEAR: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// `/theme/{slug}/{version}.css`.
pub async fn theme(
    Extension(asked): Extension<Asked>,
    Path((slug, file)): Path<(String, String)>,
) -> Response {
    let Some(version) = file.strip_suffix(".css").and_then(|text| text.parse().ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match themes::css::css(&asked.backend, &asked.shop.visitor, &slug, version).await {
        Ok(Some(css)) => {
            let kind = HeaderValue::from_static("text/css; charset=utf-8");
            (
                [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, A_YEAR)],
                css,
            )
                .into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            asked.internal(&error).message(),
        )
            .into_response(),
    }
}

/// `/brand/{id}`: a logo or favicon. The policy keeps a picture from running anything.
pub async fn asset(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match themes::asset::asset(&asked.backend, &asked.shop.visitor, id).await {
        Ok(Some(asset)) => {
            let Ok(kind) = HeaderValue::from_str(&asset.media_type) else {
                return StatusCode::NOT_FOUND.into_response();
            };
            let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, A_YEAR),
                (header::CONTENT_SECURITY_POLICY, policy),
            ];
            (headers, asset.bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            asked.internal(&error).message(),
        )
            .into_response(),
    }
}
