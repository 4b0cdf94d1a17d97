//! The SQL of the invoices room.

pub(super) mod drafts;
pub(super) mod issuing;
pub(super) mod reading;
pub(super) mod reminding;
pub(super) mod settings;
pub(super) mod settling;
