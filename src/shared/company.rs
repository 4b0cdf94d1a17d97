//! A company under a shop, as its own people see it: members, teams, employees.

mod employees;
mod history;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::{
    employees::{
        EmployeeFault, EmployeeList, EmployeeRow, EmployeeState, EmployeeView, ImportGood, ImportRefused,
        ImportView,
    },
    history::HistoryRow,
};
use super::{
    ids::{CompanyInvitationId, OrganizationId, TeamId, UserId},
    line::LeaverLines,
    money::Money,
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
    /// What that company can spend; `None` for whoever may not see its money.
    pub available: Option<Money>,
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

impl CompanyMemberRow {
    /// The name, or the address of whoever has none.
    pub fn called(&self) -> String {
        if self.name.is_empty() {
            self.email.clone()
        } else {
            self.name.clone()
        }
    }
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

impl TeamRow {
    /// Names of its managers, or `Nobody`.
    pub fn led_by(&self) -> String {
        let names: Vec<&str> = self.managers.iter().map(|one| one.name.as_str()).collect();
        if names.is_empty() {
            "Nobody".to_owned()
        } else {
            names.join(", ")
        }
    }
}

/// Somebody who leads a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagerRow {
    pub id: UserId,
    pub name: String,
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
    pub money: ClientMoney,
    pub may_help: bool,
    pub may_grant: bool,
}

/// A company's money, for the shop's staff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientMoney {
    pub available: Money,
    pub credit_limit: Money,
    /// False where the platform collects: it would bear what a company does not pay.
    pub can_have_credit: bool,
}
