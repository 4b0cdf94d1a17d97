//! The sandbox carrier: the vendors' wire formats over real HTTP, magic values, faults, time travel.
//!
//! A server of its own. It owns an inventory of numbers and eSIM plans, what was sold from it, and a hosted
//! checkout; the product's real adapters talk to it, and only their base URLs and keys differ from production.
//! It keeps one thing true: what it has answered, or has sold without an answer, survives its own death.
//!
//! It uses no other module of ours, so nothing in the product can come to depend on the fake.

mod control;
mod flutterwave;
mod home;
mod inventory;
mod listener;
mod magic;
mod mailbox;
mod memory;
mod oneglobal;
mod page;
mod stage;
mod state;
mod telna;
mod telnyx;
#[cfg(test)]
mod tests;
mod twilio;
mod vapi;

pub use self::state::{Sandbox, SandboxSettings};

use axum::{
    Router, middleware,
    routing::{get, post},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Runs the sandbox on a listener that is already bound, until `stop` is cancelled.
///
/// Fails when the state file cannot be read or is not ours, or when the listener breaks.
pub async fn serve(
    listener: TcpListener,
    settings: SandboxSettings,
    stop: CancellationToken,
) -> std::io::Result<()> {
    // The webhook client needs a process-wide TLS provider; the product has usually installed one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sandbox = Sandbox::open(settings, stop.clone())?;
    let postman = tokio::spawn(flutterwave::outbox::run(sandbox.clone()));
    let app = router(sandbox).into_make_service_with_connect_info::<listener::Wire>();
    let served = axum::serve(listener::CuttableListener(listener), app)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await;
    postman.abort();
    served
}

/// All routes of the sandbox. Without [`serve`] around it a dropped connection can only be imitated by silence.
pub fn router(sandbox: Sandbox) -> Router {
    let vendors = Router::new()
        .nest("/twilio/2010-04-01", twilio::routes(sandbox.clone()))
        .nest("/twilio-pricing", twilio::pricing_routes(sandbox.clone()))
        .nest("/twilio-numbers", twilio::numbers_routes(sandbox.clone()))
        .nest("/telna/v1", telna::routes())
        .nest("/telnyx/v2", telnyx::routes(sandbox.clone()))
        .nest("/vapi", vapi::routes())
        .nest("/1global/connect", oneglobal::routes(sandbox.clone()))
        .route(
            "/1global/auth/realms/1global-connect/protocol/openid-connect/token",
            post(oneglobal::issue_token),
        )
        .nest("/flutterwave/v3", flutterwave::api_routes(sandbox.clone()))
        .layer(middleware::from_fn_with_state(sandbox.clone(), stage::act));
    Router::new()
        .merge(vendors)
        .nest("/flutterwave/checkout", flutterwave::checkout_routes())
        .nest("/_sandbox", control::routes())
        .merge(mailbox::routes())
        .route("/", get(home::show))
        .with_state(sandbox)
}
