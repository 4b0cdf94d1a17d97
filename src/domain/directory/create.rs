//! The directory enters somebody.

use serde_json::json;

use super::{Person, domains::is_company_domain, store};
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, Email, PersonName},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        members::{self, AdmitError, SwitchError},
        scope::{Directory, Scope, WorksIn},
    },
};

/// What the directory says of somebody new.
#[derive(Debug)]
pub struct Create {
    pub email: Email,
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub external_id: Option<String>,
    pub is_active: bool,
    pub origin: Origin,
}

/// Why nobody was entered.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// A member has the address.
    #[error("a member has the address")]
    AlreadyMember,
    /// Somebody has the address who never came to the company.
    #[error("an account has the address")]
    HasAccount,
    /// The DNS does not prove that the address is the company's.
    #[error("the domain is not proven")]
    OtherDomain,
    #[error("the company is as large as it may be")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CreateError);

/// Makes an account for the company and a member of it, with the role for people whom no group names. Nobody is written
/// to: people come by the company's own sign-in, or set a password by the shop's reset.
pub async fn create(backend: &Backend, directory: &Directory, new: &Create) -> Result<Person, CreateError> {
    let (reseller, organization, now) = (directory.reseller(), directory.organization(), backend.now());
    let mut tx = backend.begin(directory).await?;
    if let Some(user) = accounts::account_of(&mut tx, reseller, &new.email).await? {
        let is_member = members::standing(&mut tx, reseller, organization, user)
            .await?
            .is_some();
        return Err(if is_member {
            CreateError::AlreadyMember
        } else {
            CreateError::HasAccount
        });
    }
    if !is_company_domain(&mut tx, reseller, organization, &new.email).await? {
        return Err(CreateError::OtherDomain);
    }
    let (first, last) = (&new.first_name, &new.last_name);
    let user = accounts::create_company_account(&mut tx, reseller, &new.email, first, last, now)
        .await?
        .ok_or(CreateError::HasAccount)?;
    let role = store::people::default_role(&mut tx, reseller, organization).await?;
    match members::admit(&mut tx, reseller, organization, user, role, now).await {
        Ok(()) => {}
        Err(AdmitError::TooMany) => return Err(CreateError::TooMany),
        Err(AdmitError::Internal(error)) => return Err(CreateError::Internal(error)),
    }
    if !new.is_active {
        match members::switch(&mut tx, reseller, organization, user, false, now).await {
            Ok(_) => {}
            Err(SwitchError::NotFound | SwitchError::LastOwner) => {
                return Err(Internal::broken("a new member cannot be deactivated").into());
            }
            Err(SwitchError::Internal(error)) => return Err(CreateError::Internal(error)),
        }
    }
    let external_id = new.external_id.as_deref();
    store::people::note(&mut tx, reseller, organization, user, external_id, true).await?;
    let audit = Audit {
        after: Some(json!({ "email": new.email.as_str(), "role": role, "by": "directory" })),
        ..Audit::of("member.joined", user, &new.origin)
    };
    audit::record(&mut tx, directory, now, audit).await?;
    let made = store::people::find(&mut tx, reseller, organization, user)
        .await?
        .ok_or_else(|| Internal::broken("a new member is not there"))?;
    tx.commit().await?;
    Ok(made)
}
