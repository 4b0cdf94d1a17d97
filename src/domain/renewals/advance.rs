//! Takes a number one step further in its life.

use chrono::TimeDelta;

use super::{
    step::{self, Due, Next},
    tell,
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        numbers::life::{self, ENDED, Life, Stands},
        orders::{
            place::PlaceError,
            renew::{self, RenewError},
        },
        queue::{Job, enqueue},
        scope::{Scope, System},
        webhooks::{self, Event},
    },
    shared::ids::NumberId,
};

/// What its owner was told at the step: `told` of the number.
const GRACE_TOLD: i16 = 3;
const SUSPENDED_TOLD: i16 = 5;

/// Does what is due. The same again, or at the same moment, changes nothing more.
pub async fn advance(backend: &Backend, system: &System, id: NumberId) -> Result<(), Internal> {
    let mut tx = backend.begin(system).await?;
    let now = backend.now();
    let Some(life) = life::lock(&mut tx, system, id).await? else {
        tx.commit().await?;
        return Ok(());
    };
    if life.next_at.is_none_or(|at| at > now) {
        tx.commit().await?;
        return Ok(());
    }
    match step::due(&life, now) {
        Due::Wait { next_at } => life::put(&mut tx, system, id, &life.stands, next_at).await?,
        Due::Notice { told, next_at } => {
            let payer = renew::payer(&mut tx, system, &life).await?;
            let price = renew::price(&mut tx, backend, system, &life, payer)
                .await?
                .charged;
            tell::of_renewal(&mut tx, backend, system, &life, (payer, price)).await?;
            let stands = Stands { told, ..life.stands };
            life::put(&mut tx, system, id, &stands, next_at).await?;
        }
        Due::Release(next) => release(&mut tx, backend, system, &life, &next).await?,
        Due::Pay => {
            tx.commit().await?;
            return pay(backend, system, id).await;
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn pay(backend: &Backend, system: &System, id: NumberId) -> Result<(), Internal> {
    match renew::renew(backend, system, id).await {
        Ok(_) | Err(RenewError::NotFound | RenewError::Paid(_)) => Ok(()),
        Err(RenewError::Refused(refused)) => not_paid(backend, system, id, &refused).await,
        Err(RenewError::Internal(error)) => Err(error),
    }
}

async fn not_paid(
    backend: &Backend,
    system: &System,
    id: NumberId,
    refused: &PlaceError,
) -> Result<(), Internal> {
    let mut tx = backend.begin(system).await?;
    let now = backend.now();
    let life = life::lock(&mut tx, system, id).await?;
    // Its owner may have paid, or somebody else looked, in between.
    let Some(life) = life.filter(|life| life.expires_at <= now && life.next_at.is_some_and(|at| at <= now))
    else {
        tx.commit().await?;
        return Ok(());
    };
    tracing::info!(reseller_id = %system.reseller(), number_id = %id, %refused, "a month of a number was not paid");
    let grace = TimeDelta::days(life::grace_days(&mut tx, system).await?);
    let next = step::unpaid(&life, now, grace);
    if next.stands.told == ENDED {
        release(&mut tx, backend, system, &life, &next).await?;
    } else {
        news(&mut tx, backend, system, &life, &next).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// It stops at once; its job has the vendor take it back, and it is looked after until that is done.
async fn release(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    life: &Life,
    next: &Next,
) -> Result<(), Internal> {
    news(tx, backend, system, life, next).await?;
    let job = Job::ReleaseNumber {
        reseller: system.reseller(),
        number: life.id,
    };
    enqueue(tx, &job, backend.now()).await?;
    Ok(())
}

async fn news(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    life: &Life,
    next: &Next,
) -> Result<(), Internal> {
    if next.is_news {
        let payer = renew::payer(tx, system, life).await?;
        let price = renew::price(tx, backend, system, life, payer).await?.charged;
        tell::of_step(tx, backend, system, life, (payer, price), next).await?;
    }
    life::put(tx, system, life.id, &next.stands, next.next_at).await?;
    if let Some(event) = heard(life.id, next) {
        webhooks::emit(tx, system, backend.now(), &event).await?;
    }
    Ok(())
}

/// What the shop's own systems hear of the step.
fn heard(number: NumberId, next: &Next) -> Option<Event> {
    let stands = &next.stands;
    match stands.told {
        _ if !next.is_news => None,
        GRACE_TOLD => Some(Event::NumberGrace {
            number,
            until: stands.grace_until,
        }),
        SUSPENDED_TOLD => Some(Event::NumberSuspended {
            number,
            reason: "unpaid",
            until: stands.release_at,
        }),
        _ => None,
    }
}
