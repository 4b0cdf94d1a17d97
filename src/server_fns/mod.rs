//! The door: what a page or an island may ask the server for. One file per room; each function is guard, one verb,
//! answer. Addresses are `/do/{room}/{verb}` and never change with the source.

pub mod accounts;
pub mod esims;
#[cfg(feature = "ssr")]
pub mod guard;
pub mod numbers;
pub mod operator;
pub mod orders;
pub mod shop;
pub mod wallet;

pub use accounts::*;
pub use esims::*;
pub use numbers::*;
pub use operator::*;
pub use orders::*;
pub use shop::*;
pub use wallet::*;
