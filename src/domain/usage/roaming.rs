//! Data that was used where the company blocks roaming.

use sqlx::PgConnection;

use super::store::caps::{self as store, Worn};
use crate::{
    backend::Backend,
    domain::{
        alerts::{self, Alert},
        error::Internal,
        place,
        policies::{self, Roaming},
        scope::{Scope, System},
    },
    shared::{
        alerts::AlertKind,
        ids::{LineId, OrganizationId},
        place::CountryCode,
        policy::Effective,
    },
};

/// What a line's use of the month comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abroad {
    /// Nowhere that stops a line.
    Fine,
    /// It was stopped for it, and not used there since.
    Settled,
    /// The line is to stop.
    Stop,
}

/// Tells of each blocked country once a month and line. `used_in` has the lines' countries of the month.
pub(super) async fn roaming(
    conn: &mut PgConnection,
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    (line, rules): (&Worn, &Effective),
    used_in: &[(LineId, CountryCode)],
) -> Result<Abroad, Internal> {
    let mut stopping = vec![];
    for (_, country) in used_in.iter().filter(|(of, _)| *of == line.line) {
        match policies::roaming(rules, *country) {
            Roaming::Allowed => {}
            Roaming::Blocked { .. } => {
                tell(conn, backend, system, organization, line, *country, false).await?
            }
            Roaming::Stopped { .. } => {
                stopping.push(*country);
                tell(conn, backend, system, organization, line, *country, true).await?;
            }
        }
    }
    if stopping.is_empty() {
        return Ok(Abroad::Fine);
    }
    let (reseller, now) = (system.reseller(), backend.now());
    let is_settled = store::is_stopped_since(conn, reseller, organization, line.line, &stopping, now).await?;
    Ok(if is_settled { Abroad::Settled } else { Abroad::Stop })
}

async fn tell(
    conn: &mut PgConnection,
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    line: &Worn,
    country: CountryCode,
    stops: bool,
) -> Result<(), Internal> {
    let name = place::country(country).name;
    let detail = match (
        stops,
        line.can_be_stopped || line.stands_for_roaming || line.stands_for_cap,
    ) {
        (true, true) => {
            "The line is stopped. It goes on next month, when the country is allowed, or when somebody reactivates it."
        }
        (true, false) => "The line goes on: it is prepaid, and its carrier cannot stop it.",
        (false, _) => "Nothing is stopped: the policy only tells.",
    };
    let alert = Alert {
        organization,
        kind: AlertKind::Roaming,
        subject: line.line.uuid(),
        period: format!("{} {country}", line.month),
        threshold: ANY_USE,
        team: line.team,
        title: format!("{} has used data in {name}, where roaming is blocked", line.name),
        detail: detail.into(),
        path: format!("/business/lines/{}", line.line),
    };
    alerts::raise(conn, backend, system, &alert).await?;
    Ok(())
}

/// Any use at all is all of what is too much.
const ANY_USE: i16 = 100;
