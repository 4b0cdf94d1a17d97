//! Cookies, read and written in one place.

use axum::http::{HeaderMap, header};

/// The session of a signed-in browser.
pub const SESSION: &str = "session";
/// What a form held when it was refused, for a minute.
pub const FORM: &str = "form";

/// Ties a sign-in at a company's provider to the browser that began it.
pub const COMPANY_SIGN_IN: &str = "company-sign-in";

/// A secret made just now, sealed, on its way to the one page that shows it.
pub const SHOWN_ONCE: &str = "shown-once";

/// That the PIN or code of a pickup page was right, sealed, for an hour.
pub const PICKUP: &str = "pickup";

/// The cookie's value, if the browser sent one.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A cookie no script can read and no other site can send along with a form.
pub fn set(name: &str, value: &str, max_age_seconds: i64, is_https: bool) -> String {
    let secure = if is_https { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Lax{secure}")
}
