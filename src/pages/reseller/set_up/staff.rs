//! `/reseller/staff`: who runs the shop, and who is invited to.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    forms::{RoleSelect, above, saved},
    invitations::{Invitations, InviteForm},
};
use crate::{
    components::{Checkbox, Column, ListTable, Moment, PostForm, StatusBadge, SubmitButton, form::failure},
    pages::answer::answer,
    server_fns::{
        self,
        staff::{ChangeRole, Leave, Remove, ResendInvitation, RevokeInvitation},
    },
    shared::{
        permissions::StaffRole,
        staff::{MemberRow, StaffView},
    },
};

/// The staff.
#[component]
pub fn StaffPage() -> impl IntoView {
    view! {
        <Title text="Staff"/>
        {Suspend::new(async move { answer(server_fns::staff::list().await, show) })}
    }
}

fn show(view: StaffView) -> impl IntoView {
    let StaffView {
        members,
        invitations,
        may_manage,
        may_leave,
    } = view;
    let is_last_owner = members
        .iter()
        .filter(|member| member.role == StaffRole::Owner)
        .all(|member| member.is_you)
        && members
            .iter()
            .any(|member| member.is_you && member.role == StaffRole::Owner);
    let columns = vec![
        Column::plain("Person"),
        Column::plain("Role"),
        Column::plain("Last seen"),
        Column::plain(""),
    ];
    let failures = [
        failure::<ChangeRole>(),
        failure::<Remove>(),
        failure::<ResendInvitation>(),
        failure::<RevokeInvitation>(),
    ];
    view! {
        <header class="surface-head">
            <h1>"Staff"</h1>
            <a class="button button-secondary" href="/reseller/staff/roles">"What each role may do"</a>
        </header>
        {saved(&[
            ("invited", "The invitation is on its way. Its link works for 7 days."),
            ("resent", "Mailed again. The link of the earlier mail does not work any more."),
            ("revoked", "The invitation is taken back. Its link does not work any more."),
            ("role", "The role is changed. It counts from the next page the member opens."),
            ("removed", "Removed. The dashboard is closed to them at once; their own account as a customer stays."),
        ])}
        {failures.iter().map(|failed| above(failed.as_ref(), &[])).collect_view()}
        <section class="panel" aria-labelledby="members-title">
            <h2 id="members-title">"Members"</h2>
            <ListTable caption="Members of your staff" columns>
                {members.into_iter().map(|member| row(member, may_manage)).collect_view()}
            </ListTable>
        </section>
        {may_manage.then(|| view! { <InviteForm/> })}
        <Invitations rows=invitations may_manage/>
        {may_leave.then(|| view! { <LeaveForm is_last_owner/> })}
    }
}

fn row(member: MemberRow, may_manage: bool) -> impl IntoView {
    let MemberRow {
        id,
        name,
        email,
        role,
        last_seen_at,
        is_you,
        ..
    } = member;
    let shown = if name.is_empty() { email.clone() } else { name };
    let (called, summary_name) = (shown.clone(), shown.clone());
    let role_label = format!("Role of {shown}");
    view! {
        <tr>
            <td data-label="Person"><span class="cell-lines"><b>{shown}</b> <small>{email}</small></span></td>
            <td data-label="Role">{role.in_words()} {is_you.then(|| view! { " " <StatusBadge label="You"/> })}</td>
            <td data-label="Last seen">{match last_seen_at {
                Some(at) => view! { <Moment at/> }.into_any(),
                None => "Not signed in".into_any(),
            }}</td>
            <td class="row-actions">
                {(may_manage && !is_you).then(|| view! {
                    <details class="row-more">
                        <summary>"Change " <span class="visually-hidden">{summary_name}</span></summary>
                        <PostForm<ChangeRole> class="surface-form">
                            <input type="hidden" name="member" value=id.to_string()/>
                            <RoleSelect id=format!("role-{id}") label=role_label chosen=role/>
                            <SubmitButton kind="secondary">"Save role"</SubmitButton>
                        </PostForm<ChangeRole>>
                        <PostForm<Remove>>
                            <input type="hidden" name="member" value=id.to_string()/>
                            <p>
                                "Removing closes the dashboard to this person at once and takes back the invitations they sent. \
                                 API keys they made go on working until you revoke them."
                            </p>
                            <SubmitButton kind="danger">"Remove " {called}</SubmitButton>
                        </PostForm<Remove>>
                    </details>
                })}
            </td>
        </tr>
    }
}

#[component]
fn LeaveForm(is_last_owner: bool) -> impl IntoView {
    let failed = failure::<Leave>();
    view! {
        <section class="panel" aria-labelledby="leave-title">
            <h2 id="leave-title">"Leave"</h2>
            {above(failed.as_ref(), &[])}
            {if is_last_owner {
                view! { <p>"You are the only owner, so you cannot leave. Make somebody else an owner first."</p> }.into_any()
            } else {
                view! {
                    <p>"The dashboard is closed to you at once, and only an owner can invite you again. Your account as a customer stays."</p>
                    <PostForm<Leave>>
                        <Checkbox label="I want to leave the staff of this shop" name="leaves_staff"/>
                        <SubmitButton kind="danger">"Leave"</SubmitButton>
                    </PostForm<Leave>>
                }
                .into_any()
            }}
        </section>
    }
}
