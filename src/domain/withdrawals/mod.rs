//! Cash on its way back to the card it came by.
//!
//! Owns `withdrawals`. Keeps true: only cash that is in the wallet and that nothing holds leaves, and it is held before
//! the gateway is asked; no payment gives back more than it brought; the gateway is asked once, and after an unclear
//! answer never again: the refund is looked for, and if it does not show an operator decides. A process killed
//! anywhere leaves a withdrawal that the next one finishes.
//!
//! ```text
//! held ─▶ submitted ─▶ done
//!   ▲         ├─▶ released (the gateway said no; the money is in the wallet)
//!   └ busy ───┤
//!             └─▶ unknown ─▶ done, once the gateway shows it | done or released, as an operator decides
//! ```

pub mod advance;
mod book;
mod gateway;
pub mod open;
pub mod settle;
pub mod sources;
pub mod state;
mod store;
pub mod sweep;

pub use open::open;
pub use sources::sources;
