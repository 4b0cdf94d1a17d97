//! Who may open the console.

use super::SignedInUser;
use crate::domain::scope::Admin;

/// The scope of the console: an operator, on the platform's own host.
pub fn admin_of(signed_in: &SignedInUser, is_platform: bool) -> Option<Admin> {
    (is_platform && signed_in.role.is_operator()).then(|| Admin::of(signed_in.customer.user()))
}
