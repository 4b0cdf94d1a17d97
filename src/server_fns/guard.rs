//! Who asks. Each server function begins with one of these; a rule test checks that none is without.

use std::{net::IpAddr, sync::Arc};

use axum::http::{HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::{
    backend::Backend,
    domain::{
        accounts::{self, Device, NewSession, SessionToken, SignedInUser},
        audit::Origin,
        error::Internal,
        scope::{Admin, Customer},
        tenancy::Shop,
        wallet,
    },
    server_fns::cookie,
    shared::{account::SignedIn, error::AppError, money::Money},
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
    /// The session cookie as sent, whether or not it is valid.
    pub session_cookie: Option<String>,
}

/// The request under way.
pub fn asked() -> Result<Asked, AppError> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Asked>().cloned())
        .ok_or_else(|| AppError::Internal {
            request_id: "no-request".into(),
        })
}

/// Anybody on a shop's host.
pub fn visitor() -> Result<Asked, AppError> {
    asked()
}

/// A signed-in customer.
pub fn customer() -> Result<(Asked, Customer), AppError> {
    let asked = asked()?;
    let customer = asked
        .user
        .as_ref()
        .map(|user| user.customer)
        .ok_or(AppError::SignInRequired)?;
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
        AppError::Internal {
            request_id: self.request_id.clone(),
        }
    }

    /// Who is signed in, with what they can spend.
    pub async fn signed_in(&self) -> Result<Option<SignedIn>, Internal> {
        let Some(user) = &self.user else { return Ok(None) };
        let currency = self.shop.brand.currency;
        let wallet = wallet::balance::read(&self.backend, &user.customer, currency).await?;
        let available = match wallet {
            Some(wallet) => wallet.available()?,
            None => Money::zero(currency),
        };
        Ok(Some(SignedIn {
            name: user.name.clone(),
            email: user.email.clone(),
            available,
            is_verified: user.is_verified,
            is_operator: accounts::admin_of(user, self.shop.brand.is_platform).is_some(),
        }))
    }

    /// Where the request came from, for the audit log and the throttle.
    pub fn origin(&self) -> Origin {
        Origin {
            address: self.address,
            request_id: Some(self.request_id.clone()),
        }
    }

    /// The browser in words.
    pub fn device(&self) -> Device {
        Device::of(&self.user_agent)
    }

    /// The session the browser has now, which a new one replaces.
    pub fn session_token(&self) -> Option<SessionToken> {
        self.session_cookie.as_deref().and_then(SessionToken::parse)
    }

    /// Gives the browser its session.
    pub fn set_session(&self, session: &NewSession) {
        let seconds = (session.expires_at - self.backend.now()).num_seconds();
        self.set_cookie(&session.token.reveal(), seconds);
    }

    /// Takes the session from the browser.
    pub fn forget_session(&self) {
        self.set_cookie("", 0);
    }

    fn set_cookie(&self, value: &str, max_age_seconds: i64) {
        let cookie = cookie::set(
            cookie::SESSION,
            value,
            max_age_seconds,
            self.backend.address.is_https(),
        );
        if let (Some(response), Ok(value)) =
            (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie))
        {
            response.append_header(header::SET_COOKIE, value);
        }
    }
}
