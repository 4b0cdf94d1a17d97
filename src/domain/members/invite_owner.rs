//! The shop's staff set a company up for somebody, who is mailed a link to become its owner.

use sqlx::PgConnection;

use super::invite::{Offer, mail_link};
use crate::{
    backend::Backend,
    domain::{
        accounts::Email,
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{
        ids::{CompanyInvitationId, OrganizationId},
        permissions::OrganizationRole,
    },
};

/// In the caller's transaction, which makes the company.
pub async fn invite_owner(
    conn: &mut PgConnection,
    backend: &Backend,
    staff: &Staff,
    organization: OrganizationId,
    owner: &Email,
    host: &str,
) -> Result<(), Internal> {
    let offer = Offer {
        id: CompanyInvitationId::new(),
        organization,
        email: owner.as_str(),
        role: OrganizationRole::Owner,
        team: None,
        by: staff.user(),
        host,
    };
    mail_link(conn, backend, staff.reseller(), &offer).await
}
