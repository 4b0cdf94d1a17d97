//! What a page shows when its read answered, and where it sends the reader when it did not.

use std::str::FromStr;

use axum::http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use leptos_router::{
    hooks::{use_location, use_params_map},
    location::Url,
};

use crate::{components::ErrorPanel, shared::error::AppError};

/// The page for what was read; otherwise the way to sign in, the 404 page, or the sentence of the error.
pub fn answer<T, V: IntoView + 'static>(read: Result<T, AppError>, show: impl FnOnce(T) -> V) -> AnyView {
    match read {
        Ok(found) => show(found).into_any(),
        Err(AppError::SignInRequired) => {
            leptos_axum::redirect(&format!("/sign-in?next={}", Url::escape(&here())));
            // `redirect` alone leaves the status at 200 for a reader that does not say it wants HTML.
            status(StatusCode::FOUND);
            ().into_any()
        }
        Err(error) => {
            status(status_of(&error));
            let title = if matches!(error, AppError::NotFound) {
                "Not found"
            } else {
                "Something is not right"
            };
            view! { <Title text=title/> <ErrorPanel error/> }.into_any()
        }
    }
}

/// Makes the browser load the page again. A header, since a refresh in the page's head takes readers of the screen
/// by surprise; every page that uses it also has a link to look again.
pub fn look_again_in(seconds: &'static str) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(
            HeaderName::from_static("refresh"),
            HeaderValue::from_static(seconds),
        );
    }
}

/// The id in the address; `None` is answered like an id that does not exist.
pub fn id_in_path<Id: FromStr>() -> Option<Id> {
    use_params_map().read_untracked().get("id")?.parse().ok()
}

/// Path and query of the page being rendered.
fn here() -> String {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

fn status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

const fn status_of(error: &AppError) -> StatusCode {
    match error {
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::SignInRequired => StatusCode::UNAUTHORIZED,
        AppError::Forbidden => StatusCode::FORBIDDEN,
        AppError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        AppError::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        AppError::Invalid { .. } | AppError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::InsufficientBalance { .. } | AppError::PriceMoved { .. } => StatusCode::CONFLICT,
    }
}
