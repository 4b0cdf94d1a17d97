//! Whether the page being drawn has an island. A page without one loads no script at all.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use leptos::prelude::*;

/// The shell provides it; each island marks it; after the page the shell looks.
#[derive(Debug, Clone, Default)]
pub struct NeedsScripts(Arc<AtomicBool>);

impl NeedsScripts {
    /// Says that the page being drawn has an island.
    pub fn mark() {
        if let Some(needs) = use_context::<Self>() {
            needs.0.store(true, Ordering::Relaxed);
        }
    }

    /// True once an island was drawn.
    pub fn is_marked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
