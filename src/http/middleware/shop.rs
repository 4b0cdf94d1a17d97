//! The host becomes a shop, the cookie a customer. Everything behind this knows whose shop it is.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::request_log::RequestId;
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, SessionToken, SignedInUser},
        error::Internal,
        scope::Scope,
        tenancy::{self, HostName, Shop},
        themes::{self, preview::Scheme},
    },
    http::router::Edges,
    server_fns::{cookie, guard::Asked},
    shared::permissions::StaffMay,
};

/// Finds the shop and who is signed in there. An unknown host learns nothing: a plain 404 without any brand.
pub async fn resolve(State(edges): State<Edges>, mut request: Request, next: Next) -> Response {
    let backend = edges.backend;
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map_or_else(String::new, |id| id.0.clone());
    let host = request
        .uri()
        .host()
        .map(str::to_owned)
        .or_else(|| text(request.headers(), header::HOST))
        .and_then(|host| HostName::parse(&host));
    let shop = match host {
        None => None,
        Some(host) => match tenancy::resolve(&backend, &host).await {
            Ok(shop) => shop,
            Err(error) => {
                tracing::error!(%error, "the shop of a host could not be read");
                return (StatusCode::SERVICE_UNAVAILABLE, "Please try again in a moment.\n").into_response();
            }
        },
    };
    let Some(shop) = shop else {
        return (StatusCode::NOT_FOUND, "Not found\n").into_response();
    };

    if let Some(address) = elsewhere(&shop, &backend, &request) {
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, address)]).into_response();
    }

    let session_cookie = cookie::read(request.headers(), cookie::SESSION).map(str::to_owned);
    let user = match session_cookie.as_deref().and_then(SessionToken::parse) {
        None => None,
        Some(token) => match accounts::find_session(&backend, &shop.visitor, &token).await {
            Ok(user) => user,
            Err(error) => {
                tracing::error!(%error, "a session could not be read");
                return (StatusCode::SERVICE_UNAVAILABLE, "Please try again in a moment.\n").into_response();
            }
        },
    };
    let query = request
        .uri()
        .query()
        .filter(|_| request.method() == Method::GET)
        .unwrap_or_default()
        .to_owned();
    let preview = match previewed(&backend, &shop, user.as_ref(), &query).await {
        Ok(preview) => preview,
        Err(error) => {
            tracing::error!(%error, "a draft could not be read");
            return (StatusCode::SERVICE_UNAVAILABLE, "Please try again in a moment.\n").into_response();
        }
    };
    let is_preview = preview.is_some();
    let shop = preview.unwrap_or(shop);
    let span = tracing::Span::current();
    span.record("reseller_id", tracing::field::display(shop.id));
    if let Some(actor) = user.as_ref().and_then(|user| user.customer.actor()) {
        span.record("actor_id", tracing::field::display(actor));
    }
    let address = client_address(&request, edges.trusted_proxy);
    let user_agent = text(request.headers(), header::USER_AGENT).unwrap_or_default();
    let asked = Asked {
        backend,
        shop,
        user,
        request_id,
        address,
        user_agent,
        session_cookie,
        is_preview,
    };
    request.extensions_mut().insert(asked);
    next.run(request).await
}

/// Where a page asked for on another host of the shop is: on its primary one. What stylesheets and scripts ask for
/// stays where it is.
fn elsewhere(shop: &Shop, backend: &Backend, request: &Request) -> Option<String> {
    const FILES: [&str; 5] = ["/api/", "/scim/", "/theme/", "/brand/", "/do/"];
    let host = shop.led_to.as_deref()?;
    let path = request.uri().path();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read || FILES.iter().any(|files| path.starts_with(files)) {
        return None;
    }
    let path = request
        .uri()
        .path_and_query()
        .map_or(path, |whole| whole.as_str());
    Some(backend.address.url(host, path))
}

/// The shop with the draft of its brand, for a page that staff ask for with `?preview=draft`.
async fn previewed(
    backend: &Backend,
    shop: &Shop,
    user: Option<&SignedInUser>,
    query: &str,
) -> Result<Option<Arc<Shop>>, Internal> {
    let asked = |name: &str| {
        url::form_urlencoded::parse(query.as_bytes())
            .find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    if asked("preview").as_deref() != Some("draft") {
        return Ok(None);
    }
    let staff = user
        .and_then(|user| user.staff)
        .filter(|staff| staff.may(StaffMay::ViewShop));
    let Some(staff) = staff else { return Ok(None) };
    let scheme = Scheme::parse(&asked("scheme").unwrap_or_default());
    let brand = themes::preview::brand(backend, &staff, &shop.brand, scheme).await?;
    Ok(Some(Arc::new(Shop {
        brand,
        ..shop.clone()
    })))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

/// Who connects; behind the trusted proxy the last address it added, since everything before it is the client's own
/// claim.
fn client_address(request: &Request, trusted_proxy: Option<IpAddr>) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    if trusted_proxy != Some(peer) {
        return peer;
    }
    request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|address| address.trim().parse().ok())
        .next_back()
        .unwrap_or(peer)
}
