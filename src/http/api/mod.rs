//! The REST interface of resellers' own systems, version 1: one file per resource.
//!
//! Each handler begins with `Caller::may`, which gives the key's scope or the refusal; every refusal is a `Problem`.
//! The description of the interface is built from the handlers, so it cannot say anything else than they do.

mod caller;
mod calls;
mod customers;
mod docs;
mod employees;
mod esims;
mod input;
pub mod limit;
mod line_view;
mod lines;
mod messages;
mod numbers;
mod offer_id;
mod once;
mod order_view;
mod orders;
mod organizations;
mod plans;
mod problem;
mod refusals;
mod usage;
mod wallets;
mod wire;

use std::time::Duration;

use axum::{
    Json, Router,
    extract::Request,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::{
    PartialSchema,
    openapi::{
        ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, OpenApiVersion,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::problem::{Code, Problem};
use super::{middleware, router::Edges};
use crate::backend::Backend;

/// Shorter than the server's own limit, so that the caller is told in its own format.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(50);

/// Every operation with its description.
fn operations() -> OpenApiRouter<Backend> {
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "A key of the reseller's dashboard: `cdk_live_…` or `cdk_test_…`.",
        ))
        .build();
    let document = OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Orders API")
                .version("1")
                .description(Some(docs::INTRODUCTION)),
        )
        .components(Some(
            ComponentsBuilder::new()
                .schema("Problem", wire::ProblemSchema::schema())
                .security_scheme("key", SecurityScheme::Http(scheme))
                .build(),
        ))
        .build();
    OpenApiRouter::with_openapi(document)
        .routes(routes!(numbers::available))
        .routes(routes!(plans::list))
        .routes(routes!(customers::create))
        .routes(routes!(customers::find))
        .routes(routes!(customers::wallet))
        .routes(routes!(wallets::list))
        .routes(routes!(orders::place, orders::list))
        .routes(routes!(orders::find))
        .routes(routes!(numbers::list))
        .routes(routes!(numbers::delete))
        .routes(routes!(messages::send, messages::list))
        .routes(routes!(calls::list))
        .routes(routes!(esims::find))
        .routes(routes!(esims::qr_svg))
        .routes(routes!(esims::qr_png))
        .routes(routes!(esims::usage))
        .routes(routes!(organizations::list))
        .routes(routes!(employees::create))
        .routes(routes!(lines::read::list, lines::order::create))
        .routes(routes!(lines::read::find))
        .routes(routes!(lines::step::suspend))
        .routes(routes!(lines::step::reactivate))
        .routes(routes!(lines::step::terminate))
        .routes(routes!(lines::order::change_plan))
        .routes(routes!(usage::of_company))
        .routes(routes!(usage::spend_of_company))
}

/// The description of the interface (OpenAPI 3.1).
pub fn document() -> OpenApi {
    let mut document = operations().into_openapi();
    document.openapi = OpenApiVersion::Version31;
    document
}

/// Everything below `/api`.
pub fn routes(edges: &Edges) -> Router<Backend> {
    let (operations, _) = operations().split_for_parts();
    let routes = operations
        .route("/api/v1/openapi.json", get(async || Json(document())))
        .route("/api/docs", get(docs::page))
        .route("/api", any(nothing))
        .route("/api/", any(nothing))
        .route("/api/{*rest}", any(nothing))
        .layer(from_fn(in_time));
    limit::apply(routes, edges.api_rate).layer(
        ServiceBuilder::new()
            .layer(from_fn(problem::render))
            .layer(CatchPanicLayer::custom(problem::panicked))
            .layer(from_fn_with_state(edges.clone(), middleware::shop::resolve))
            .layer(from_fn(middleware::security_headers::set))
            .layer(from_fn(caller::identify)),
    )
}

async fn nothing() -> Problem {
    Problem::new(Code::NotFound, "There is nothing at this address.")
        .hint("The addresses there are stand at /api/docs.")
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(
            Code::Unavailable,
            "It took too long. What was begun goes on; a request with an Idempotency-Key can be repeated safely.",
        )
        .retry_after(5)
        .into_response(),
    }
}
