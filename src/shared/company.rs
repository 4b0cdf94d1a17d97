//! A company under a shop, as its own people see it: members, teams, employees.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{CompanyInvitationId, EmployeeId, ImportId, OrganizationId, TeamId, UserId},
    line::LeaverLines,
    logs::FieldChange,
    paging::Page,
    permissions::OrganizationRole,
    staff::LinkState,
};

/// A company somebody belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub id: OrganizationId,
    pub name: String,
    pub role: OrganizationRole,
    /// False while the company is deactivated.
    pub is_open: bool,
}

/// Where somebody stands: the company they work in now, and the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    pub current: Option<Membership>,
    pub companies: Vec<Membership>,
}

/// What the first page says of a company. Counts are of what the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewView {
    pub company: Membership,
    /// `None` for whoever may not see them.
    pub figures: Option<Headcount>,
    pub may_edit_employees: bool,
    pub may_manage_members: bool,
    pub may_manage_teams: bool,
}

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headcount {
    pub employees: i64,
    /// Start later.
    pub planned: i64,
    /// Have an end date that has not passed.
    pub leaving: i64,
    pub teams: i64,
    pub members: i64,
}

/// What the company is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    pub name: String,
    pub billing_email: String,
    pub timezone: String,
    /// What becomes of the lines of those who leave.
    pub leaver_lines: LeaverLines,
    pub plan: PlanTier,
    pub may_edit: bool,
}

/// What a company has agreed with the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanTier {
    Starter,
    Growth,
    Enterprise,
}

impl PlanTier {
    /// Every one, the smallest first.
    pub const ALL: [Self; 3] = [Self::Starter, Self::Growth, Self::Enterprise];

    /// The word in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starter => "starter",
            Self::Growth => "growth",
            Self::Enterprise => "enterprise",
        }
    }

    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Starter => "Starter",
            Self::Growth => "Growth",
            Self::Enterprise => "Enterprise",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// Members and open invitations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembersView {
    pub members: Vec<CompanyMemberRow>,
    pub invitations: Vec<CompanyInvitationRow>,
    pub teams: Vec<TeamChoice>,
    pub your_role: OrganizationRole,
    pub may_manage: bool,
    pub may_hand_over: bool,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompanyMemberRow {
    pub id: UserId,
    /// First and last name; may be empty.
    pub name: String,
    pub email: String,
    pub role: OrganizationRole,
    pub is_active: bool,
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Names of the teams the member leads.
    pub teams: Vec<String>,
    pub is_you: bool,
}

/// An invitation that was neither accepted nor taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompanyInvitationRow {
    pub id: CompanyInvitationId,
    pub email: String,
    pub role: OrganizationRole,
    /// The team a manager is to lead.
    pub team: Option<String>,
    pub mailed_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub is_expired: bool,
}

/// An invitation as whoever holds its link sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompanyJoinView {
    pub state: LinkState,
    /// The company's name, the invited address and the role; empty for a link that is not open.
    pub company: String,
    pub email: String,
    pub role: Option<OrganizationRole>,
    /// Address of whoever is signed in in this browser.
    pub signed_in_as: Option<String>,
}

/// A team to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamChoice {
    pub id: TeamId,
    pub name: String,
}

/// The teams within reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamsView {
    pub teams: Vec<TeamRow>,
    /// Members who can be asked to lead one.
    pub managers: Vec<ManagerRow>,
    pub may_manage: bool,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    pub id: TeamId,
    pub name: String,
    /// Employees who have not left.
    pub employees: i64,
    pub managers: Vec<ManagerRow>,
}

/// Somebody who leads a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagerRow {
    pub id: UserId,
    pub name: String,
}

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

/// Something that was done in a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryRow {
    pub at: DateTime<Utc>,
    /// Address of whoever did it; `None` for the shop itself.
    pub actor: Option<String>,
    pub action: String,
    /// Name of what it was done to, where it has one.
    pub subject: String,
    pub changes: Vec<FieldChange>,
}

/// A company as the shop's staff see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientRow {
    pub id: OrganizationId,
    pub name: String,
    pub billing_email: String,
    pub plan: PlanTier,
    pub timezone: String,
    pub is_active: bool,
    pub members: i64,
    pub employees: i64,
    pub created_at: DateTime<Utc>,
}

/// A page of companies for the shop's staff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientList {
    pub page: Page<ClientRow>,
    pub may_help: bool,
}

/// One company for the shop's staff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientView {
    pub row: ClientRow,
    /// Addresses of its owners.
    pub owners: Vec<String>,
    pub may_help: bool,
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
