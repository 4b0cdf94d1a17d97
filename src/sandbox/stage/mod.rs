//! The stage every vendor call walks over: it is counted, delayed, made to fail, and then played.

mod calls;
mod faults;
mod operation;
mod outcome;

pub use self::calls::CallLog;
pub use self::faults::{Fault, Faults, Mode};
pub use self::outcome::Outcome;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use self::operation::{operation_of, vendor_of};
use super::listener::Wire;
use super::state::Sandbox;

/// The middleware around all vendor routes.
pub async fn act(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let (vendor, operation) = (vendor_of(&path), operation_of(request.method(), &path));
    let wire = request
        .extensions()
        .get::<ConnectInfo<Wire>>()
        .map(|info| info.0.clone());
    let call = sandbox.calls().begin(operation, request.method(), request.uri());

    let (latency, mode) = sandbox.faults().draw(operation);
    if let Some(latency) = latency {
        tokio::time::sleep(latency).await;
    }
    let answer = match mode {
        Some(Mode::ServerErrorBefore) => Outcome::ServerError.into_response(),
        Some(Mode::DropBefore) => Outcome::Drop.into_response(),
        Some(Mode::RateLimited) => Outcome::RateLimited.into_response(),
        Some(Mode::Refused) => Outcome::Refused.into_response(),
        Some(Mode::LieBefore) => Outcome::Lie.into_response(),
        after => {
            let answer = next.run(request).await;
            match after {
                Some(Mode::ServerErrorAfter) => Outcome::ServerError.into_response(),
                Some(Mode::DropAfter) => Outcome::Drop.into_response(),
                Some(Mode::HangAfter) => Outcome::Hang.into_response(),
                Some(Mode::LieAfter) => Outcome::Lie.into_response(),
                _ => answer,
            }
        }
    };
    let answer = match answer.extensions().get::<Outcome>() {
        Some(&outcome) => outcome::play(outcome, vendor, wire, &sandbox).await,
        None => answer,
    };
    sandbox.calls().end(call, answer.status());
    answer
}
