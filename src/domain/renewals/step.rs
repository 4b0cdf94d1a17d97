//! The life of a number as a calculation: what is due now, and what follows when the month cannot be paid.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::numbers::life::{ENDED, FIRST_NOTICE, Life, Stands},
    shared::number::{NumberState, Pause},
};

/// The second notice.
const LAST_NOTICE: TimeDelta = TimeDelta::days(1);
/// A month that could not be paid is tried again.
const TRY_AGAIN: TimeDelta = TimeDelta::hours(3);
/// A suspended number stays at the vendor for so long.
const KEPT: TimeDelta = TimeDelta::days(14);
/// A number whose release was asked for is looked after.
const RELEASE_AGAIN: TimeDelta = TimeDelta::days(1);

/// What is due.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// Tell the owner of the next month; 1 a week before, 2 a day before.
    Notice {
        told: i16,
        next_at: DateTime<Utc>,
    },
    /// Nothing yet.
    Wait {
        next_at: DateTime<Utc>,
    },
    Pay,
    /// Give it back.
    Release(Next),
}

/// Where the number stands from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Next {
    pub stands: Stands,
    pub next_at: DateTime<Utc>,
    /// The owner is told.
    pub is_news: bool,
}

/// What is due for a number that is looked at.
pub(super) fn due(life: &Life, now: DateTime<Utc>) -> Due {
    let left = life.expires_at - now;
    if life.stands.told == ENDED {
        return Due::Release(end(life, life.stands.suspended_for.unwrap_or(Pause::End), now));
    }
    if left > FIRST_NOTICE {
        Due::Wait {
            next_at: life.expires_at - FIRST_NOTICE,
        }
    } else if left > LAST_NOTICE {
        notice(life, 1, life.expires_at - LAST_NOTICE)
    } else if left > TimeDelta::zero() {
        notice(life, 2, life.expires_at)
    } else if !life.auto_renew {
        Due::Release(end(life, Pause::End, now))
    } else {
        Due::Pay
    }
}

fn notice(life: &Life, told: i16, next_at: DateTime<Utc>) -> Due {
    if life.stands.told < told {
        Due::Notice { told, next_at }
    } else {
        Due::Wait { next_at }
    }
}

/// What follows a month that could not be paid.
pub(super) fn unpaid(life: &Life, now: DateTime<Utc>, grace: TimeDelta) -> Next {
    let stands = life.stands;
    let again = |until: DateTime<Utc>| until.min(now + TRY_AGAIN);
    match (stands.state, stands.grace_until, stands.release_at) {
        // Whoever paused it has no use for the days of grace.
        (NumberState::Suspended, _, None) => suspend(life, now + grace + KEPT, now),
        (NumberState::Suspended, _, Some(release_at)) if now >= release_at => end(life, Pause::Money, now),
        (NumberState::Suspended, _, Some(release_at)) => Next {
            stands,
            next_at: again(release_at),
            is_news: false,
        },
        (_, Some(until), _) if now >= until => suspend(life, now + KEPT, now),
        (_, Some(until), _) => {
            let is_last_day = until - now <= LAST_NOTICE && stands.told < 4;
            let told = if is_last_day { 4 } else { stands.told };
            let last_day = until - LAST_NOTICE;
            Next {
                stands: Stands { told, ..stands },
                next_at: again(if last_day > now { last_day } else { until }),
                is_news: is_last_day,
            }
        }
        (_, None, _) => Next {
            stands: Stands {
                state: NumberState::Grace,
                grace_until: Some(now + grace),
                told: 3,
                ..stands
            },
            next_at: now + TRY_AGAIN,
            is_news: true,
        },
    }
}

fn suspend(life: &Life, release_at: DateTime<Utc>, now: DateTime<Utc>) -> Next {
    Next {
        stands: Stands {
            state: NumberState::Suspended,
            suspended_for: Some(Pause::Money),
            grace_until: None,
            release_at: Some(release_at),
            told: 5,
        },
        next_at: (now + TRY_AGAIN).min(release_at),
        is_news: life.stands.told < 5,
    }
}

fn end(life: &Life, why: Pause, now: DateTime<Utc>) -> Next {
    Next {
        stands: Stands {
            state: NumberState::Suspended,
            suspended_for: Some(why),
            grace_until: None,
            release_at: life.stands.release_at.or(Some(now)),
            told: ENDED,
        },
        next_at: now + RELEASE_AGAIN,
        is_news: life.stands.told < ENDED,
    }
}
