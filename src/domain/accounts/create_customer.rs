//! A reseller's own system makes a customer.

use super::{
    Billing, CustomerRecord, Email, PersonName, password,
    store::customers::{self, Taken},
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{ApiClient, Scope},
        webhooks::{self, Event},
    },
    shared::ids::UserId,
};

/// What the reseller's system knows of it.
#[derive(Debug)]
pub struct CreateCustomer {
    /// Chosen by the caller, so that a repeated request finds its customer.
    pub id: UserId,
    pub email: Email,
    pub first_name: PersonName,
    pub last_name: PersonName,
    /// 1–120 characters.
    pub external_id: Option<String>,
    pub billing: Billing,
}

/// Why there is no new customer.
#[derive(Debug, thiserror::Error)]
pub enum CreateCustomerError {
    #[error("the reseller has an account with this address")]
    EmailTaken,
    #[error("the reseller has a customer with this id")]
    ExternalIdTaken,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CreateCustomerError);

/// Makes the customer. Nobody is written to: the reseller vouches for the address. There is no password; the owner of
/// the address can set one by the shop's reset. The same id again returns the customer made first.
pub async fn create_customer(
    backend: &Backend,
    client: &ApiClient,
    new: &CreateCustomer,
) -> Result<CustomerRecord, CreateCustomerError> {
    let mut tx = backend.begin(client).await?;
    if let Some(made) = customers::find(&mut tx, client.reseller(), new.id).await? {
        tx.commit().await?;
        return Ok(made);
    }
    // As costly to try as a real one, so that signing in does not tell who has no password.
    let hash = password::NOBODYS_HASH;
    match customers::insert(&mut tx, client.reseller(), new, hash, backend.now()).await? {
        Ok(()) => {}
        Err(Taken::Email) => return Err(CreateCustomerError::EmailTaken),
        Err(Taken::ExternalId) => return Err(CreateCustomerError::ExternalIdTaken),
    }
    let made = customers::find(&mut tx, client.reseller(), new.id)
        .await?
        .ok_or_else(|| Internal::broken("a new customer cannot be read"))?;
    let event = Event::CustomerCreated {
        customer: new.id,
        email: new.email.as_str().to_owned(),
        external_id: new.external_id.clone(),
    };
    webhooks::emit(&mut tx, client, backend.now(), &event).await?;
    tx.commit().await?;
    Ok(made)
}
