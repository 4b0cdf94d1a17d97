//! What a look means for a domain.
//!
//! ```text
//! pending  ─ all there ─▶ verified          looked at after 1, 2, 4 … minutes, at most every 6 hours, 64 times
//! pending  ─ 64 looks ──▶ failed            a look by hand makes it pending again
//! verified ─ not there ─▶ verified, failing looked at every 6 hours; once a day while all is well
//! failing  ─ 7 days ────▶ failed            the shop's given host becomes the primary one
//! ```
//! A name server without an answer proves nothing, so it never makes a verified domain fail.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    given,
    judge::{self, Trouble, judge},
    store::{self, Domain, Outcome},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::Internal,
        notices::{self, Notice},
        queue::{Job, enqueue},
        scope::Manages,
    },
    providers::dns::Source,
    shared::shop_domain::{DomainCause, DomainState},
};

/// How long a verified domain that points elsewhere is kept.
pub(super) const KEPT: TimeDelta = TimeDelta::days(7);
const LOOKS_MAX: i32 = 64;
const PAUSE_MAX: TimeDelta = TimeDelta::hours(6);
const DAILY: TimeDelta = TimeDelta::days(1);

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Hand,
    Job,
}

/// Asks the DNS and books the answer.
pub(super) async fn settle(
    backend: &Backend,
    scope: &impl Manages,
    domain: &Domain,
    by: By,
) -> Result<DomainState, Internal> {
    let seen = look(backend, domain).await;
    let outcome = outcome(domain, seen, by, backend.now());
    match book(backend, scope, domain, &outcome).await {
        Ok(state) => Ok(state),
        Err(BookError::Taken) => {
            let taken = Trouble::new(DomainCause::Taken, "");
            let outcome = self::outcome(domain, Err(taken), by, backend.now());
            match book(backend, scope, domain, &outcome).await {
                Ok(state) => Ok(state),
                Err(BookError::Taken) => Err(Internal::broken("a domain cannot be booked as taken")),
                Err(BookError::Internal(error)) => Err(error),
            }
        }
        Err(BookError::Internal(error)) => Err(error),
    }
}

async fn look(backend: &Backend, domain: &Domain) -> Result<(), Trouble> {
    let proof_name = format!("{}.{}", judge::PROOF_LABEL, domain.host);
    let dns = &backend.providers.dns;
    let known = dns
        .look(&domain.host, &proof_name, Source::Resolver)
        .await
        .map_err(|error| Trouble::new(DomainCause::ServerFailure, error.to_string()))?;
    let Err(trouble) = judge(&known, &domain.token, &backend.hosts) else {
        return Ok(());
    };
    match dns.look(&domain.host, &proof_name, Source::Authority).await {
        Ok(own) if judge(&own, &domain.token, &backend.hosts).is_ok() => {
            Err(Trouble::new(DomainCause::NotPropagated, trouble.found))
        }
        Ok(_) | Err(_) => Err(trouble),
    }
}

fn outcome(domain: &Domain, seen: Result<(), Trouble>, by: By, now: DateTime<Utc>) -> Outcome {
    let Err(trouble) = seen else {
        return Outcome {
            state: DomainState::Verified,
            trouble: None,
            checks: 0,
            failing_since: None,
            next_check_at: Some(now + DAILY),
        };
    };
    if domain.state == DomainState::Verified {
        let failing_since = match trouble.cause {
            DomainCause::ServerFailure => domain.failing_since,
            _ => domain.failing_since.or(Some(now)),
        };
        let is_over = trouble.cause != DomainCause::ServerFailure
            && failing_since.is_some_and(|since| now - since >= KEPT);
        return Outcome {
            state: if is_over {
                DomainState::Failed
            } else {
                DomainState::Verified
            },
            trouble: Some(trouble),
            checks: 0,
            failing_since: failing_since.filter(|_| !is_over),
            next_check_at: (!is_over).then_some(now + PAUSE_MAX),
        };
    }
    let checks = if domain.state == DomainState::Failed {
        1
    } else {
        domain.checks + 1
    };
    let is_over = by == By::Job && checks >= LOOKS_MAX;
    Outcome {
        state: if is_over {
            DomainState::Failed
        } else {
            DomainState::Pending
        },
        trouble: Some(trouble),
        checks,
        failing_since: None,
        next_check_at: (!is_over).then(|| now + pause(checks)),
    }
}

/// 1, 2, 4 … minutes, at most six hours.
fn pause(checks: i32) -> TimeDelta {
    let doublings = u32::try_from(checks - 1).unwrap_or(0).min(9);
    TimeDelta::minutes(1 << doublings).min(PAUSE_MAX)
}

enum BookError {
    /// Another shop has it verified.
    Taken,
    Internal(Internal),
}

impl<E: Into<Internal>> From<E> for BookError {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

async fn book(
    backend: &Backend,
    scope: &impl Manages,
    domain: &Domain,
    outcome: &Outcome,
) -> Result<DomainState, BookError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    match store::book(&mut tx, reseller, domain.id, outcome).await {
        Err(error) if is_taken(&error) => return Err(BookError::Taken),
        done => done?,
    }
    if let Some(at) = outcome.next_check_at {
        enqueue(
            &mut tx,
            &Job::CheckDomain {
                reseller,
                domain: domain.id,
            },
            at,
        )
        .await?;
    }
    let is_lost = domain.state == DomainState::Verified && outcome.state == DomainState::Failed;
    if is_lost && domain.is_primary {
        given::make_primary(&mut tx, backend, scope).await?;
    }
    if outcome.state != domain.state {
        let audit = Audit {
            action: "domain.changed",
            entity: domain.id.to_string(),
            before: Some(serde_json::json!({ "host": domain.host, "state": domain.state })),
            after: Some(serde_json::json!({ "host": domain.host, "state": outcome.state })),
            ..Audit::default()
        };
        audit::record(&mut tx, scope, now, audit).await?;
    }
    let is_warned = outcome.failing_since.is_some() && domain.failing_since.is_none();
    if is_lost || is_warned {
        tell(&mut tx, backend, scope, domain, outcome).await?;
    }
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(outcome.state)
}

async fn tell(
    tx: &mut crate::backend::Tx,
    backend: &Backend,
    scope: &impl Manages,
    domain: &Domain,
    outcome: &Outcome,
) -> Result<(), Internal> {
    let cause = outcome
        .trouble
        .as_ref()
        .map_or("", |trouble| trouble.cause.in_words());
    let kept_until = outcome
        .failing_since
        .map(|since| (since + KEPT).format("%-d %B %Y").to_string());
    let notice = |link| Notice::DomainFailing {
        host: domain.host.clone(),
        cause: cause.to_owned(),
        kept_until,
        link,
    };
    let path = format!("/reseller/domains/{}", domain.id);
    notices::to_staff::to_staff(tx, backend, scope.reseller(), &path, notice).await
}

fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.constraint() == Some("one_shop_per_verified_host"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_six_hours() {
        let minutes: Vec<i64> = [1, 2, 3, 9, 10, 64]
            .map(|checks| pause(checks).num_minutes())
            .to_vec();
        assert_eq!(minutes, [1, 2, 4, 256, 360, 360]);
    }
}
