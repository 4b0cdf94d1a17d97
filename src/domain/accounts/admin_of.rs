//! Who may open the console.

use super::SignedInUser;
use crate::domain::scope::Admin;

/// The scope of the console: an operator, on the platform's own host.
pub fn admin_of(signed_in: &SignedInUser, is_platform: bool) -> Option<Admin> {
    let role = signed_in.role.operator().filter(|_| is_platform)?;
    Some(Admin::of(signed_in.customer.user(), role))
}
