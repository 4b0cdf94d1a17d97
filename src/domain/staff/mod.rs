//! Who runs a reseller's shop: its members of staff and what each is there.
//!
//! Owns `staff_members`, `staff_invitations`. Keeps true: what a member may do is the table in `shared::permissions`
//! and nothing else; a shop never loses its last owner.

mod add;
mod store;

pub use add::add;
