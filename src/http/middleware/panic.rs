//! A bug in one request is an answer with a way out, not a broken connection.

use std::any::Any;

use axum::{
    body::Body,
    http::{Response, StatusCode, header},
};

/// A plain page, since whatever draws the shop's pages may be what broke.
pub fn answer(error: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let detail = error
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| error.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(detail, "a request panicked");
    let page = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>\
                <title>Something went wrong</title><h1>Something went wrong on our side</h1>\
                <p>Your money is safe. Please go back and try again.</p><p><a href='/'>To the shop</a></p>";
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}
