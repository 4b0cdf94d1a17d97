//! Offers somebody a place in a company, by mail.

use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgConnection;

use super::{
    MEMBERS_MAX, OPEN_MAX,
    roster::allowed,
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
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::{
        ids::{CompanyInvitationId, OrganizationId, ResellerId, TeamId, UserId},
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// How long the mailed link works.
pub const INVITATION_DAYS: u32 = 7;
/// Invitations a company sends in 24 hours: it must not become a way to write to strangers.
const DAILY_MAX: i64 = 100;

/// A filled-in form.
#[derive(Debug)]
pub struct Invite {
    pub email: Email,
    pub role: OrganizationRole,
    /// The team a manager is to lead.
    pub team: Option<TeamId>,
    /// Host the inviter is on.
    pub host: String,
    pub origin: Origin,
}

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The inviter lost the right meanwhile.
    #[error("may not manage members")]
    NotAllowed,
    /// Above the inviter.
    #[error("may not appoint that role")]
    TooHigh,
    #[error("no such team")]
    NoSuchTeam,
    #[error("the address is in the company")]
    AlreadyMember,
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
pub async fn invite(backend: &Backend, member: &Member, invite: Invite) -> Result<(), InviteError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let (roster, role) = allowed(&mut tx, member, OrganizationMay::ManageMembers)
        .await?
        .ok_or(InviteError::NotAllowed)?;
    if !role.may_appoint(invite.role) {
        return Err(InviteError::TooHigh);
    }
    let team = invite.team.filter(|_| invite.role == OrganizationRole::Manager);
    if let Some(team) = team
        && !teams::choices(&mut tx, member)
            .await?
            .iter()
            .any(|one| one.id == team)
    {
        return Err(InviteError::NoSuchTeam);
    }
    if members::has_address(&mut tx, reseller, organization, invite.email.as_str()).await? {
        return Err(InviteError::AlreadyMember);
    }
    let former = invitations::open_by_email(&mut tx, reseller, organization, &invite.email).await?;
    if former.as_ref().is_some_and(|former| former.expires_at > now) {
        return Err(InviteError::AlreadyInvited);
    }
    let since = now - TimeDelta::hours(24);
    let (open, recent) = invitations::counts(&mut tx, reseller, organization, now, since).await?;
    if open >= OPEN_MAX || recent >= DAILY_MAX || roster.len() >= MEMBERS_MAX {
        return Err(InviteError::TooMany);
    }
    let offer = Offer {
        id: former.map_or_else(CompanyInvitationId::new, |former| former.id),
        organization,
        email: invite.email.as_str(),
        role: invite.role,
        team,
        by: member.user(),
        host: &invite.host,
    };
    mail_link(&mut tx, backend, reseller, &offer).await?;
    let audit = Audit {
        after: Some(json!({ "email": offer.email, "role": invite.role })),
        ..Audit::of("member.invited", offer.id, &invite.origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

/// A place in a company, to be mailed.
pub(super) struct Offer<'a> {
    pub id: CompanyInvitationId,
    pub organization: OrganizationId,
    pub email: &'a str,
    pub role: OrganizationRole,
    pub team: Option<TeamId>,
    pub by: UserId,
    pub host: &'a str,
}

/// Writes a fresh link for the offer and mails it, in the caller's transaction.
pub(super) async fn mail_link(
    conn: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    offer: &Offer<'_>,
) -> Result<(), Internal> {
    let (now, token) = (backend.now(), LinkToken::new());
    let new = NewLink {
        offer,
        token: &token,
        now,
        expires_at: now + TimeDelta::days(INVITATION_DAYS.into()),
    };
    let company = invitations::save(conn, reseller, &new).await?;
    let host = send::link_host(conn, reseller, offer.host).await?;
    let notice = Notice::CompanyInvitation {
        company,
        role: offer.role.in_words().to_owned(),
        link: backend
            .address
            .url(&host, &format!("/business/join/{}", token.reveal())),
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
