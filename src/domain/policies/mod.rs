//! What a company's people may buy and use: allowed plans, roaming, caps, top-ups, and what needs approval.
//!
//! Owns `policies`. Keeps true: the most specific decision wins rule by rule (employee, team, company); every order a
//! company pays is asked here in the transaction that holds its money, by whichever door it came.

mod allow;
mod are_there;
mod check_use;
mod effective;
mod effective_of;
mod may_reach;
mod overrides;
mod plans;
mod raise_cap;
mod roaming;
mod save;
mod store;
mod top_up_wish;
mod view;

pub use allow::{AllowError, Purchase, allow, is_approved};
pub use are_there::are_there;
pub use check_use::{CapUse, Decision, Used, check_use};
pub use effective::effective;
pub use effective_of::effective_of;
pub use may_reach::may_reach;
pub use plans::plans;
pub use raise_cap::raise_cap;
pub use roaming::{Roaming, roaming};
pub use save::{SaveError, save};
pub use top_up_wish::{TopUpWish, top_up_wish};
pub use view::view;
