//! Numbers: bought and nobody's, or somebody's and gone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{Look, LookError, Resolved};
use crate::{
    backend::Backend,
    domain::{
        numbers::format::display,
        operations::{
            case::Found,
            store::{self, HeldNumber, KnownOrder},
        },
    },
    providers::numbers::{NumberProvider, OwnedNumber},
};

/// Compares the provider's list with ours.
pub async fn look(backend: &Backend, vendor: &dyn NumberProvider) -> Result<Vec<Look>, LookError> {
    let provider = vendor.name();
    // Ours before and after theirs: a number that came or went meanwhile is in only one of our two lists.
    let mut tx = backend.begin_system().await?;
    let before = store::held_numbers(&mut tx, provider).await?;
    tx.commit().await?;
    let theirs = vendor.inventory().await.map_err(LookError::Unreachable)?;
    let references: Vec<String> = theirs.iter().map(|number| number.reference.clone()).collect();
    let mut tx = backend.begin_system().await?;
    let in_flight = store::references_in_flight(&mut tx).await?;
    let after = store::held_numbers(&mut tx, provider).await?;
    let orders = store::orders_of_references(&mut tx, &references).await?;
    tx.commit().await?;

    let ours_before: BTreeSet<&str> = before.iter().map(|number| number.e164.as_str()).collect();
    let ours_after: BTreeMap<&str, &HeldNumber> = after
        .iter()
        .map(|number| (number.e164.as_str(), number))
        .collect();
    let at_provider: BTreeSet<&str> = theirs.iter().map(|number| number.e164.as_str()).collect();
    let unassigned = theirs.iter().filter(|number| {
        !in_flight.contains(&number.reference)
            && !ours_after.contains_key(number.e164.as_str())
            && !ours_before.contains(number.e164.as_str())
    });
    let gone = before.iter().filter(|number| {
        ours_after.contains_key(number.e164.as_str()) && !at_provider.contains(number.e164.as_str())
    });
    Ok(vec![
        Look {
            kind: "bought_unassigned",
            provider,
            found: unassigned
                .map(|number| bought_unassigned(provider, number, orders.get(&number.reference)))
                .collect(),
            resolved: Resolved::Unseen,
        },
        Look {
            kind: "assigned_gone",
            provider,
            found: gone.map(|number| assigned_gone(provider, number)).collect(),
            resolved: Resolved::Unseen,
        },
    ])
}

fn bought_unassigned(provider: &str, number: &OwnedNumber, order: Option<&KnownOrder>) -> Found {
    let what = format!("Number {}", display(&number.e164));
    let cause = cause(order, &number.reference);
    let options = match order {
        Some(_) => "give it to a customer (adopt) or give it back at the provider (release)",
        None => "give it back at the provider (release) or leave it (dismiss)",
    };
    Found {
        reseller: order.map(|order| order.reseller),
        kind: "bought_unassigned".into(),
        reference: number.e164.clone(),
        provider: Some(provider.to_owned()),
        summary: format!(
            "{what} is ours at {provider} and is billed each month, but nobody here holds it. {cause} What can be done: \
             {options}."
        ),
        details: json!({
            "thing": "number",
            "e164": number.e164,
            "provider_id": number.provider_id,
            "reference": number.reference,
            "order": order.map(|order| order.id),
            "customer": order.map(|order| order.customer),
        }),
    }
}

/// Why a thing at the provider has no owner here, in words.
pub(super) fn cause(order: Option<&KnownOrder>, reference: &str) -> String {
    let Some(order) = order else {
        return if reference.is_empty() {
            "It carries no reference: bought by hand at the provider, or by another installation.".to_owned()
        } else {
            format!(
                "Nobody here ordered it under its reference `{reference}`: bought by hand at the provider, or by \
                     another installation."
            )
        };
    };
    let (id, shop, day) = (order.id, &order.shop, order.updated_at.format("%Y-%m-%d"));
    match (order.state.as_str(), &order.released_at) {
        ("released", _) => format!(
            "Order {id} of {shop} was given back on {day} and its buyer was not charged, but the provider sold it after all."
        ),
        (_, Some(at)) => format!(
            "Order {id} of {shop} delivered it, and it was given back here on {}, but the provider still has it.",
            at.format("%Y-%m-%d")
        ),
        (state, None) => {
            format!("Order {id} of {shop} is {state} since {day}, but delivered something else or nothing.")
        }
    }
}

fn assigned_gone(provider: &str, number: &HeldNumber) -> Found {
    Found {
        reseller: Some(number.reseller),
        kind: "assigned_gone".into(),
        reference: number.e164.clone(),
        provider: Some(provider.to_owned()),
        summary: format!(
            "Number {} belongs to customer {} of {} (order {}, {} until {}), but {provider} does not have it any more: \
             released there by hand, or taken away. It neither rings nor receives. What can be done: mark it as released \
             here (release) and decide about a refund of order {}.",
            display(&number.e164),
            number.customer,
            number.shop,
            number.order,
            number.state,
            number.expires_at.format("%Y-%m-%d"),
            number.order,
        ),
        details: json!({
            "thing": "number",
            "e164": number.e164,
            "provider_id": number.provider_number_id,
            "number": number.id,
            "order": number.order,
            "customer": number.customer,
        }),
    }
}
