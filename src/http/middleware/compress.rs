//! Which answers are compressed on the way out. Built files lie compressed on disk already.

use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};

/// Pages, stylesheets and other text. Pictures do not shrink.
pub fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        // A stream of events would wait in the compressor for its end.
        .filter(|kind| !kind.starts_with("text/event-stream"))
        .is_some_and(|kind| kind.starts_with("text/") || kind.contains("json") || kind.contains("svg"))
}
