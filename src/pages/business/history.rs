//! `/business/history`: who did what to whom, before and after.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{Column, EmptyState, ListTable, Moment, Pagination},
    pages::{
        answer::answer,
        list_address::{address, asked_for},
    },
    server_fns,
    shared::{company::HistoryRow, logs::FieldChange, paging::Page},
};

const PATH: &str = "/business/history";

/// The log.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let after = asked_for("after");
    view! {
        <Title text="History"/>
        {Suspend::new(async move {
            let is_first = after.is_empty();
            answer(server_fns::business::history(Some(after)).await, move |page| show(page, is_first))
        })}
    }
}

fn show(page: Page<HistoryRow>, is_first: bool) -> impl IntoView {
    let columns = vec![
        Column::plain("When"),
        Column::plain("Who"),
        Column::plain("What"),
        Column::plain("Before and after"),
    ];
    let next = page
        .next
        .as_deref()
        .map(|after| address(PATH, &[("after", after)]));
    let first = (!is_first).then(|| PATH.to_owned());
    view! {
        <header class="surface-head"><h1>"History"</h1><p>"Everything that was done in the company. Nobody can change it."</p></header>
        {if page.rows.is_empty() {
            view! { <EmptyState icon="history" title="Nothing happened yet" text="What somebody does in the company stands here."/> }.into_any()
        } else {
            view! { <ListTable caption="What was done" columns>{page.rows.into_iter().map(row).collect_view()}</ListTable> }.into_any()
        }}
        <Pagination first next/>
    }
}

fn row(row: HistoryRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="When"><Moment at=row.at/></td>
            <td data-label="Who">{row.actor.unwrap_or_else(|| "The shop".into())}</td>
            <td data-label="What"><span class="cell-lines"><b>{in_words(&row.action).to_owned()}</b> <small>{row.subject}</small></span></td>
            <td data-label="Before and after">
                <dl class="company-changes">{row.changes.into_iter().map(change).collect_view()}</dl>
            </td>
        </tr>
    }
}

fn change(change: FieldChange) -> impl IntoView {
    let FieldChange { field, before, after } = change;
    view! {
        <div>
            <dt>{field.replace('_', " ")}</dt>
            <dd>
                {(!before.is_empty() && before != after).then(|| view! { <del>{before}</del> " " })}
                {(!after.is_empty()).then(|| view! { <ins>{after}</ins> })}
            </dd>
        </div>
    }
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
