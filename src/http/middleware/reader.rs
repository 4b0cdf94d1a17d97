//! Who is signed in and what they can spend, for the header of a page. Read before the page is drawn, so that drawing
//! it waits for nothing but its own content.

use axum::{
    extract::Request,
    http::{Method, header},
    middleware::Next,
    response::Response,
};

use crate::{app::Reader, server_fns::guard::Asked};

/// Reads it for pages; other requests show no header.
pub async fn load(mut request: Request, next: Next) -> Response {
    let is_page = request.method() == Method::GET
        && request
            .headers()
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_none_or(|kinds| kinds.contains("text/html") || kinds.contains("*/*"));
    let asked = request.extensions().get::<Asked>().filter(|_| is_page).cloned();
    if let Some(asked) = asked {
        // A reader that cannot be read is a stranger to the header; the page itself says what is wrong.
        let reader = asked
            .signed_in()
            .await
            .inspect_err(|error| drop(asked.internal(error)))
            .unwrap_or_default();
        request.extensions_mut().insert(Reader(reader));
    }
    next.run(request).await
}
