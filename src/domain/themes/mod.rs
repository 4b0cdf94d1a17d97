//! How a shop looks and what it says of itself: tokens and words a reseller chooses, and the stylesheet made of them.
//!
//! Owns `themes` and `brand_assets`. Keeps true: a theme is parsed values and plain text, never CSS or HTML; text on
//! brand colours is derived so that it is readable whatever was chosen; a published version never changes, so its
//! stylesheet can be cached for a year; there is one draft, seen by staff alone, and nobody overwrites a change they
//! have not seen; a picture is drawn anew before it is kept.

pub mod asset;
pub mod choose_pictures;
pub mod contrast;
pub mod css;
pub mod discard;
pub mod draft;
pub mod edit;
pub mod explain;
pub mod first;
pub mod history;
pub mod picture;
pub mod preview;
pub mod publish;
pub mod restore;
pub mod save_look;
pub mod save_words;
pub mod seed;
mod store;
pub mod stylesheet;
pub mod tokens;
pub mod upload;
pub mod version;
pub mod words;
