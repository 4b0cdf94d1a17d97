//! Offers somebody a place on the staff, by mail.

use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgConnection;

use super::{
    MEMBERS_MAX, OPEN_MAX,
    roster::managed,
    store::{
        invitations::{self, NewLink},
        members,
    },
};
use crate::{
    backend::Backend,
    domain::{
        accounts::{Email, LinkToken},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::{
            Notice,
            send::{self, Recipient},
        },
        scope::{Scope, Staff},
    },
    shared::{ids::InvitationId, permissions::StaffRole},
};

/// How long the mailed link works.
pub const INVITATION_DAYS: u32 = 7;
/// Invitations a shop sends in 24 hours: it must not become a way to write to strangers.
const DAILY_MAX: i64 = 100;

/// A filled-in form.
#[derive(Debug)]
pub struct Invite {
    pub email: Email,
    pub role: StaffRole,
    /// Host the inviter is on.
    pub host: String,
    pub origin: Origin,
}

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The inviter lost the right meanwhile.
    #[error("may not manage staff")]
    NotAllowed,
    #[error("the address is on the staff")]
    AlreadyStaff,
    #[error("the address has an open invitation")]
    AlreadyInvited,
    /// Members and open invitations together, or invitations of a day.
    #[error("too many")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(InviteError);

/// Writes the invitation and mails its link. An expired invitation of the same address is renewed.
pub async fn invite(backend: &Backend, staff: &Staff, invite: Invite) -> Result<(), InviteError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    let mut tx = backend.begin(staff).await?;
    let roster = managed(&mut tx, staff).await?.ok_or(InviteError::NotAllowed)?;
    if members::has_address(&mut tx, reseller, invite.email.as_str()).await? {
        return Err(InviteError::AlreadyStaff);
    }
    let former = invitations::open_by_email(&mut tx, reseller, &invite.email).await?;
    if former.as_ref().is_some_and(|former| former.expires_at > now) {
        return Err(InviteError::AlreadyInvited);
    }
    let (open, recent) = invitations::counts(&mut tx, reseller, now, now - TimeDelta::hours(24)).await?;
    if open >= OPEN_MAX || recent >= DAILY_MAX || roster.len() >= MEMBERS_MAX {
        return Err(InviteError::TooMany);
    }
    let id = former.map_or_else(InvitationId::new, |former| former.id);
    let offer = Offer {
        id,
        email: invite.email.as_str(),
        role: invite.role,
        host: &invite.host,
    };
    mail_link(&mut tx, backend, staff, &offer).await?;
    let audit = Audit {
        after: Some(json!({ "email": invite.email.as_str(), "role": invite.role })),
        ..Audit::of("staff.invited", id, &invite.origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

/// A place on the staff, to be mailed.
pub(super) struct Offer<'a> {
    pub id: InvitationId,
    pub email: &'a str,
    pub role: StaffRole,
    pub host: &'a str,
}

/// Writes a fresh link for the offer and mails it, in the caller's transaction.
pub(super) async fn mail_link(
    conn: &mut PgConnection,
    backend: &Backend,
    staff: &Staff,
    offer: &Offer<'_>,
) -> Result<(), Internal> {
    let (reseller, now, token) = (staff.reseller(), backend.now(), LinkToken::new());
    let new = NewLink {
        id: offer.id,
        email: offer.email,
        role: offer.role,
        token: &token,
        by: staff.user(),
        now,
        expires_at: now + TimeDelta::days(INVITATION_DAYS.into()),
    };
    invitations::save(conn, reseller, &new).await?;
    let host = send::link_host(conn, reseller, offer.host).await?;
    let notice = Notice::StaffInvitation {
        role: offer.role.in_words().to_owned(),
        link: backend.address.url(&host, &format!("/join/{}", token.reveal())),
        days: INVITATION_DAYS,
    };
    let to = Recipient {
        reseller,
        user: None,
        email: offer.email,
        first_name: "",
    };
    send::send(conn, &backend.address, now, &to, &notice).await?;
    Ok(())
}
