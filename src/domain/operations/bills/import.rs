//! Takes a provider's bill.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    matching::judge,
    parse::{BillLine, ParseError, parse},
    show::{Bill, Summary},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        operations::{
            case::{self, Found},
            store,
        },
        scope::Operates,
    },
    shared::ids::BillId,
};

/// A bill to be taken.
#[derive(Debug, Clone)]
pub struct Import<'a> {
    /// `twilio`, `telnyx`, `telna`.
    pub provider: &'a str,
    /// The file's name, for people.
    pub name: &'a str,
    pub file: &'a [u8],
    /// First day.
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
}

/// Why a bill was not taken. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("no provider is called {0}; there are {1}")]
    NoSuchProvider(String, String),
    #[error("the period must end after it begins")]
    Period,
    #[error(transparent)]
    Unreadable(ParseError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ImportError);

/// Stores the bill, in the operator's name, with a judgement on each line and opens a case when something differs. The same file again gives the
/// first bill, as it was judged then.
pub async fn import(
    backend: &Backend,
    operator: &impl Operates,
    new: &Import<'_>,
) -> Result<Bill, ImportError> {
    let vendors = &backend.providers;
    let mut providers: Vec<_> = vendors.numbers.iter().map(|vendor| vendor.name()).collect();
    providers.extend(vendors.catalogues.iter().map(|vendor| vendor.name()));
    if !providers.contains(&new.provider) {
        let known = providers.join(", ");
        return Err(ImportError::NoSuchProvider(new.provider.to_owned(), known));
    }
    if new.until <= new.from {
        return Err(ImportError::Period);
    }
    let (currency, lines) = parse(new.file).map_err(ImportError::Unreadable)?;
    let digest = Sha256::digest(new.file).to_vec();
    let mut tx = backend.begin_system().await?;
    if let Some(id) = store::bill_of_digest(&mut tx, &digest).await? {
        let bill = super::show::read(&mut tx, id).await?;
        tx.commit().await?;
        return bill.ok_or_else(|| Internal::broken("a bill vanished").into());
    }
    let references: Vec<String> = lines
        .iter()
        .map(|line: &BillLine| line.reference.clone())
        .collect();
    let period = (midnight(new.from), midnight(new.until));
    let orders = store::owed(&mut tx, new.provider, &references, period).await?;
    let mut names = BTreeMap::new();
    for (at, order) in orders.iter().enumerate() {
        for name in &order.names {
            names.insert(name.clone(), at);
        }
    }
    let judged = judge(&lines, &orders, &names, currency)?;
    let id = BillId::new();
    let bill = store::NewBill {
        id,
        provider: new.provider,
        name: new.name,
        digest: &digest,
        from: new.from,
        until: new.until,
        currency,
        now: backend.now(),
    };
    if !store::insert_bill(&mut tx, &bill).await? {
        // The same file was being taken at the same moment; that one counts.
        tx.rollback().await?;
        let mut tx = backend.begin_system().await?;
        let id = store::bill_of_digest(&mut tx, &digest).await?;
        let id = id.ok_or_else(|| Internal::broken("a bill vanished"))?;
        let bill = super::show::read(&mut tx, id).await?;
        return bill.ok_or_else(|| Internal::broken("a bill vanished").into());
    }
    store::insert_bill_lines(&mut tx, id, &judged, &orders).await?;
    let audit = Audit {
        action: "bill.imported",
        entity: id.to_string(),
        after: Some(json!({
            "provider": new.provider, "name": new.name, "from": new.from, "until": new.until, "lines": lines.len(),
        })),
        ..Audit::default()
    };
    audit::record_platform(&mut tx, operator, bill.now, audit).await?;
    let bill = super::show::read(&mut tx, id).await?;
    tx.commit().await?;
    let bill = bill.ok_or_else(|| Internal::broken("a bill vanished"))?;
    if !bill.differing().is_empty() {
        tell(backend, &bill).await?;
    }
    Ok(bill)
}

async fn tell(backend: &Backend, bill: &Bill) -> Result<(), Internal> {
    let counts: Vec<String> = bill
        .summary
        .iter()
        .map(
            |Summary {
                 outcome,
                 lines,
                 billed,
                 ours,
             }| {
                format!(
                    "{outcome}: {lines} lines, {} billed, {} booked",
                    billed.amount(),
                    ours.amount()
                )
            },
        )
        .collect();
    let found = Found {
        reseller: None,
        kind: "bill_differs".into(),
        reference: bill.id.to_string(),
        provider: Some(bill.provider.clone()),
        summary: format!(
            "{}'s bill `{}` for {} to {} differs from what we booked ({}). {} `clouddail bills show {}` lists the lines with \
             their causes. Nothing was booked. What can be done: claim it from the provider, correct it by a booked \
             adjustment, and dismiss.",
            bill.provider,
            bill.name,
            bill.from,
            bill.until,
            bill.currency,
            counts.join("; ") + ".",
            bill.id,
        ),
        details: json!({ "bill": bill.id }),
    };
    case::report(backend, &found).await.map(drop)
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
