//! Makes the account of a new shop's owner, who chooses a password by a mailed link.

use sqlx::PgConnection;

use super::{CreateAccount, CreateAccountError, Email, PersonName, Role, create_account, mailing, password};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        notices::send::Recipient,
    },
    shared::ids::{ResellerId, UserId},
};

/// Who will own the shop.
#[derive(Debug)]
pub struct InviteOwner<'a> {
    pub reseller: ResellerId,
    pub email: &'a Email,
    pub first_name: &'a PersonName,
    pub last_name: &'a PersonName,
    /// The shop's host, where the link leads.
    pub host: &'a str,
}

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteOwnerError {
    /// The shop has an account with this address.
    #[error("the address is taken")]
    EmailTaken,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(InviteOwnerError);

/// Makes the account and queues its mail, in the caller's transaction. Until the link is followed nobody can sign in.
pub async fn invite_owner(
    conn: &mut PgConnection,
    backend: &Backend,
    invite: &InviteOwner<'_>,
) -> Result<UserId, InviteOwnerError> {
    let account = CreateAccount {
        reseller: invite.reseller,
        email: invite.email,
        // As costly to try as a real one, so that signing in does not tell who has no password.
        password_hash: password::NOBODYS_HASH,
        first_name: invite.first_name,
        last_name: invite.last_name,
        role: Role::Reseller,
        is_verified: false,
    };
    let user = match create_account(conn, backend.now(), &account).await {
        Ok(user) => user,
        Err(CreateAccountError::EmailTaken) => return Err(InviteOwnerError::EmailTaken),
        Err(CreateAccountError::Internal(error)) => return Err(InviteOwnerError::Internal(error)),
    };
    let to = Recipient {
        reseller: invite.reseller,
        user: Some(user),
        email: invite.email.as_str(),
        first_name: invite.first_name.as_str(),
    };
    mailing::send_owner_invitation(conn, backend, &to, invite.host).await?;
    Ok(user)
}
