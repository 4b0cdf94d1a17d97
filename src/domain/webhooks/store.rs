//! The SQL of the webhooks room.

pub(super) mod deliveries;
pub(super) mod endpoints;
