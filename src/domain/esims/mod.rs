//! eSIM data plans on sale and the profiles customers hold.
//!
//! Owns `esim_data_plans` (the platform's copy of the providers' catalogues), `catalogue_syncs`, `catalogue_changes` and `esim_activations`. Keeps true: an
//! activation code is sealed at rest and shown to its owner only; a plan that has left the provider's catalogue is
//! not sold.

pub mod act_for;
pub mod add;
pub mod assortment;
pub mod catalogue;
pub mod line_catalogue;
pub mod list;
pub mod mark_gone;
pub mod offer;
pub mod qr;
pub mod refresh;
pub mod sample;
pub mod simulate;
mod store;
pub mod sync;
pub mod sync_log;
pub mod view;

pub use mark_gone::mark_gone;
