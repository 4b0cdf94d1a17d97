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
        scope::{Admin, Customer, Member, Staff},
        tenancy::Shop,
        wallet,
    },
    server_fns::cookie,
    shared::{
        account::{EnteredBy, SignedIn},
        error::AppError,
        features::Features,
        money::Money,
        permissions::{OperatorMay, OrganizationMay, StaffMay},
    },
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
    /// True for staff who look at the draft of their brand: `shop` has its look and words.
    pub is_preview: bool,
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
    let user = asked.user.as_ref().ok_or(AppError::SignInRequired)?;
    if user.entry.is_some() {
        return Err(AppError::Refused(
            "You are in this shop as an operator, so nothing can be bought or changed as a customer. Nothing was \
             charged. Leave the shop first."
                .into(),
        ));
    }
    let customer = user.customer;
    Ok((asked, customer))
}

/// Staff of this shop who may do this. To everybody else who is signed in there is no such page.
pub fn staff(what: StaffMay) -> Result<(Asked, Staff), AppError> {
    let asked = asked()?;
    let staff = asked.staff(what)?;
    Ok((asked, staff))
}

/// A member of a company of this shop who may do this. To everybody else who is signed in there is no such page.
pub fn member(what: OrganizationMay) -> Result<(Asked, Member), AppError> {
    let asked = asked()?;
    let member = asked.member(what)?;
    Ok((asked, member))
}

/// An operator on the platform's own host who may do this. Elsewhere there is no such page.
pub fn operator(what: OperatorMay) -> Result<(Asked, Admin), AppError> {
    let asked = asked()?;
    let admin = asked.operator(what)?;
    Ok((asked, admin))
}

impl Asked {
    /// The same as the guard `staff`, for routes that are not server functions.
    pub fn staff(&self, what: StaffMay) -> Result<Staff, AppError> {
        let user = self.user.as_ref().ok_or(AppError::SignInRequired)?;
        let staff = user.staff.ok_or(AppError::NotFound)?;
        if !staff.may(what) {
            return Err(AppError::Forbidden);
        }
        if self.shop.is_suspended && !what.is_open_while_suspended() {
            return Err(AppError::Refused(
                "This shop is suspended, so nothing was changed. You can look at everything and help people who \
                 bought before. Please write to the operator of the platform to open it again."
                    .into(),
            ));
        }
        Ok(staff)
    }

    /// The same as the guard `member`, for routes that are not server functions.
    pub fn member(&self, what: OrganizationMay) -> Result<Member, AppError> {
        let user = self.user.as_ref().ok_or(AppError::SignInRequired)?;
        let member = user.member.clone().ok_or(AppError::NotFound)?;
        if !member.role().may(what) {
            return Err(AppError::Forbidden);
        }
        if !member.may(what) {
            return Err(AppError::Refused(format!(
                "This company is deactivated, so nothing was changed. You can look at everything. Write to {} to \
                 open it again.",
                self.shop.brand.support_email
            )));
        }
        Ok(member)
    }

    /// The same as the guard `operator`, for routes that are not server functions.
    pub fn operator(&self, what: OperatorMay) -> Result<Admin, AppError> {
        if !self.shop.brand.is_platform {
            return Err(AppError::NotFound);
        }
        let user = self.user.as_ref().ok_or(AppError::SignInRequired)?;
        accounts::admin_of(user, self.shop.brand.is_platform)
            .filter(|admin| admin.may(what))
            .ok_or(AppError::Forbidden)
    }

    /// There is no such page where the platform switched it off for the shop.
    pub fn need(&self, is_on: fn(&Features) -> bool) -> Result<(), AppError> {
        if is_on(&self.shop.brand.features) {
            Ok(())
        } else {
            Err(AppError::NotFound)
        }
    }

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
            is_staff: user.staff.is_some(),
            is_in_company: user.member.is_some(),
            entered_by: user.entry.as_ref().map(|entry| EnteredBy {
                operator: entry.operator_name.clone(),
                until: entry.expires_at,
                minutes_left: (entry.expires_at - self.backend.now()).num_minutes().max(0),
            }),
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
        self.give_cookie(cookie::SESSION, &session.token.reveal(), seconds);
    }

    /// Takes the session from the browser.
    pub fn forget_session(&self) {
        self.give_cookie(cookie::SESSION, "", 0);
    }

    /// A cookie the browser sent with the request under way.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let parts = use_context::<Parts>()?;
        cookie::read(&parts.headers, name).map(str::to_owned)
    }

    /// Gives the browser a cookie of ours.
    pub fn give_cookie(&self, name: &str, value: &str, max_age_seconds: i64) {
        let cookie = cookie::set(name, value, max_age_seconds, self.backend.address.is_https());
        if let (Some(response), Ok(value)) =
            (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie))
        {
            response.append_header(header::SET_COOKIE, value);
        }
    }
}
