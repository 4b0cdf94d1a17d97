//! A shop's prices as a file: to take away, and the edited one that comes back. Larger than a form, so it has its own
//! limit.

use axum::{
    Extension,
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::export;
use crate::{
    domain::pricing::sheet::{self, ReadError, UploadSheetError},
    server_fns::guard::Asked,
    shared::{error::AppError, permissions::StaffMay},
};

/// Longest body: the largest file and the form around it.
pub const BODY_BYTES_MAX: usize = sheet::BYTES_MAX + 4 * 1024;
const PAGE: &str = "/reseller/prices/sheet";

/// `GET /reseller/prices.csv`: the rules that are valid or will be.
pub async fn download(Extension(asked): Extension<Asked>) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return refused(&error),
    };
    let backend = asked.backend.clone();
    export::csv(asked, "prices", &sheet::HEADER, move |after| {
        let backend = backend.clone();
        async move {
            let after = after.and_then(|id| id.parse().ok());
            sheet::page(&backend, &staff, after).await
        }
    })
}

/// `POST /reseller/prices/sheet/upload`: leads to the preview, or back with the reason why there is none.
pub async fn upload(Extension(asked): Extension<Asked>, form: Multipart) -> Response {
    let staff = match asked.staff(StaffMay::EditPrices) {
        Ok(staff) => staff,
        Err(error) => return refused(&error),
    };
    let Ok(found) = file(form).await else {
        return back("large");
    };
    let Some((name, bytes)) = found.filter(|(_, bytes)| !bytes.is_empty()) else {
        return back("none");
    };
    match sheet::upload(&asked.backend, &staff, &name, &bytes).await {
        Ok(id) => Redirect::to(&format!("{PAGE}/{id}")).into_response(),
        Err(UploadSheetError::TooLarge) => back("large"),
        Err(UploadSheetError::NotText) => back("text"),
        Err(UploadSheetError::Unreadable(ReadError::Header(_))) => back("header"),
        Err(UploadSheetError::Unreadable(ReadError::Empty)) => back("empty"),
        Err(UploadSheetError::Unreadable(ReadError::TooMany)) => back("many"),
        Err(UploadSheetError::Internal(error)) => refused(&asked.internal(&error)),
    }
}

/// The name and the bytes of the form's file.
async fn file(mut parts: Multipart) -> Result<Option<(String, Vec<u8>)>, MultipartError> {
    while let Some(part) = parts.next_field().await? {
        if part.name() == Some("file") {
            let name = part.file_name().unwrap_or_default().to_owned();
            return Ok(Some((name, part.bytes().await?.to_vec())));
        }
    }
    Ok(None)
}

/// The page has the words; an address could put others' into the shop's mouth.
fn back(why: &str) -> Response {
    Redirect::to(&format!("{PAGE}?refused={why}")).into_response()
}

fn refused(error: &AppError) -> Response {
    let status = match error {
        AppError::SignInRequired => return Redirect::to("/sign-in").into_response(),
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::Forbidden => StatusCode::FORBIDDEN,
        AppError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, error.message()).into_response()
}
