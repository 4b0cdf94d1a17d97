//! What was done in a company, in words.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::shared::logs::FieldChange;

/// Something that was done in a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryRow {
    pub at: DateTime<Utc>,
    /// Address of whoever did it; `None` for the shop itself.
    pub actor: Option<String>,
    /// Nobody did it: it follows from a rule of the company, or from what its carrier told.
    pub is_by_itself: bool,
    pub action: String,
    /// Name of what it was done to, where it has one.
    pub subject: String,
    pub changes: Vec<FieldChange>,
}

impl HistoryRow {
    /// Who did it; of what nobody did, why it was done.
    pub fn actor_in_words(&self) -> String {
        if let Some(actor) = &self.actor {
            return actor.clone();
        }
        if !self.is_by_itself {
            return "The shop".to_owned();
        }
        let why = self.changes.iter().find(|change| change.field == "why");
        match (why.map(|change| change.after.as_str()), self.action.as_str()) {
            (Some("Asked for"), _) => "The carrier, as asked for".to_owned(),
            (Some(why), _) => format!("By itself: {}", lower(why)),
            (None, "approval.expired") => "By itself: nobody answered in time".to_owned(),
            (None, "approval.lapsed" | "approval.reopened") => {
                "By itself: the order could not be made".to_owned()
            }
            (None, "company_invoice.issued") => "By itself: the month is over".to_owned(),
            (None, "employee.off_boarded") => "By itself: the last day is over".to_owned(),
            (None, _) => "By itself".to_owned(),
        }
    }

    /// What was done.
    pub fn action_in_words(&self) -> &str {
        in_words(&self.action)
    }
}

/// As a sentence goes on with it.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

fn in_words(action: &str) -> &str {
    match action {
        "company.made" | "company.opened" => "Company made",
        "company.state_set" => "Plan or state changed",
        "company.credit_set" => "Credit limit set",
        "company.settings_saved" => "Settings saved",
        "company.handed_over" => "Company handed over",
        "member.invited" => "Invited",
        "member.invitation_resent" => "Invitation mailed again",
        "member.invitation_revoked" => "Invitation taken back",
        "member.joined" => "Joined",
        "member.left" => "Left",
        "member.role_changed" => "Role changed",
        "member.deactivated" => "Member deactivated",
        "member.reactivated" => "Member let in again",
        "member.removed" => "Member removed",
        "team.made" => "Team made",
        "team.renamed" => "Team renamed",
        "team.removed" => "Team removed",
        "team.manager_named" => "Leads a team now",
        "team.manager_released" => "Leads a team no more",
        "employee.added" => "Employee added",
        "employee.changed" => "Employee changed",
        "employee.off_boarded" => "Last day set",
        "employees.imported" => "Employees imported",
        "contact_field.added" => "Field of contacts added",
        "contact_field.removed" => "Field of contacts removed",
        "contacts.imported" => "Contacts imported",
        "lines.assigned" => "Lines ordered",
        "lines.assigned_again" => "Failed lines ordered again",
        "line.suspend_asked" => "Line to be suspended",
        "line.reactivate_asked" => "Line to be reactivated",
        "line.terminate_asked" => "Line to be ended",
        "line.suspended" => "Line suspended",
        "line.reactivated" => "Line reactivated",
        "line.terminated" => "Line ended",
        "company_number.shared" => "Number given to somebody",
        "company_number.released" => "Number given back",
        "number_calls.saved" => "Calls to a number: settings saved",
        "number_agent.saved" => "AI agent of a number: saved",
        "policy.saved" => "Policy saved",
        "budget.made" => "Budget made",
        "budget.changed" => "Budget changed",
        "budget.ended" => "Budget ended",
        "approval.asked" => "Asked for more",
        "approval.approved" => "Request approved",
        "approval.refused" => "Request refused",
        "approval.withdrawn" => "Request taken back",
        "approval.expired" => "Request expired",
        "approval.lapsed" => "Request cannot be done any more",
        "approval.reopened" => "Approved, but not ordered: waits again",
        "alerts.rule_saved" => "Alerts changed",
        "line.pickup_renewed" => "New pickup link",
        "line.pickup_resent" => "Pickup link mailed again",
        "line.pickup_revoked" => "Pickup link taken back",
        "company.pickup_saved" => "Handing over of lines changed",
        "quota.pool_set" => "Message quota of the company set",
        "quota.team_set" => "Message quota of a team set",
        "quota.member_set" => "Message quota of a member set",
        "company.billing_saved" => "Details on invoices changed",
        "company_invoice.issued" => "Invoice issued",
        "company_invoice.sent_again" => "Invoice mailed again",
        "company_invoice.credited" => "Credit note issued",
        other => other,
    }
}
