//! What the shop of this page may do at all.

use leptos::prelude::*;

use crate::shared::{brand::Brand, features::Features};

/// The shop's switches, for menus and links.
pub fn features() -> Features {
    use_context::<Brand>().map_or(Features::ALL, |brand| brand.features)
}
