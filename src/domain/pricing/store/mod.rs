//! The SQL of the pricing room.

pub(super) mod history;
pub(super) mod rates;
pub(super) mod rules;
pub(super) mod settings;
pub(super) mod sheets;
