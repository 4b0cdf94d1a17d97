//! A message that is about to be sent takes its segments.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    store::{self, Counter, Whose},
    warn,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::ids::{OrganizationId, TeamId, UserId},
};

/// Segments of a message the longest of which has ten; a thousand is a mistake.
const SEGMENTS_MAX: i32 = 1_000;

/// What a message takes.
#[derive(Debug, Clone, Copy)]
pub struct Take {
    /// The message: the same again takes nothing more.
    pub message: Uuid,
    pub organization: OrganizationId,
    pub member: UserId,
    /// The team it is sent for.
    pub team: Option<TeamId>,
    pub segments: i32,
}

/// Whose limit would be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    Company,
    Team,
    Member,
}

/// Why nothing was taken, so that the message must not be sent.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// `left` segments are left of it this month.
    #[error("the quota of the {whose:?} has {left} left")]
    Full { whose: Full, left: i64 },
    /// None, or more than a message can have.
    #[error("a message of {0} segments")]
    Segments(i32),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(TakeError);

/// Takes the segments in the caller's transaction, which sends the message only when this succeeds, and tells
/// those whom the company's rule for alerts names when a threshold of a limit is passed. Whoever takes at the same time waits.
pub async fn take(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    take: &Take,
) -> Result<(), TakeError> {
    if !(1..=SEGMENTS_MAX).contains(&take.segments) {
        return Err(TakeError::Segments(take.segments));
    }
    let (reseller, now) = (scope.reseller(), backend.now());
    let month = store::month(conn, reseller, take.organization, now).await?;
    let whose = of(take);
    store::open(conn, reseller, take.organization, month, &whose).await?;
    let counters = store::lock(conn, reseller, take.organization, month, &whose).await?;
    // Under the lock: of two who send the same message, the second finds it taken.
    if store::is_taken(conn, reseller, take.organization, take.message).await? {
        return Ok(());
    }
    let is_overage_allowed = store::is_overage_allowed(conn, reseller, take.organization).await?;
    let segments = i64::from(take.segments);
    if !is_overage_allowed && let Some(full) = counters.iter().find(|counter| counter.left() < segments) {
        return Err(TakeError::Full {
            whose: full.whose.kind(),
            left: full.left().max(0),
        });
    }
    store::insert_take(conn, reseller, take, month, now).await?;
    store::add(conn, reseller, take.organization, month, &whose, segments).await?;
    for counter in &counters {
        let after = Counter {
            used: counter.used + segments,
            ..*counter
        };
        warn::warn(
            conn,
            backend,
            scope,
            take.organization,
            month,
            &after,
            is_overage_allowed,
        )
        .await?;
    }
    Ok(())
}

/// Everybody it counts for; the company first, whose row keeps others waiting.
fn of(take: &Take) -> Vec<Whose> {
    let mut whose = vec![Whose::Company(take.organization)];
    whose.extend(take.team.map(Whose::Team));
    whose.push(Whose::Member(take.member));
    whose
}
