//! Limits on guessing and on mails in somebody's name, counted in the database so that all servers share them.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgConnection, types::ipnet::IpNet};

use super::{Email, store::attempts};
use crate::shared::ids::ResellerId;

/// How many attempts, counted since `window` ago, before the next has to wait.
pub(super) struct Limit {
    subject: &'static str,
    per_account: i64,
    per_address: i64,
    window: TimeDelta,
    /// Wait at the limit; doubles with each attempt above it, up to `window`.
    first_wait: TimeDelta,
}

/// Guesses of a password. Only those that failed count.
pub(super) const SIGN_IN: Limit = Limit {
    subject: "sign_in",
    per_account: 8,
    per_address: 40,
    window: TimeDelta::minutes(15),
    first_wait: TimeDelta::seconds(30),
};
/// Registrations; each sends a mail. An office or a school may share one address.
pub(super) const REGISTER: Limit = mails("register", 60);
/// Wishes for a reset link.
pub(super) const RESET: Limit = mails("reset", 40);
/// Wishes for another verification link.
pub(super) const VERIFY: Limit = mails("verify", 40);

/// No limit looks back further than this.
pub(super) const LONGEST: TimeDelta = TimeDelta::hours(1);

const fn mails(subject: &'static str, per_address: i64) -> Limit {
    Limit {
        subject,
        per_account: 4,
        per_address,
        window: LONGEST,
        first_wait: TimeDelta::minutes(5),
    }
}

/// May it be tried?
pub(super) enum Admission {
    /// Yes. It counts as failed until `succeeded` is called with this.
    Admitted(i64),
    /// No, and this attempt was not counted.
    Throttled { retry_after_seconds: u32 },
}

impl Limit {
    /// Counts and admits in one locked step: fifty guesses at the same time get no more than one after another.
    /// Commit before the guess is checked.
    pub(super) async fn admit(
        &self,
        conn: &mut PgConnection,
        reseller: ResellerId,
        account: &Email,
        address: IpAddr,
        now: DateTime<Utc>,
    ) -> Result<Admission, sqlx::Error> {
        let (account, address) = (account.as_str(), counted_net(address));
        attempts::lock(conn, reseller, self.subject, account, address).await?;
        let since = now - self.window;
        let by_account = attempts::of_account(conn, reseller, self.subject, account, since).await?;
        let by_address = attempts::of_address(conn, reseller, self.subject, address, since).await?;
        let until = self
            .wait_until(&by_account, self.per_account)
            .max(self.wait_until(&by_address, self.per_address));
        if let Some(left) = until
            .map(|until| until - now)
            .filter(|left| *left > TimeDelta::zero())
        {
            let seconds = left.num_milliseconds().div_euclid(1000) + 1;
            return Ok(Admission::Throttled {
                retry_after_seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
            });
        }
        attempts::insert(conn, reseller, self.subject, account, address, now)
            .await
            .map(Admission::Admitted)
    }

    /// Takes an attempt that succeeded out of the count. Earlier failures stay: a guesser must not gain from the
    /// owner's signing in.
    pub(super) async fn succeeded(
        &self,
        conn: &mut PgConnection,
        reseller: ResellerId,
        attempt: i64,
    ) -> Result<(), sqlx::Error> {
        attempts::delete(conn, reseller, attempt).await
    }

    /// Forgets an account's failures, when its owner has proved to be the owner by other means.
    pub(super) async fn forgive(
        &self,
        conn: &mut PgConnection,
        reseller: ResellerId,
        account: &str,
    ) -> Result<(), sqlx::Error> {
        attempts::delete_of_account(conn, reseller, self.subject, account).await
    }

    fn wait_until(&self, failures: &attempts::Failures, limit: i64) -> Option<DateTime<Utc>> {
        let above = u32::try_from(failures.count - limit).ok()?;
        let wait = self.first_wait * 2_i32.pow(above.min(10));
        failures.last.map(|last| last + wait.min(self.window))
    }
}

/// What counts as one address: an IPv6 customer has a whole /64 to guess from.
fn counted_net(address: IpAddr) -> IpNet {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpNet::from(IpAddr::V4(v4)),
        IpAddr::V6(v6) => {
            let prefix = u128::from(v6) & !u128::from(u64::MAX);
            IpNet::from(IpAddr::V6(prefix.into()))
        }
    }
}
