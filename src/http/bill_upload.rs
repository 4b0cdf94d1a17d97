//! A provider's bill as a file. Larger than a form, so it has its own limit.

use axum::{
    Extension,
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    domain::operations::bills::{Import, ImportError, ParseError, import},
    server_fns::guard::Asked,
    shared::{error::AppError, permissions::OperatorMay},
};

/// Longest body: the largest bill and the form around it.
pub const BYTES_MAX: usize = 21 * 1024 * 1024;
const LIST: &str = "/admin/reconciliation/bills";
/// Wrong lines told at once; the address has to stay short.
const LINES_TOLD: usize = 8;
/// Longest name of a file, in characters.
const NAME_MAX: usize = 200;

#[derive(Default)]
struct Form {
    provider: String,
    from: String,
    until: String,
    name: String,
    file: Vec<u8>,
}

/// `POST /admin/reconciliation/bills/import`: shows the bill, or the list with the reason why it was not taken.
pub async fn receive(Extension(asked): Extension<Asked>, form: Multipart) -> Response {
    let admin = match asked.operator(OperatorMay::DecideCases) {
        Ok(admin) => admin,
        Err(AppError::SignInRequired) => return Redirect::to("/sign-in").into_response(),
        Err(AppError::Forbidden) => return StatusCode::FORBIDDEN.into_response(),
        Err(_) => return StatusCode::NOT_FOUND.into_response(),
    };
    let Ok(form) = read(form).await else {
        return back("The form could not be read, or the file is larger than 20 MB. Nothing was taken.");
    };
    let (Ok(from), Ok(until)) = (form.from.parse(), form.until.parse()) else {
        return back("Please give the first day and the day after the last. Nothing was taken.");
    };
    if form.name.is_empty() || form.file.is_empty() {
        return back("Please choose a file. Nothing was taken.");
    }
    let new = Import {
        provider: &form.provider,
        name: &form.name,
        file: &form.file,
        from,
        until,
    };
    match import(&asked.backend, &admin, &new).await {
        Ok(bill) => Redirect::to(&format!("{LIST}/{}", bill.id)).into_response(),
        Err(error) => back(&words(&asked, error)),
    }
}

async fn read(mut parts: Multipart) -> Result<Form, MultipartError> {
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await? {
        match part.name() {
            Some("provider") => form.provider = part.text().await?,
            Some("from") => form.from = part.text().await?,
            Some("until") => form.until = part.text().await?,
            Some("file") => {
                form.name = part
                    .file_name()
                    .unwrap_or_default()
                    .chars()
                    .take(NAME_MAX)
                    .collect();
                form.file = part.bytes().await?.to_vec();
            }
            _ => {}
        }
    }
    Ok(form)
}

fn words(asked: &Asked, error: ImportError) -> String {
    match error {
        ImportError::NoSuchProvider(..) => "There is no such provider. Nothing was taken.".into(),
        ImportError::Period => "The period must end after it begins. Nothing was taken.".into(),
        ImportError::Unreadable(ParseError::Lines(lines)) => {
            let told: Vec<String> = lines
                .iter()
                .take(LINES_TOLD)
                .map(|line| format!("line {}: {}", line.line, line.what))
                .collect();
            format!(
                "Nothing was taken. {} lines cannot be read: {}.",
                lines.len(),
                told.join("; ")
            )
        }
        ImportError::Unreadable(error) => format!("Nothing was taken: {error}."),
        ImportError::Internal(error) => asked.internal(&error).message(),
    }
}

fn back(why: &str) -> Response {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("refused", why)
        .finish();
    Redirect::to(&format!("{LIST}?{query}")).into_response()
}
