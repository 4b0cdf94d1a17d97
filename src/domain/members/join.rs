//! Accepts an invitation with a new account.

use serde_json::json;

use super::{MEMBERS_MAX, accept::put_in, link::usable, roster::Roster, store::invitations};
use crate::{
    backend::Backend,
    domain::{
        accounts::{
            self, Browser, CreateAccount, CreateAccountError, Email, LinkToken, NewSession, Password,
            PersonName, Role,
        },
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::{Scope, Visitor},
    },
    shared::staff::LinkState,
};

/// A filled-in form.
#[derive(Debug)]
pub struct Join {
    pub token: LinkToken,
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub password: Password,
    pub browser: Browser,
}

/// Why nobody joined.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// Unknown, used, expired or taken back.
    #[error("the link is {0:?}")]
    Link(LinkState),
    /// The address has an account here: its owner signs in and accepts.
    #[error("the address has an account")]
    HasAccount,
    #[error("the password is the address")]
    PasswordIsEmail,
    #[error("the company is as large as it may be")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(JoinError);

/// Makes a verified account (the link was mailed to its address), puts it into the company and signs it in.
pub async fn join(backend: &Backend, visitor: &Visitor, join: Join) -> Result<NewSession, JoinError> {
    let reseller = visitor.reseller();
    let mut tx = backend.begin(visitor).await?;
    let found = invitations::by_token(&mut tx, reseller, &join.token).await?;
    let invited = usable(found, backend.now()).map_err(JoinError::Link)?;
    tx.commit().await?;
    let email =
        Email::parse(&invited.email).map_err(|_| Internal::broken("an invitation to what is no address"))?;
    if join.password.is_address(&email) {
        return Err(JoinError::PasswordIsEmail);
    }
    // Takes a while, so it is done outside of the transaction, and only for a link that works.
    let password_hash = join.password.hash(backend).await?;

    let now = backend.now();
    let mut tx = backend.begin(visitor).await?;
    let roster = Roster::lock(&mut tx, reseller, invited.organization).await?;
    let found = invitations::by_token(&mut tx, reseller, &join.token).await?;
    let invited = usable(found, now).map_err(JoinError::Link)?;
    if roster.len() >= MEMBERS_MAX {
        return Err(JoinError::TooMany);
    }
    let new = CreateAccount {
        reseller,
        email: &email,
        password_hash: &password_hash,
        first_name: &join.first_name,
        last_name: &join.last_name,
        role: Role::User,
        is_verified: true,
    };
    let user = match accounts::create_account(&mut tx, now, &new).await {
        Ok(user) => user,
        Err(CreateAccountError::EmailTaken) => return Err(JoinError::HasAccount),
        Err(CreateAccountError::Internal(error)) => return Err(JoinError::Internal(error)),
    };
    put_in(&mut tx, reseller, user, &invited, now).await?;
    let session = accounts::begin_session(&mut tx, reseller, user, &join.browser, now).await?;
    let audit = Audit {
        after: Some(json!({ "role": invited.role })),
        company: Some(invited.organization),
        ..Audit::of("member.joined", user, &join.browser.origin)
    };
    audit::record(&mut tx, &session.customer, now, audit).await?;
    tx.commit().await?;
    Ok(session)
}
