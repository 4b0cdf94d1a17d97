//! eSIMs and lines: issued and nobody's, or somebody's and not at the provider.

use std::collections::BTreeSet;

use serde_json::json;
use sqlx::PgConnection;

use super::{Look, LookError, Resolved, numbers::cause};
use crate::{
    backend::Backend,
    domain::operations::{
        case::Found,
        store::{self, HeldEsim, HeldLine, KnownOrder},
    },
    providers::esims::{EsimProvider, IssuedEsim},
};

/// Compares the list of every vendor of data plans with ours: eSIMs of the shop's customers and lines of companies.
pub async fn look(backend: &Backend) -> Result<Vec<Look>, LookError> {
    let mut looks = vec![];
    for vendor in &backend.providers.catalogues {
        looks.extend(look_at(backend, vendor.as_ref()).await?);
    }
    Ok(looks)
}

/// What we hold of a vendor's.
struct Held {
    esims: Vec<HeldEsim>,
    lines: Vec<HeldLine>,
}

impl Held {
    async fn read(conn: &mut PgConnection, provider: &str) -> Result<Self, LookError> {
        Ok(Self {
            esims: store::held_esims(conn, provider).await?,
            lines: store::held_lines(conn, provider).await?,
        })
    }

    fn iccids(&self) -> BTreeSet<&str> {
        let esims = self.esims.iter().map(|esim| esim.iccid.as_str());
        esims
            .chain(self.lines.iter().map(|line| line.iccid.as_str()))
            .collect()
    }
}

async fn look_at(backend: &Backend, vendor: &dyn EsimProvider) -> Result<Vec<Look>, LookError> {
    let provider = vendor.name();
    let mut tx = backend.begin_system().await?;
    let before = Held::read(&mut tx, provider).await?;
    tx.commit().await?;
    let theirs = vendor.inventory().await.map_err(LookError::Unreachable)?;
    let references: Vec<String> = theirs.iter().map(|esim| esim.reference.clone()).collect();
    let mut tx = backend.begin_system().await?;
    let in_flight = store::references_in_flight(&mut tx).await?;
    let after = Held::read(&mut tx, provider).await?;
    let orders = store::orders_of_references(&mut tx, &references).await?;
    tx.commit().await?;

    let (ours_before, ours_after) = (before.iccids(), after.iccids());
    let at_provider: BTreeSet<&str> = theirs.iter().map(|esim| esim.iccid.as_str()).collect();
    let unassigned = theirs.iter().filter(|esim| {
        !in_flight.contains(&esim.reference)
            && !ours_after.contains(esim.iccid.as_str())
            && !ours_before.contains(esim.iccid.as_str())
    });
    // One that is over here may well be cleared away there.
    let is_gone =
        |iccid: &str, is_over: bool| !is_over && ours_after.contains(iccid) && !at_provider.contains(iccid);
    let gone_esims = before
        .esims
        .iter()
        .filter(|esim| is_gone(&esim.iccid, esim.is_over));
    let gone_lines = before
        .lines
        .iter()
        .filter(|line| is_gone(&line.iccid, line.is_over));
    let gone = gone_esims
        .map(|esim| assigned_gone(provider, esim))
        .chain(gone_lines.map(|line| line_gone(provider, line)))
        .collect();
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
            found: gone,
            resolved: Resolved::Unseen,
        },
    ])
}

fn line_gone(provider: &str, line: &HeldLine) -> Found {
    Found {
        reseller: Some(line.reseller),
        kind: "assigned_gone".into(),
        reference: line.iccid.clone(),
        provider: Some(provider.to_owned()),
        summary: format!(
            "Line {} of the company {} at {} (order {}, {}) is not known to {provider}. It cannot be installed or used. \
             What can be done: mark it as terminated here (release) and decide about a refund of order {}.",
            line.iccid, line.company, line.shop, line.order, line.state, line.order,
        ),
        details: json!({
            "thing": "line",
            "iccid": line.iccid,
            "provider_id": line.provider_line,
            "line": line.id,
            "organization": line.organization,
            "order": line.order,
        }),
    }
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
