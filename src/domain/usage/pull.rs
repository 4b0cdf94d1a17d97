//! Asks the vendors what lines used.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_util::{StreamExt, stream};

use super::{
    Reading, Taken,
    caps::caps,
    store::pull::{self as store, DueLine},
    take,
};
use crate::{
    backend::Backend,
    domain::{error::Internal, lines::Seen, policies, scope::System, supply},
    providers::{
        ProviderError,
        lines::{LineProvider, LineUsage},
    },
    shared::ids::{LineId, OrganizationId, ResellerId},
};

/// Questions to one vendor at once.
const AT_ONCE: usize = 4;
/// Lines entered in one transaction.
const TOGETHER: usize = 200;

/// What became of a round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pulled {
    /// Lines that answered.
    pub answered: usize,
    /// Lines that did not; they are asked again in an hour.
    pub failed: usize,
    /// Lines that were left for the next round, since the vendor was too busy.
    pub left: usize,
    /// Readings that were new.
    pub new: usize,
}

/// Asks about a twelfth of the lines that are in use, those first that were asked longest ago: with a round every five
/// minutes each line is asked once an hour. A vendor that is paused or does not answer is left alone; a line that fails
/// does not stop the others.
pub async fn pull(backend: &Backend) -> Result<Pulled, Internal> {
    let mut all = Pulled::default();
    for provider in &backend.providers.lines {
        if supply::is_closed(backend, provider.name()).await?.is_some() {
            continue;
        }
        let mut tx = backend.begin_system_search().await?;
        let due = store::claim(&mut tx, provider.name(), backend.now()).await?;
        tx.commit().await?;
        let mut of_company: BTreeMap<(ResellerId, OrganizationId), Vec<(LineId, LineUsage)>> =
            BTreeMap::new();
        let mut left = vec![];
        for (line, answer) in ask(provider, due).await {
            match answer {
                Some(Ok(usage)) => {
                    all.answered += 1;
                    let company = of_company.entry((line.reseller, line.organization));
                    company.or_default().push((line.id, usage));
                }
                Some(Err(ProviderError::RateLimited { .. })) | None => left.push(line),
                Some(Err(error)) => {
                    all.failed += 1;
                    tracing::warn!(reseller_id = %line.reseller, line_id = %line.id, %error, "usage not read");
                }
            }
        }
        all.left += left.len();
        if !left.is_empty() {
            let mut tx = backend.begin_system().await?;
            store::put_back(&mut tx, &left).await?;
            tx.commit().await?;
        }
        for ((reseller, organization), lines) in of_company {
            for together in lines.chunks(TOGETHER) {
                match tell(backend, reseller, organization, together).await {
                    Ok(new) => all.new += new,
                    Err(error) => {
                        all.failed += together.len();
                        tracing::error!(reseller_id = %reseller, %error, "usage not entered");
                    }
                }
            }
        }
    }
    metrics::counter!("usage_lines_pulled_total", "outcome" => "ok").increment(all.answered as u64);
    metrics::counter!("usage_lines_pulled_total", "outcome" => "failed").increment(all.failed as u64);
    Ok(all)
}

type Answered = (DueLine, Option<Result<LineUsage, ProviderError>>);

/// The answer of each; `None` for those that were not asked because the vendor is too busy.
async fn ask(provider: &Arc<dyn LineProvider>, due: Vec<DueLine>) -> Vec<Answered> {
    let is_busy = AtomicBool::new(false);
    stream::iter(due)
        .map(|line| {
            let is_busy = &is_busy;
            async move {
                if is_busy.load(Ordering::Relaxed) {
                    return (line, None);
                }
                let answer = provider.fetch_usage(&line.provider_line).await;
                if matches!(answer, Err(ProviderError::RateLimited { .. })) {
                    is_busy.store(true, Ordering::Relaxed);
                }
                (line, Some(answer))
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await
}

/// Enters what a job's look at a company's lines told, and does what the company's caps say to it: lines stop, data is
/// bought. Never for a page, which whoever opened it must not make buy anything.
pub async fn tell(
    backend: &Backend,
    reseller: ResellerId,
    organization: OrganizationId,
    lines: &[(LineId, LineUsage)],
) -> Result<usize, Internal> {
    let taken = enter(backend, reseller, organization, lines).await?;
    let system = System::of(reseller, "usage");
    let mut tx = backend.begin(&system).await?;
    let is_capped = policies::are_there(&mut tx, &system, organization).await?;
    tx.commit().await?;
    if is_capped {
        let used: Vec<LineId> = taken.lines.iter().map(|line| line.line).collect();
        caps(backend, &system, organization, &used).await?;
    }
    Ok(taken.new)
}

/// Enters what one look at a company's lines told, in a transaction of its own.
pub async fn enter(
    backend: &Backend,
    reseller: ResellerId,
    organization: OrganizationId,
    lines: &[(LineId, LineUsage)],
) -> Result<Taken, Internal> {
    let system = System::of(reseller, "usage");
    let now = backend.now();
    let ids: Vec<LineId> = lines.iter().map(|(line, _)| *line).collect();
    let mut tx = backend.begin(&system).await?;
    let known = store::totals(&mut tx, reseller, &ids).await?;
    let mut readings = vec![];
    for (line, usage) in lines {
        for reading in &usage.readings {
            // A counter that stands where it stood says nothing new.
            if known.get(&(*line, reading.counter.clone())) == Some(&reading.used_bytes) {
                continue;
            }
            readings.push(Reading {
                line: *line,
                counter: reading.counter.clone(),
                at: now,
                event: String::new(),
                total_bytes: reading.used_bytes,
                country: reading.country,
            });
        }
    }
    let seen: Vec<Seen> = lines
        .iter()
        .map(|(line, usage)| Seen {
            state: Some(usage.state),
            activated_at: usage.activated_at,
            expires_at: usage.expires_at,
            as_of: Some(now),
            ..Seen::of(*line)
        })
        .collect();
    let taken = take(&mut tx, backend, &system, organization, &readings, &seen).await?;
    tx.commit().await?;
    Ok(taken)
}
