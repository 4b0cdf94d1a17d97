//! What the owner of a number does about its months: pays one, pauses it, ends it.

use serde_json::{Value, json};

use crate::{
    backend::{Backend, Tx},
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        numbers::life::{self, ENDED, Life, Stands},
        orders::{
            place::PlaceError,
            renew::{self, RenewError},
        },
        scope::{Customer, Scope, System},
        webhooks::{self, Event},
    },
    shared::{
        ids::NumberId,
        number::{NumberState, Pause},
    },
};

/// Why nothing changed. Nothing was charged.
#[derive(Debug, thiserror::Error)]
pub enum OwnerError {
    /// Somebody else's, or given back.
    #[error("no such number")]
    NotFound,
    /// The month has to be paid first.
    #[error("the month is not paid")]
    Unpaid,
    /// It is on its way back to the vendor.
    #[error("the number has ended")]
    Ended,
    #[error(transparent)]
    Refused(PlaceError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(OwnerError);

/// Pays the month that is due; paid already, it does nothing.
pub async fn pay(
    backend: &Backend,
    customer: &Customer,
    id: NumberId,
    origin: &Origin,
) -> Result<(), OwnerError> {
    let mut tx = backend.begin(customer).await?;
    owned(&mut tx, customer, id).await?;
    tx.commit().await?;
    match renew::renew(backend, &System::of(customer.reseller(), "page"), id).await {
        Err(RenewError::Paid(_)) => return Ok(()),
        Ok(_) => {}
        Err(RenewError::NotFound) => return Err(OwnerError::NotFound),
        Err(RenewError::Refused(refused)) => return Err(OwnerError::Refused(refused)),
        Err(RenewError::Internal(error)) => return Err(error.into()),
    }
    let mut tx = backend.begin(customer).await?;
    note(&mut tx, backend, customer, "number.paid", id, json!({}), origin).await?;
    tx.commit().await?;
    Ok(())
}

/// Stops it: it neither rings nor receives, and stays its owner's. The months go on.
pub async fn suspend(
    backend: &Backend,
    customer: &Customer,
    id: NumberId,
    origin: &Origin,
) -> Result<(), OwnerError> {
    let mut tx = backend.begin(customer).await?;
    let life = owned(&mut tx, customer, id).await?;
    if life.stands.state == NumberState::Grace {
        return Err(OwnerError::Unpaid);
    }
    if life.stands.state == NumberState::Active {
        let stands = Stands {
            state: NumberState::Suspended,
            suspended_for: Some(Pause::Owner),
            ..life.stands
        };
        stand(&mut tx, backend, customer, &life, &stands).await?;
        let event = Event::NumberSuspended {
            number: id,
            reason: "owner",
            until: None,
        };
        webhooks::emit(&mut tx, customer, backend.now(), &event).await?;
        note(
            &mut tx,
            backend,
            customer,
            "number.suspended",
            id,
            json!({}),
            origin,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Starts one that its owner stopped.
pub async fn reactivate(
    backend: &Backend,
    customer: &Customer,
    id: NumberId,
    origin: &Origin,
) -> Result<(), OwnerError> {
    let mut tx = backend.begin(customer).await?;
    let life = owned(&mut tx, customer, id).await?;
    match life.stands.suspended_for {
        Some(Pause::Money) => return Err(OwnerError::Unpaid),
        Some(Pause::Owner) => {
            let stands = Stands {
                state: NumberState::Active,
                suspended_for: None,
                ..life.stands
            };
            stand(&mut tx, backend, customer, &life, &stands).await?;
            note(
                &mut tx,
                backend,
                customer,
                "number.reactivated",
                id,
                json!({}),
                origin,
            )
            .await?;
        }
        Some(Pause::End) | None => {}
    }
    tx.commit().await?;
    Ok(())
}

/// Says whether further months are paid by themselves. Off: it ends when its paid time does.
pub async fn set_auto_renew(
    backend: &Backend,
    customer: &Customer,
    id: NumberId,
    is_on: bool,
    origin: &Origin,
) -> Result<(), OwnerError> {
    let mut tx = backend.begin(customer).await?;
    owned(&mut tx, customer, id).await?;
    life::set_auto_renew(&mut tx, customer, id, is_on).await?;
    let after = json!({ "renews": is_on });
    note(
        &mut tx,
        backend,
        customer,
        "number.renewal_set",
        id,
        after,
        origin,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Says whether messages that come in are mailed too.
pub async fn set_mails(
    backend: &Backend,
    customer: &Customer,
    id: NumberId,
    is_on: bool,
    origin: &Origin,
) -> Result<(), OwnerError> {
    let mut tx = backend.begin(customer).await?;
    owned(&mut tx, customer, id).await?;
    life::set_mails(&mut tx, customer, id, is_on).await?;
    let after = json!({ "mailed": is_on });
    note(&mut tx, backend, customer, "number.mails_set", id, after, origin).await?;
    tx.commit().await?;
    Ok(())
}

async fn owned(tx: &mut Tx, customer: &Customer, id: NumberId) -> Result<Life, OwnerError> {
    let life = life::lock(tx, customer, id)
        .await?
        .filter(|life| life.owner == customer.user())
        .ok_or(OwnerError::NotFound)?;
    if life.stands.told == ENDED {
        return Err(OwnerError::Ended);
    }
    Ok(life)
}

async fn stand(
    tx: &mut Tx,
    backend: &Backend,
    customer: &Customer,
    life: &Life,
    stands: &Stands,
) -> Result<(), Internal> {
    let next_at = life.next_at.unwrap_or_else(|| backend.now());
    life::put(tx, customer, life.id, stands, next_at).await
}

async fn note(
    tx: &mut Tx,
    backend: &Backend,
    customer: &Customer,
    action: &'static str,
    id: NumberId,
    after: Value,
    origin: &Origin,
) -> Result<(), Internal> {
    let audit = Audit {
        after: Some(after),
        ..Audit::of(action, id, origin)
    };
    audit::record(tx, customer, backend.now(), audit).await?;
    Ok(())
}
