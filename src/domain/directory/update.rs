//! The directory changes somebody, or says that they left.

use serde_json::json;
use sqlx::PgConnection;

use super::{Person, domains::is_company_domain, store};
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, Email, PersonName},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        members::{self, SwitchError},
        queue::{self, Job},
        scope::{Directory, Scope, WorksIn},
    },
    shared::{ids::UserId, sign_in::LeaversLines},
};

/// What changes; `None` stays.
#[derive(Debug)]
pub struct Update {
    pub email: Option<Email>,
    pub first_name: Option<PersonName>,
    pub last_name: Option<PersonName>,
    pub external_id: Option<String>,
    pub is_active: Option<bool>,
    pub origin: Origin,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Not in the company.
    #[error("no such member")]
    NotFound,
    /// Somebody has to be able to get in when the directory is wrong.
    #[error("the last owner")]
    LastOwner,
    /// The account is its owner's own, or the new address is not the company's.
    #[error("the address cannot be changed here")]
    EmailFixed,
    #[error("an account has the address")]
    EmailTaken,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(UpdateError);

/// Changes what is given. Somebody who is deactivated has no session any more when this returns, and their employee is
/// off-boarded by a job of the same transaction, as the company wishes. Names of accounts that were not made for the
/// company are their owners' own and stay.
pub async fn update(
    backend: &Backend,
    directory: &Directory,
    user: UserId,
    update: &Update,
) -> Result<Person, UpdateError> {
    let (reseller, organization, now) = (directory.reseller(), directory.organization(), backend.now());
    let mut tx = backend.begin(directory).await?;
    // In the order of everybody who changes members: the company first.
    members::standing(&mut tx, reseller, organization, user)
        .await?
        .ok_or(UpdateError::NotFound)?;
    let before = store::people::find(&mut tx, reseller, organization, user)
        .await?
        .ok_or(UpdateError::NotFound)?;
    change_account(&mut tx, directory, &before, update).await?;
    if let Some(external_id) = &update.external_id {
        store::people::note(&mut tx, reseller, organization, user, Some(external_id), false).await?;
    }
    if let Some(is_active) = update.is_active {
        switch(&mut tx, backend, directory, user, is_active, &update.origin).await?;
    }
    let after = store::people::find(&mut tx, reseller, organization, user)
        .await?
        .ok_or(UpdateError::NotFound)?;
    let shown = |person: &Person| json!({ "email": person.email, "name": format!("{} {}", person.first_name, person.last_name) });
    if shown(&before) != shown(&after) {
        let audit = Audit {
            before: Some(shown(&before)),
            after: Some(shown(&after)),
            ..Audit::of("member.changed", user, &update.origin)
        };
        audit::record(&mut tx, directory, now, audit).await?;
    }
    tx.commit().await?;
    Ok(after)
}

/// Address and names, where the account was made for the company.
async fn change_account(
    conn: &mut PgConnection,
    directory: &Directory,
    before: &Person,
    update: &Update,
) -> Result<(), UpdateError> {
    let (reseller, organization) = (directory.reseller(), directory.organization());
    let email = update
        .email
        .as_ref()
        .filter(|email| email.as_str() != before.email);
    if let Some(email) = email {
        let may = before.is_made_here && is_company_domain(conn, reseller, organization, email).await?;
        if !may {
            return Err(UpdateError::EmailFixed);
        }
        if !accounts::readdress_company_account(conn, reseller, before.id, email).await? {
            return Err(UpdateError::EmailTaken);
        }
    }
    if before.is_made_here && (update.first_name.is_some() || update.last_name.is_some()) {
        let kept = |text: &str| PersonName::parse(text).unwrap_or_default();
        let first = update
            .first_name
            .clone()
            .unwrap_or_else(|| kept(&before.first_name));
        let last = update
            .last_name
            .clone()
            .unwrap_or_else(|| kept(&before.last_name));
        accounts::rename_company_account(conn, reseller, before.id, &first, &last).await?;
    }
    Ok(())
}

async fn switch(
    conn: &mut PgConnection,
    backend: &Backend,
    directory: &Directory,
    user: UserId,
    is_active: bool,
    origin: &Origin,
) -> Result<(), UpdateError> {
    let (reseller, organization, now) = (directory.reseller(), directory.organization(), backend.now());
    let is_changed = match members::switch(conn, reseller, organization, user, is_active, now).await {
        Ok(is_changed) => is_changed,
        Err(SwitchError::NotFound) => return Err(UpdateError::NotFound),
        Err(SwitchError::LastOwner) => return Err(UpdateError::LastOwner),
        Err(SwitchError::Internal(error)) => return Err(UpdateError::Internal(error)),
    };
    if !is_changed {
        return Ok(());
    }
    let (action, before, after) = if is_active {
        ("member.reactivated", "deactivated", "active")
    } else {
        ("member.deactivated", "active", "deactivated")
    };
    let audit = Audit {
        before: Some(json!({ "state": before })),
        after: Some(json!({ "state": after, "by": "directory" })),
        ..Audit::of(action, user, origin)
    };
    audit::record(conn, directory, now, audit).await?;
    if is_active {
        return Ok(());
    }
    accounts::end_sessions(conn, directory, user, origin, now).await?;
    if store::tokens::leavers_lines(conn, reseller, organization).await? != LeaversLines::Keep {
        let job = Job::OffBoardLeaver {
            reseller,
            organization,
            user,
            address: origin.address,
        };
        queue::enqueue(conn, &job, now).await?;
    }
    Ok(())
}
