//! What somebody wrote about an employee, and what it says.

use chrono::NaiveDate;

use crate::{
    domain::{
        accounts::{Email, PersonName},
        scope::WorksIn,
    },
    shared::{
        company::{EmployeeFault, TeamChoice},
        ids::TeamId,
    },
};

/// Characters of the longest phone model and cost centre.
const PHONE_MODEL_MAX: usize = 80;
const COST_CENTRE_MAX: usize = 40;

/// The fields as typed, in a form, a line of a file or a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone_model: String,
    pub cost_centre: String,
    /// Name or id of a team; empty for none.
    pub team: String,
    /// `2026-01-31`; empty for today.
    pub starts_on: String,
    /// The last day; empty for none.
    pub ends_on: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Details {
    pub email: Email,
    pub first_name: String,
    pub last_name: String,
    pub phone_model: String,
    pub cost_centre: String,
    pub team: Option<TeamId>,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
}

/// Reads the fields; everything that is wrong with them, in their order. `teams` are all of the company's.
pub(super) fn read(
    scope: &impl WorksIn,
    written: &Written,
    teams: &[TeamChoice],
    today: NaiveDate,
) -> Result<Details, Vec<EmployeeFault>> {
    let mut faults = vec![];
    let email = Email::parse(&written.email).map_err(|_| faults.push(EmployeeFault::Email));
    let mut name = |text: &str, fault| {
        let name = PersonName::parse(text)
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default();
        if name.is_empty() {
            faults.push(fault);
        }
        name
    };
    let first_name = name(&written.first_name, EmployeeFault::FirstName);
    let last_name = name(&written.last_name, EmployeeFault::LastName);
    let mut short = |text: &str, most, fault| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > most || text.contains(char::is_control) {
            faults.push(fault);
        }
        text
    };
    let phone_model = short(&written.phone_model, PHONE_MODEL_MAX, EmployeeFault::PhoneModel);
    let cost_centre = short(&written.cost_centre, COST_CENTRE_MAX, EmployeeFault::CostCentre);
    let team = team(scope, &written.team, teams).unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let starts_on = match written.starts_on.trim() {
        "" => today,
        text => day(text).unwrap_or_else(|| {
            faults.push(EmployeeFault::StartsOn);
            today
        }),
    };
    let ends_on = match written.ends_on.trim() {
        "" => None,
        text => day(text).or_else(|| {
            faults.push(EmployeeFault::EndsOn);
            None
        }),
    };
    if ends_on.is_some_and(|end| end < starts_on) {
        faults.push(EmployeeFault::EndsBeforeStart);
    }
    match email {
        Ok(email) if faults.is_empty() => Ok(Details {
            email,
            first_name,
            last_name,
            phone_model,
            cost_centre,
            team,
            starts_on,
            ends_on,
        }),
        _ => Err(faults),
    }
}

/// A day of a sensible century, so that a year with a typing error is noticed.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let range = NaiveDate::from_ymd_opt(1950, 1, 1)?..NaiveDate::from_ymd_opt(2100, 1, 1)?;
    text.trim().parse().ok().filter(|day| range.contains(day))
}

fn team(scope: &impl WorksIn, text: &str, teams: &[TeamChoice]) -> Result<Option<TeamId>, EmployeeFault> {
    let text = text.trim();
    if text.is_empty() {
        return if scope.reaches(None) {
            Ok(None)
        } else {
            Err(EmployeeFault::TeamNeeded)
        };
    }
    let wanted = text.to_lowercase();
    teams
        .iter()
        .find(|team| team.name.to_lowercase() == wanted || team.id.to_string() == wanted)
        .map(|team| team.id)
        .filter(|id| scope.reaches(Some(*id)))
        .map(Some)
        .ok_or(EmployeeFault::NoSuchTeam)
}
