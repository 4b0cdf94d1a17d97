//! Makes an account for a visitor, and tells nobody but the owner of the address whether there was one.

use sqlx::PgConnection;

use super::{
    CreateAccount, CreateAccountError, Email, LocalPath, Password, PersonName, Role, create_account, mailing,
    store::users,
    throttle::{Admission, REGISTER},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::{Notice, send::Recipient},
        scope::{Scope, Visitor},
        webhooks::{self, Event},
    },
};

/// What the form says.
#[derive(Debug)]
pub struct Register {
    pub email: Email,
    pub password: Password,
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub origin: Origin,
    /// Where to go once verified.
    pub next: Option<LocalPath>,
    /// Host the visitor is on.
    pub host: String,
}

/// Why the form was not taken. Says nothing about accounts.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The password is the address.
    #[error("the password is the address")]
    PasswordIsEmail,
    /// Too many registrations with this address or from this place.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RegisterError);

/// Makes the account and mails a link to verify it; an address that has an account gets a mail saying so. The
/// caller gets the same answer after the same work.
pub async fn register(backend: &Backend, visitor: &Visitor, register: Register) -> Result<(), RegisterError> {
    if register.password.is_address(&register.email) {
        return Err(RegisterError::PasswordIsEmail);
    }
    let (reseller, now) = (visitor.reseller(), backend.now());
    let mut tx = backend.begin(visitor).await?;
    let admission = REGISTER
        .admit(&mut tx, reseller, &register.email, register.origin.address, now)
        .await?;
    if let Admission::Throttled { retry_after_seconds } = admission {
        return Err(RegisterError::Throttled { retry_after_seconds });
    }
    tx.commit().await?;

    let password_hash = register.password.hash(backend).await?;
    let mut tx = backend.begin(visitor).await?;
    let new = CreateAccount {
        reseller,
        email: &register.email,
        password_hash: &password_hash,
        first_name: &register.first_name,
        last_name: &register.last_name,
        role: Role::User,
        is_verified: false,
    };
    match create_account(&mut tx, now, &new).await {
        Ok(user) => {
            audit::record(
                &mut tx,
                visitor,
                now,
                Audit::of("account.registered", user, &register.origin),
            )
            .await?;
            let event = Event::CustomerCreated {
                customer: user,
                email: register.email.as_str().to_owned(),
                external_id: None,
            };
            webhooks::emit(&mut tx, visitor, now, &event).await?;
            let recipient = Recipient {
                reseller,
                user: Some(user),
                email: register.email.as_str(),
                first_name: register.first_name.as_str(),
            };
            let next = register.next.as_ref();
            mailing::send_verification(&mut tx, backend, &recipient, &register.host, next).await?;
        }
        Err(CreateAccountError::EmailTaken) => tell_owner(&mut tx, backend, visitor, &register).await?,
        Err(CreateAccountError::Internal(error)) => return Err(RegisterError::Internal(error)),
    }
    tx.commit().await?;
    Ok(())
}

async fn tell_owner(
    conn: &mut PgConnection,
    backend: &Backend,
    visitor: &Visitor,
    register: &Register,
) -> Result<(), Internal> {
    let reseller = visitor.reseller();
    // Suspended and deleted accounts are not written to.
    let Some(user) = users::by_email(conn, reseller, register.email.as_str()).await? else {
        return Ok(());
    };
    let host = mailing::link_host(conn, reseller, &register.host).await?;
    let notice = Notice::AlreadyRegistered {
        sign_in_link: backend.address.url(&host, "/sign-in"),
        reset_link: backend.address.url(&host, "/forgot-password"),
    };
    let recipient = Recipient {
        reseller,
        user: Some(user.id),
        email: &user.email,
        first_name: &user.first_name,
    };
    mailing::send(conn, backend, &recipient, &notice).await
}
