//! Promotion codes: what they take off, on what, how often, and who bears it.
//!
//! Owns `promo_codes` and `promo_uses`. Keeps true: a code's use is held in the transaction that places its order,
//! counted when the order is delivered, released when it fails or is refunded wholly; never more uses are held and
//! counted than the code allows, however many buy at once. An order locks its code before any wallet.

pub mod code;
pub mod find;
pub mod hold;
pub mod list;
pub mod offer;
pub mod pause;
pub mod platform_funded;
pub mod save;
mod store;
mod words;

pub use code::Code;
pub use find::find;
pub use hold::{adopt, count, hold, release};
pub use list::list;
pub use offer::{PromoError, offer};
pub use pause::pause;
pub use save::{save, save_platform_funded};
