//! What the owner of a number is told of its months.

use chrono::{DateTime, Utc};

use super::step::Next;
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        notices::{self, Notice},
        numbers::{format::display, life::Life},
        orders::place::Payer,
        scope::{Scope, System},
    },
    shared::{money::Money, number::Pause},
};

/// The next month is near.
pub(super) async fn of_renewal(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    life: &Life,
    (payer, price): (Payer, Money),
) -> Result<(), Internal> {
    let (number, day) = (display(&life.e164), day(life.expires_at));
    let (title, detail) = if life.auto_renew {
        let from = match payer {
            Payer::Organization(_) => "your company's balance",
            Payer::Customer | Payer::Float => "your balance",
        };
        (
            format!("Your number {number} renews on {day}"),
            format!(
                "The next month costs {price} and is taken from {from} on that day. If you do not want it any more, \
                 switch the renewal off before then: nothing more is charged."
            ),
        )
    } else {
        (
            format!("Your number {number} ends on {day}"),
            "Its renewal is switched off, so nothing more is charged. If you want to keep the number, switch the renewal \
             on before that day. Afterwards it cannot be promised back."
                .to_owned(),
        )
    };
    mail(tx, backend, system, life, payer, title, detail).await
}

/// The month was not paid, or the number ends.
pub(super) async fn of_step(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    life: &Life,
    (payer, price): (Payer, Money),
    next: &Next,
) -> Result<(), Internal> {
    let number = display(&life.e164);
    let stands = &next.stands;
    let by = |at: Option<DateTime<Utc>>| at.map(day).unwrap_or_default();
    let (title, detail) = match stands.told {
        3 => (
            format!("Your number {number} is not paid"),
            format!(
                "The next month costs {price} and could not be taken from the balance. The number works until {}. Add \
                 money until then: it is taken by itself and everything goes on.",
                by(stands.grace_until)
            ),
        ),
        4 => (
            format!("Last day: your number {number} is not paid"),
            format!(
                "It stops working on {}. Add money for {price} and everything goes on.",
                by(stands.grace_until)
            ),
        ),
        5 => (
            format!("Your number {number} is suspended"),
            format!(
                "It neither rings nor receives, because the month of {price} was not paid. It is kept for you until {}. \
                 Pay until then and it works again at once; after that day it is gone.",
                by(stands.release_at)
            ),
        ),
        _ => (
            format!("Your number {number} has ended"),
            match stands.suspended_for {
                Some(Pause::End) => {
                    "Its paid time is over and the renewal was switched off. Nothing more is charged."
                }
                _ => "It was not paid in time and has been given back. Nothing is charged.",
            }
            .to_owned(),
        ),
    };
    mail(tx, backend, system, life, payer, title, detail).await
}

/// Nobody is told to pay for what the shop's own system pays.
async fn mail(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    life: &Life,
    payer: Payer,
    title: String,
    detail: String,
) -> Result<(), Internal> {
    if payer == Payer::Float {
        return Ok(());
    }
    let path = format!("/account/numbers/{}", life.id);
    let notice = |link| Notice::NumberNews { title, detail, link };
    notices::to_user::to_user(tx, backend, system.reseller(), life.owner, &path, notice).await
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y, %H:%M UTC").to_string()
}
