//! Payments: paid at the gateway and not credited here, or credited here and not paid there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{Look, LookError, Resolved};
use crate::{
    backend::Backend,
    domain::operations::{
        case::Found,
        hints,
        store::{self, KnownPayment},
    },
    providers::payments::{PaidPayment, PaymentProvider},
    shared::ids::ResellerId,
};

/// How far a night looks back; longer than a week of trouble with the job itself.
const WINDOW: TimeDelta = TimeDelta::days(7);
/// A payment younger than this may still be on its way through webhook and job.
const UNDERWAY: TimeDelta = TimeDelta::hours(1);

/// Compares one account at a gateway, the platform's (`None`) or a reseller's own, with the payments made there.
pub async fn look(
    backend: &Backend,
    gateway: &dyn PaymentProvider,
    owner: Option<ResellerId>,
) -> Result<Vec<Look>, LookError> {
    let provider = gateway.name();
    let (from, until) = (backend.now() - WINDOW, backend.now() - UNDERWAY);
    // Until now and a little more: clocks differ, and what was credited a minute ago must be in the list.
    let theirs = gateway
        .paid_between(from, backend.now() + UNDERWAY)
        .await
        .map_err(LookError::Unreachable)?;
    let mut tx = backend.begin_system().await?;
    let mut references: Vec<String> = theirs.iter().map(|paid| paid.reference.clone()).collect();
    references.extend(store::open_references(&mut tx, "paid_not_credited", provider).await?);
    let ours = store::payments_of_references(&mut tx, &references).await?;
    let credited = store::credited_payments(&mut tx, provider, owner, from, until).await?;
    tx.commit().await?;

    let listed: BTreeSet<&str> = theirs.iter().map(|paid| paid.reference.as_str()).collect();
    let unpaid = credited
        .iter()
        .filter(|payment| !listed.contains(payment.reference.as_str()));
    Ok(vec![
        Look {
            kind: "paid_not_credited",
            provider,
            found: paid_not_credited(provider, &theirs, &ours, until),
            resolved: Resolved::These(
                ours.values()
                    .filter(|payment| payment.is_paid)
                    .map(|payment| payment.reference.clone())
                    .collect(),
            ),
        },
        Look {
            kind: "credited_not_paid",
            provider,
            found: unpaid
                .map(|payment| credited_not_paid(provider, payment))
                .collect(),
            resolved: Resolved::These(listed.iter().map(|&reference| reference.to_owned()).collect()),
        },
    ])
}

fn paid_not_credited(
    provider: &str,
    theirs: &[PaidPayment],
    ours: &BTreeMap<String, KnownPayment>,
    until: DateTime<Utc>,
) -> Vec<Found> {
    let old_enough = theirs.iter().filter(|paid| paid.paid_at <= until);
    old_enough
        .filter_map(|paid| {
            let known = ours.get(&paid.reference);
            let cause = match known {
                Some(payment) if payment.is_paid => return None,
                Some(payment) => format!(
                    "Payment {} of customer {} at {} ({} asked) is {} here: the gateway's event did not arrive, or it was \
                     not believed. What can be done: ask the gateway again and credit (credit).",
                    payment.id, payment.customer, payment.shop, payment.amount.amount(), payment.state,
                ),
                None => "Nobody here asked for it: another system uses the same gateway account, or a payment was deleted. \
                         What can be done: refund it at the gateway, or leave it (dismiss)."
                    .to_owned(),
            };
            Some(Found {
                reseller: known.map(|payment| payment.reseller),
                kind: "paid_not_credited".into(),
                reference: paid.reference.clone(),
                provider: Some(provider.to_owned()),
                summary: format!(
                    "{} {} was paid at {provider} on {} as {} under {}, but no wallet was credited. {cause} {}",
                    paid.amount.amount(),
                    paid.amount.currency(),
                    paid.paid_at.format("%Y-%m-%d %H:%M UTC"),
                    paid.provider_id,
                    paid.reference,
                    hints::where_to_look(provider, &paid.reference),
                ),
                details: json!({
                    "payment": known.map(|payment| payment.id),
                    "customer": known.map(|payment| payment.customer),
                    "provider_id": paid.provider_id,
                    "reference": paid.reference,
                    "amount": paid.amount,
                    "paid_at": paid.paid_at,
                }),
            })
        })
        .collect()
}

fn credited_not_paid(provider: &str, payment: &KnownPayment) -> Found {
    Found {
        reseller: Some(payment.reseller),
        kind: "credited_not_paid".into(),
        reference: payment.reference.clone(),
        provider: Some(provider.to_owned()),
        summary: format!(
            "Payment {} credited {} {} to customer {} of {}, but {provider} lists no such payment: reversed there, or made \
             with other keys. Nothing was taken back. {} What can be done: settle it with the gateway, and dismiss.",
            payment.id,
            payment.amount.amount(),
            payment.amount.currency(),
            payment.customer,
            payment.shop,
            hints::where_to_look(provider, &payment.reference),
        ),
        details: json!({
            "payment": payment.id,
            "customer": payment.customer,
            "reference": payment.reference,
            "amount": payment.amount,
        }),
    }
}
