//! Who asks. Each server function begins with one of these; a rule test checks that none is without.

use std::{net::IpAddr, sync::Arc};

use axum::http::request::Parts;
use leptos::prelude::use_context;

use crate::{
    backend::Backend,
    domain::{
        accounts::{self, SignedInUser},
        error::Internal,
        scope::{Admin, Customer},
        tenancy::Shop,
    },
    shared::error::AppError,
};

/// Everything the middleware found out about a request.
#[derive(Clone, Debug)]
pub struct Asked {
    pub backend: Backend,
    pub shop: Arc<Shop>,
    pub user: Option<SignedInUser>,
    pub request_id: String,
    pub address: IpAddr,
    pub user_agent: String,
}

/// The request under way.
pub fn asked() -> Result<Asked, AppError> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Asked>().cloned())
        .ok_or_else(|| AppError::Internal { request_id: "no-request".into() })
}

/// Anybody on a shop's host.
pub fn visitor() -> Result<Asked, AppError> {
    asked()
}

/// A signed-in customer.
pub fn customer() -> Result<(Asked, Customer), AppError> {
    let asked = asked()?;
    let customer = asked.user.as_ref().map(|user| user.customer).ok_or(AppError::SignInRequired)?;
    Ok((asked, customer))
}

/// An operator on the platform's own host. Elsewhere there is no such page.
pub fn admin() -> Result<(Asked, Admin), AppError> {
    let asked = asked()?;
    if !asked.shop.brand.is_platform {
        return Err(AppError::NotFound);
    }
    let user = asked.user.as_ref().ok_or(AppError::SignInRequired)?;
    let admin = accounts::admin_of(user, asked.shop.brand.is_platform).ok_or(AppError::Forbidden)?;
    Ok((asked, admin))
}

impl Asked {
    /// Logs our failure once and gives the person a code for it.
    pub fn internal(&self, error: &Internal) -> AppError {
        tracing::error!(request_id = %self.request_id, reseller_id = %self.shop.id, %error, "internal error");
        AppError::Internal { request_id: self.request_id.clone() }
    }
}
