//! Employees of a company, and files of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::TeamChoice;
use crate::shared::{
    ids::{EmployeeId, ImportId},
    paging::Page,
};

/// Where an employee stands today, in the company's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EmployeeState {
    Planned,
    Active,
    Left,
}

impl EmployeeState {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Active, Self::Planned, Self::Left];

    /// The state on a day. The end date is the last day.
    pub fn on(today: NaiveDate, starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Self {
        match ends_on {
            Some(end) if end < today => Self::Left,
            _ if starts_on > today => Self::Planned,
            _ => Self::Active,
        }
    }

    /// The word in addresses and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Active => "active",
            Self::Left => "left",
        }
    }

    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Planned => "Starts later",
            Self::Active => "Active",
            Self::Left => "Left",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// Somebody the company buys for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployeeRow {
    pub id: EmployeeId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone_model: String,
    pub cost_centre: String,
    pub team: Option<TeamChoice>,
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    pub state: EmployeeState,
    pub created_at: DateTime<Utc>,
}

/// A page of employees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmployeeList {
    pub page: Page<EmployeeRow>,
    /// The teams within reach.
    pub teams: Vec<TeamChoice>,
    pub may_edit: bool,
    pub may_export: bool,
}

/// One employee, or an empty form for a new one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmployeeView {
    pub employee: Option<EmployeeRow>,
    pub teams: Vec<TeamChoice>,
    /// Managers choose one of theirs; others may choose none.
    pub needs_team: bool,
    /// In the company's time zone.
    pub today: NaiveDate,
    pub may_edit: bool,
}

/// What is wrong with a field of an employee, in a form, a file or a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EmployeeFault {
    Email,
    EmailTaken,
    /// A line before has the same address.
    EmailTwice,
    FirstName,
    LastName,
    PhoneModel,
    CostCentre,
    NoSuchTeam,
    TeamNeeded,
    StartsOn,
    EndsOn,
    EndsBeforeStart,
}

impl EmployeeFault {
    /// The field it is about.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Email | Self::EmailTaken | Self::EmailTwice => "email",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::PhoneModel => "phone_model",
            Self::CostCentre => "cost_centre",
            Self::NoSuchTeam | Self::TeamNeeded => "team",
            Self::StartsOn => "starts_on",
            Self::EndsOn | Self::EndsBeforeStart => "ends_on",
        }
    }

    /// The sentence for whoever mends it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Email => "The e-mail address should look like name@example.com.",
            Self::EmailTaken => "The company has an employee with this e-mail address already.",
            Self::EmailTwice => "A line above has the same e-mail address.",
            Self::FirstName => "The first name needs 1 to 80 letters, without links or special signs.",
            Self::LastName => "The last name needs 1 to 80 letters, without links or special signs.",
            Self::PhoneModel => "The phone model has at most 80 characters.",
            Self::CostCentre => "The cost centre has at most 40 characters.",
            Self::NoSuchTeam => "There is no such team, or it is not one of yours.",
            Self::TeamNeeded => "Please choose one of your teams.",
            Self::StartsOn => "The start date should look like 2026-01-31.",
            Self::EndsOn => "The end date should look like 2026-01-31.",
            Self::EndsBeforeStart => "The end date is before the start date.",
        }
    }
}

/// A file of employees, before or after it was used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportView {
    pub id: ImportId,
    /// Of the file.
    pub name: String,
    /// Employees it would add, or did.
    pub good: i64,
    /// The first of those it would add; empty once it was used.
    pub sample: Vec<ImportGood>,
    pub refused: Vec<ImportRefused>,
    pub is_applied: bool,
}

/// A row that can be taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportGood {
    pub line: i64,
    pub name: String,
    pub email: String,
    pub team: String,
    pub cost_centre: String,
}

/// A row that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportRefused {
    pub line: i64,
    /// The address as it stands in the file.
    pub who: String,
    pub faults: Vec<EmployeeFault>,
}

impl ImportRefused {
    /// All that is wrong with it.
    pub fn in_words(&self) -> String {
        let faults: Vec<_> = self.faults.iter().map(|fault| fault.in_words()).collect();
        faults.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_still_a_day_of_work() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        assert_eq!(
            EmployeeState::on(day(5), day(1), Some(day(5))),
            EmployeeState::Active
        );
        assert_eq!(
            EmployeeState::on(day(6), day(1), Some(day(5))),
            EmployeeState::Left
        );
        assert_eq!(EmployeeState::on(day(6), day(7), None), EmployeeState::Planned);
    }
}
