//! Lists as files. A file is sent while it is read, page by page, so that a million rows need no memory and no long
//! transaction.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};

use crate::{
    domain::{error::Internal, spreadsheet},
    server_fns::guard::Asked,
    shared::{error::AppError, paging::Page},
};

/// A CSV file (RFC 4180, UTF-8) called `name.csv`: the header, then the page of each cursor until there is no further
/// one. When a page cannot be read the connection breaks off, so that half a file is not taken for a whole one.
pub fn csv<Read, Reading>(asked: Asked, name: &str, header: &[&str], read: Read) -> Response
where
    Read: Fn(Option<String>) -> Reading + Send + 'static,
    Reading: Future<Output = Result<Page<Vec<String>>, Internal>> + Send + 'static,
{
    let first = spreadsheet::line(header).map_err(|error| asked.internal(&error));
    let pages = stream::try_unfold((Some(None), read, asked), async |(cursor, read, asked)| {
        let Some(cursor) = cursor else { return Ok(None) };
        match read(cursor).await.and_then(lines) {
            Ok((text, next)) => Ok(Some((text, (next.map(Some), read, asked)))),
            Err(error) => Err(asked.internal(&error)),
        }
    });
    let body = Body::from_stream(stream::once(async { first }).chain(pages));
    let file = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (header::CONTENT_DISPOSITION, file),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    (headers, body).into_response()
}

/// A whole file that is made already.
pub fn file(name: &str, media_type: &'static str, text: String) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    (headers, text).into_response()
}

/// Why there is no file.
pub fn refuse(error: &AppError) -> Response {
    let status = match error {
        AppError::SignInRequired => StatusCode::UNAUTHORIZED,
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::FORBIDDEN,
    };
    (status, error.message()).into_response()
}

fn lines(page: Page<Vec<String>>) -> Result<(String, Option<String>), Internal> {
    let lines = page
        .rows
        .iter()
        .map(|row| spreadsheet::line(row.iter().map(|text| spreadsheet::cell(text))));
    Ok((lines.collect::<Result<_, _>>()?, page.next))
}
