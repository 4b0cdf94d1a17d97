//! eSIMs: issued and nobody's, or somebody's and not at the provider.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{Look, LookError, Resolved, numbers::cause};
use crate::{
    backend::Backend,
    domain::operations::{
        case::Found,
        store::{self, HeldEsim, KnownOrder},
    },
    providers::esims::IssuedEsim,
};

/// Compares the provider's list with ours.
pub async fn look(backend: &Backend) -> Result<Vec<Look>, LookError> {
    let provider = backend.providers.esims.name();
    let mut tx = backend.begin_system().await?;
    let before = store::held_esims(&mut tx, provider).await?;
    tx.commit().await?;
    let theirs = backend
        .providers
        .esims
        .inventory()
        .await
        .map_err(LookError::Unreachable)?;
    let references: Vec<String> = theirs.iter().map(|esim| esim.reference.clone()).collect();
    let mut tx = backend.begin_system().await?;
    let in_flight = store::references_in_flight(&mut tx).await?;
    let after = store::held_esims(&mut tx, provider).await?;
    let orders = store::orders_of_references(&mut tx, &references).await?;
    tx.commit().await?;

    let ours_before: BTreeSet<&str> = before.iter().map(|esim| esim.iccid.as_str()).collect();
    let ours_after: BTreeMap<&str, &HeldEsim> =
        after.iter().map(|esim| (esim.iccid.as_str(), esim)).collect();
    let at_provider: BTreeSet<&str> = theirs.iter().map(|esim| esim.iccid.as_str()).collect();
    let unassigned = theirs.iter().filter(|esim| {
        !in_flight.contains(&esim.reference)
            && !ours_after.contains_key(esim.iccid.as_str())
            && !ours_before.contains(esim.iccid.as_str())
    });
    let gone = before.iter().filter(|esim| {
        // One that is over here may well be cleared away there.
        !esim.is_over
            && ours_after.contains_key(esim.iccid.as_str())
            && !at_provider.contains(esim.iccid.as_str())
    });
    Ok(vec![
        Look {
            kind: "bought_unassigned",
            provider,
            found: unassigned
                .map(|esim| bought_unassigned(provider, esim, orders.get(&esim.reference)))
                .collect(),
            resolved: Resolved::Unseen,
        },
        Look {
            kind: "assigned_gone",
            provider,
            found: gone.map(|esim| assigned_gone(provider, esim)).collect(),
            resolved: Resolved::Unseen,
        },
    ])
}

/// Never says the activation code: whoever has it can take the eSIM.
fn bought_unassigned(provider: &str, esim: &IssuedEsim, order: Option<&KnownOrder>) -> Found {
    let options = match order {
        Some(_) => "give it to a customer (adopt), or leave it (dismiss)",
        None => "leave it (dismiss)",
    };
    let cause = cause(order, &esim.reference);
    Found {
        reseller: order.map(|order| order.reseller),
        kind: "bought_unassigned".into(),
        reference: esim.iccid.clone(),
        provider: Some(provider.to_owned()),
        summary: format!(
            "eSIM {} was issued to us by {provider} (its order {}), but nobody here holds it. {cause} {provider} takes no \
             eSIM back. What can be done: {options}.",
            esim.iccid, esim.provider_order_id,
        ),
        details: json!({
            "thing": "esim",
            "iccid": esim.iccid,
            "provider_id": esim.provider_order_id,
            "reference": esim.reference,
            "order": order.map(|order| order.id),
            "customer": order.map(|order| order.customer),
        }),
    }
}

fn assigned_gone(provider: &str, esim: &HeldEsim) -> Found {
    Found {
        reseller: Some(esim.reseller),
        kind: "assigned_gone".into(),
        reference: esim.iccid.clone(),
        provider: Some(provider.to_owned()),
        summary: format!(
            "eSIM {} belongs to customer {} of {} (order {}, {}), but {provider} does not know it. It cannot be installed \
             or used. What can be done: mark it as terminated here (release) and decide about a refund of order {}.",
            esim.iccid, esim.customer, esim.shop, esim.order, esim.state, esim.order,
        ),
        details: json!({
            "thing": "esim",
            "iccid": esim.iccid,
            "provider_id": esim.provider_order_id,
            "esim": esim.id,
            "order": esim.order,
            "customer": esim.customer,
        }),
    }
}
