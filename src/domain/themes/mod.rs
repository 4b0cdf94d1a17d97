//! How a shop looks: tokens a reseller chooses, and the stylesheet made of them.
//!
//! Owns `themes` and `brand_assets`. Keeps true: a theme is parsed values, never CSS; text on brand colours is
//! derived so that it is readable whatever was chosen; a published version never changes, so its stylesheet can be
//! cached for a year.

pub mod asset;
pub mod contrast;
pub mod css;
pub mod first;
pub mod seed;
mod store;
pub mod stylesheet;
pub mod tokens;
