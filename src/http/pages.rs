//! The pages, drawn by Leptos, and the built files they link to.

use std::path::Path;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{Next, from_fn},
    response::Response,
};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use tower_http::services::ServeDir;

use super::router::Edges;
use crate::{
    app::{App, Reader, shell},
    backend::Backend,
    components::form::{FieldIds, KeptForm},
    pages::pickup,
    server_fns::guard::Asked,
};

/// Every page, every server function, and the shop's own 404 for the rest.
pub fn routes(edges: &Edges) -> Router<Backend> {
    let options = edges.leptos.clone();
    let shell_of = |options: LeptosOptions| move || shell(options.clone());
    Router::new()
        .leptos_routes_with_context(
            &options,
            generate_route_list(App),
            provide,
            shell_of(options.clone()),
        )
        .fallback(leptos_axum::file_and_error_handler_with_context::<LeptosOptions, _>(provide, shell))
        .with_state(options)
}

/// Built and static files. Names in `/pkg` carry a hash of their content.
pub fn files(site_root: &Path) -> Router<Backend> {
    let folder = |name: &str| {
        ServeDir::new(site_root.join(name))
            .precompressed_br()
            .precompressed_gzip()
            .append_index_html_on_directories(false)
    };
    Router::new()
        .nest_service("/pkg", folder("pkg"))
        .nest_service("/fonts", folder("fonts"))
        .nest_service("/flags", folder("flags"))
        .route_service(
            "/icons.svg",
            tower_http::services::ServeFile::new(site_root.join("icons.svg")).precompressed_br(),
        )
        .layer(from_fn(cache_for_long))
}

async fn cache_for_long(request: Request, next: Next) -> Response {
    let is_hashed = request.uri().path().starts_with("/pkg");
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let value = if is_hashed {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=604800"
        };
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    }
    response.headers_mut().insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// What pages find in their context besides the request itself, and the policy for their scripts.
fn provide() {
    let mut framed_by = "'none'";
    if let Some(parts) = use_context::<axum::http::request::Parts>() {
        provide_context(parts.extensions.get::<KeptForm>().cloned().unwrap_or_default());
        provide_context(FieldIds::default());
        if parts.uri.path().starts_with(pickup::ROOT) {
            provide_context(pickup::Language::asked(&parts));
        }
        if let Some(reader) = parts.extensions.get::<Reader>() {
            provide_context(reader.clone());
        }
        if let Some(asked) = parts.extensions.get::<Asked>() {
            provide_context(asked.shop.brand.clone());
            framed_by = if asked.is_preview { "'self'" } else { "'none'" };
        }
    }
    let (Some(nonce), Some(response)) = (leptos::nonce::use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' \
         'unsafe-inline'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self' http: https:; \
         base-uri 'none'; frame-src 'self'; frame-ancestors {framed_by}; manifest-src 'self'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
