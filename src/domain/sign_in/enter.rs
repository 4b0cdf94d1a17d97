//! Somebody whom their company's provider named gets in, or the reason why not.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    decide::decide,
    store::{connections, identities},
};
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, Browser, Email, NewSession, PersonName},
        audit::{self, Audit},
        directory,
        error::Internal,
        members::{self, AdmitError},
        scope::{Scope, Visitor},
    },
    providers::sign_in::Identity,
    shared::{
        ids::{OrganizationId, ResellerId, UserId},
        sign_in::{GroupRow, SignInRefusal},
    },
};

/// What came of it.
pub(super) enum Entered {
    In(NewSession),
    /// Nothing was changed.
    Refused(SignInRefusal),
}

/// Finds or makes the account, gives it its role, ties it to the identity and begins the session.
pub(super) async fn enter(
    backend: &Backend,
    visitor: &Visitor,
    row: &connections::Row,
    listed: &[GroupRow],
    identity: &Identity,
    browser: &Browser,
) -> Result<Entered, Internal> {
    let (reseller, organization, now) = (visitor.reseller(), row.organization, backend.now());
    let mut tx = backend.begin(visitor).await?;
    let known = identities::find(&mut tx, reseller, organization, &row.issuer, &identity.subject).await?;
    let whose = match known {
        Some(user) => Whose::Member(user),
        None => match whose(&mut tx, reseller, organization, identity).await? {
            Ok(whose) => whose,
            Err(why) => return Ok(Entered::Refused(why)),
        },
    };
    let standing = match &whose {
        Whose::Member(user) => members::standing(&mut tx, reseller, organization, *user).await?,
        Whose::Nobody(_) => None,
    };
    if standing.is_some_and(|standing| !standing.is_active) {
        return Ok(Entered::Refused(SignInRefusal::Deactivated));
    }
    let current = standing.map(|standing| standing.role);
    let Some(assign) = decide(&identity.groups, listed, row.default_role, current) else {
        return Ok(Entered::Refused(SignInRefusal::NoGroup));
    };
    let (user, before) = match (whose, current) {
        (Whose::Member(user), Some(_)) => {
            if !accounts::may_sign_in(&mut tx, reseller, user).await? {
                return Ok(Entered::Refused(SignInRefusal::Deactivated));
            }
            let before = members::assign(&mut tx, reseller, organization, user, &assign, now).await?;
            (user, before)
        }
        // Removed between the two looks.
        (Whose::Member(_), None) => return Ok(Entered::Refused(SignInRefusal::HasAccount)),
        (Whose::Nobody(email), _) => {
            let Some(user) = make(&mut tx, reseller, &email, identity, now).await? else {
                return Ok(Entered::Refused(SignInRefusal::HasAccount));
            };
            match members::admit(&mut tx, reseller, organization, user, assign.role, now).await {
                Ok(()) => {}
                Err(AdmitError::TooMany) => return Ok(Entered::Refused(SignInRefusal::Full)),
                Err(AdmitError::Internal(error)) => return Err(error),
            }
            members::assign(&mut tx, reseller, organization, user, &assign, now).await?;
            directory::note_made_here(&mut tx, reseller, organization, user).await?;
            (user, None)
        }
    };
    let is_tied = if known.is_some() {
        identities::seen(&mut tx, reseller, organization, user, now).await?;
        true
    } else {
        let (issuer, subject) = (&row.issuer, &identity.subject);
        identities::link(&mut tx, reseller, organization, user, issuer, subject, now).await?
    };
    if !is_tied {
        return Ok(Entered::Refused(SignInRefusal::OtherIdentity));
    }
    connections::set_proven(&mut tx, reseller, organization, now).await?;
    let session =
        accounts::begin_company_session(&mut tx, reseller, user, organization, browser, now).await?;
    let acts = [
        (current.is_none(), "member.joined", None),
        (known.is_none(), "sign_in.tied", None),
        (
            before.is_some(),
            "member.role_changed",
            before.map(|role| json!({ "role": role })),
        ),
    ];
    for (_, action, before) in acts.into_iter().filter(|(is_so, ..)| *is_so) {
        let audit = Audit {
            before,
            after: Some(json!({ "role": assign.role, "by": "company sign-in" })),
            company: Some(organization),
            ..Audit::of(action, user, &browser.origin)
        };
        audit::record(&mut tx, &session.customer, now, audit).await?;
    }
    tx.commit().await?;
    Ok(Entered::In(session))
}

/// Whose account it is going to be.
enum Whose {
    Member(UserId),
    /// Nobody has the address, and the company may make an account for it.
    Nobody(Email),
}

/// By the address, for somebody who comes for the first time. A provider that somebody else controls opens no account
/// that did not come to the company by itself.
async fn whose(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    identity: &Identity,
) -> Result<Result<Whose, SignInRefusal>, Internal> {
    let email = identity
        .email
        .as_deref()
        .and_then(|email| Email::parse(email).ok());
    let Some(email) = email else {
        return Ok(Err(SignInRefusal::NoEmail));
    };
    let is_companys = directory::is_company_domain(conn, reseller, organization, &email).await?;
    if !identity.is_email_verified && !is_companys {
        return Ok(Err(SignInRefusal::Unverified));
    }
    if let Some(user) = accounts::account_of(conn, reseller, &email).await? {
        let is_member = members::standing(conn, reseller, organization, user)
            .await?
            .is_some();
        return Ok(if is_member {
            Ok(Whose::Member(user))
        } else {
            Err(SignInRefusal::HasAccount)
        });
    }
    if accounts::has_account(conn, reseller, &email).await? {
        return Ok(Err(SignInRefusal::HasAccount));
    }
    Ok(if is_companys {
        Ok(Whose::Nobody(email))
    } else {
        Err(SignInRefusal::OtherDomain)
    })
}

async fn make(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &Email,
    identity: &Identity,
    now: DateTime<Utc>,
) -> Result<Option<UserId>, Internal> {
    // A name that could not stand in a mail is left out; its owner can give another.
    let name = |text: &str| PersonName::parse(text).unwrap_or_default();
    let (first, last) = (name(&identity.first_name), name(&identity.last_name));
    accounts::create_company_account(conn, reseller, email, &first, &last, now).await
}
