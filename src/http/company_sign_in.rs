//! `/auth/company/callback`: where a company's provider sends people back to.

use axum::{
    Extension,
    extract::Query,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    domain::{
        accounts::{Browser, LinkToken, LocalPath},
        sign_in::{self, Brought, FinishError, Finished},
    },
    server_fns::{cookie, guard::Asked},
    shared::{permissions::OrganizationMay, sign_in::SignInRefusal},
};

/// What a provider says in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Callback {
    state: String,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Signs the person in and leads them on, or back with the reason why not.
pub async fn callback(
    Extension(asked): Extension<Asked>,
    headers: HeaderMap,
    Query(callback): Query<Callback>,
) -> Response {
    let secret = cookie::read(&headers, cookie::COMPANY_SIGN_IN).and_then(LinkToken::parse);
    let brought = Brought {
        state: callback.state,
        code: callback.code,
        error: callback.error,
        issuer: callback.iss,
        secret,
        member: asked.member(OrganizationMay::ManageSignIn).ok(),
        browser: Browser {
            device: asked.device(),
            origin: asked.origin(),
            replaces: asked.session_token(),
        },
    };
    match sign_in::finish(&asked.backend, &asked.shop.visitor, brought).await {
        Ok(Finished::SignedIn { session, next }) => {
            let to = next.as_deref().and_then(LocalPath::parse);
            let to = to.as_ref().map_or("/business", LocalPath::as_str);
            let seconds = (session.expires_at - asked.backend.now()).num_seconds();
            let is_https = asked.backend.address.is_https();
            let session = cookie::set(cookie::SESSION, &session.token.reveal(), seconds, is_https);
            let over = cookie::set(cookie::COMPANY_SIGN_IN, "", 0, is_https);
            let mut response = Redirect::to(to).into_response();
            for cookie in [session, over] {
                if let Ok(value) = HeaderValue::from_str(&cookie) {
                    response.headers_mut().append(header::SET_COOKIE, value);
                }
            }
            response
        }
        Ok(Finished::Tested) => Redirect::to("/business/sign-in?saved=tested#test").into_response(),
        Err(FinishError::Refused(why)) => back(why),
        Err(FinishError::Internal(error)) => {
            asked.internal(&error);
            back(SignInRefusal::Token)
        }
    }
}

fn back(why: SignInRefusal) -> Response {
    Redirect::to(&format!("/sign-in/company?refused={}", why.as_str())).into_response()
}
