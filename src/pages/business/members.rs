//! `/business/members`: who runs the company, and who is invited to.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::reseller::set_up::forms::{above, saved},
    files::csv,
    forms::{Pick, roles},
    invitations::{Invitations, InviteForm},
};
use crate::{
    components::{
        Checkbox, Choice, Column, ListTable, Moment, PostForm, StatusBadge, SubmitButton, form::failure,
    },
    pages::answer::answer,
    server_fns::{
        self,
        members::{ChangeRole, Deactivate, HandOver, Reactivate, Remove, Resend, Revoke},
    },
    shared::{
        company::{CompanyMemberRow, MembersView},
        permissions::OrganizationRole,
    },
};

/// The members.
#[component]
pub fn MembersPage() -> impl IntoView {
    view! {
        <Title text="Members"/>
        {Suspend::new(async move { answer(server_fns::members::list().await, show) })}
    }
}

fn show(view: MembersView) -> impl IntoView {
    let MembersView {
        members,
        invitations,
        teams,
        your_role,
        may_manage,
        may_hand_over,
    } = view;
    let columns = vec![
        Column::plain("Person"),
        Column::plain("Role"),
        Column::plain("Last seen"),
        Column::plain(""),
    ];
    let failures = [
        failure::<ChangeRole>(),
        failure::<Deactivate>(),
        failure::<Reactivate>(),
        failure::<Remove>(),
        failure::<Resend>(),
        failure::<Revoke>(),
    ];
    let managers: Vec<Choice> = members
        .iter()
        .filter(|member| member.is_active && member.role == OrganizationRole::Manager)
        .map(|member| Choice::new(member.id.to_string(), member.called()))
        .collect();
    let heirs: Vec<Choice> = members
        .iter()
        .filter(|member| member.is_active && !member.is_you)
        .map(|member| Choice::new(member.id.to_string(), member.called()))
        .collect();
    let rows = members
        .into_iter()
        .map(|member| row(member, your_role, may_manage, &managers))
        .collect_view();
    view! {
        <header class="surface-head"><h1>"Members"</h1><p>"Who signs in to run the company. People you buy for are " <a href="/business/employees">"employees"</a> "."</p></header>
        {saved(&[
            ("invited", "The invitation is on its way. Its link works for 7 days."),
            ("resent", "Mailed again. The link of the earlier mail does not work any more."),
            ("revoked", "The invitation is taken back. Its link does not work any more."),
            ("role", "The role is changed. It counts from the next page the member opens."),
            ("deactivated", "Deactivated. The company is closed to them at once; role and teams wait for them."),
            ("reactivated", "Let in again, with the role and teams they had."),
            ("removed", "Removed. The company is closed to them at once; their own account stays."),
            ("handed_over", "Handed over. You are an admin now."),
        ])}
        {failures.iter().map(|failed| above(failed.as_ref(), &[])).collect_view()}
        <section class="panel" aria-labelledby="members-title">
            <h2 id="members-title">"Members"</h2>
            <ListTable caption="Members of the company" columns csv=csv("/business/members.csv")>
                {rows}
            </ListTable>
        </section>
        {may_manage.then(|| view! { <InviteForm your_role teams/> })}
        <Invitations rows=invitations your_role may_manage/>
        {may_hand_over.then(|| view! { <HandOverForm heirs/> })}
        <RoleTable/>
    }
}

fn row(
    member: CompanyMemberRow,
    your_role: OrganizationRole,
    may_manage: bool,
    managers: &[Choice],
) -> impl IntoView + use<> {
    let shown = member.called();
    let CompanyMemberRow {
        id,
        email,
        role,
        is_active,
        last_seen_at,
        teams,
        is_you,
        ..
    } = member;
    let (summary_name, named) = (shown.clone(), shown.clone());
    let role_label = format!("Role of {shown}");
    let leads = (!teams.is_empty()).then(|| format!("leads {}", teams.join(", ")));
    let successors: Vec<Choice> = std::iter::once(Choice::new("", "Choose a manager"))
        .chain(managers.iter().filter(|one| one.value != id.to_string()).cloned())
        .collect();
    let needs_successor = !teams.is_empty();
    view! {
        <tr>
            <td data-label="Person"><span class="cell-lines"><b>{shown}</b> <small>{email}</small></span></td>
            <td data-label="Role">
                <span class="cell-lines">
                    <span>
                        {role.in_words()} {is_you.then(|| view! { " " <StatusBadge label="You"/> })}
                        {(!is_active).then(|| view! { " " <StatusBadge label="Deactivated" mood="bad"/> })}
                    </span>
                    <small>{leads}</small>
                </span>
            </td>
            <td data-label="Last seen">{match last_seen_at {
                Some(at) => view! { <Moment at/> }.into_any(),
                None => "Not signed in".into_any(),
            }}</td>
            <td class="row-actions">
                {(may_manage && !is_you && your_role.may_appoint(role)).then(|| view! {
                    <details class="row-more">
                        <summary>"Change " <span class="visually-hidden">{summary_name}</span></summary>
                        <PostForm<ChangeRole> class="surface-form">
                            <input type="hidden" name="member" value=id.to_string()/>
                            <Pick id=format!("role-{id}") label=role_label name="company_role" choices=roles(your_role) value=role.as_str()/>
                            <SubmitButton kind="secondary">"Save role"</SubmitButton>
                        </PostForm<ChangeRole>>
                        {if is_active {
                            view! {
                                <PostForm<Deactivate>>
                                    <input type="hidden" name="member" value=id.to_string()/>
                                    <p>"Deactivating closes the company to this person until you let them in again. Nothing of theirs is lost."</p>
                                    <SubmitButton kind="secondary">"Deactivate"</SubmitButton>
                                </PostForm<Deactivate>>
                            }
                            .into_any()
                        } else {
                            view! {
                                <PostForm<Reactivate>>
                                    <input type="hidden" name="member" value=id.to_string()/>
                                    <SubmitButton kind="secondary">"Let in again"</SubmitButton>
                                </PostForm<Reactivate>>
                            }
                            .into_any()
                        }}
                        <PostForm<Remove> class="surface-form">
                            <input type="hidden" name="member" value=id.to_string()/>
                            <p>"Removing ends the membership for good and takes back the invitations they sent. Their own account stays."</p>
                            {needs_successor.then(|| view! {
                                <Pick id=format!("successor-{id}") label="Who leads their teams from now on" name="successor" choices=successors/>
                            })}
                            <div><SubmitButton kind="danger">"Remove " {named}</SubmitButton></div>
                        </PostForm<Remove>>
                    </details>
                })}
            </td>
        </tr>
    }
}

#[component]
fn HandOverForm(heirs: Vec<Choice>) -> impl IntoView {
    let failed = failure::<HandOver>();
    view! {
        <section class="panel" aria-labelledby="hand-over-title">
            <h2 id="hand-over-title">"Hand the company over"</h2>
            {above(failed.as_ref(), &[])}
            {if heirs.is_empty() {
                view! { <p>"There is nobody to hand it over to yet. Invite somebody first."</p> }.into_any()
            } else {
                view! {
                    <p>"The member becomes the owner at once and you become an admin. Only the new owner can give it back."</p>
                    <PostForm<HandOver> class="surface-form">
                        <Pick id="heir".to_owned() label="New owner" name="member" choices=heirs/>
                        <Checkbox label="I hand this company over" name="hands_over"/>
                        <div><SubmitButton kind="danger">"Hand over"</SubmitButton></div>
                    </PostForm<HandOver>>
                }
                .into_any()
            }}
        </section>
    }
}

/// What each role may do, from the table itself.
#[component]
fn RoleTable() -> impl IntoView {
    use crate::shared::permissions::OrganizationMay;
    let columns = std::iter::once(Column::plain("May"))
        .chain(
            OrganizationRole::ALL
                .iter()
                .map(|role| Column::plain(role.in_words())),
        )
        .collect();
    view! {
        <details class="panel">
            <summary>"What each role may do"</summary>
            <p class="muted">"A manager sees and changes the teams they lead, and nobody else’s."</p>
            <ListTable caption="What each role may do" columns>
                {OrganizationMay::ALL.iter().map(|what| view! {
                    <tr>
                        <td data-label="May">{what.in_words()}</td>
                        {OrganizationRole::ALL.iter().map(|role| view! {
                            <td data-label=role.in_words()>{if role.may(*what) { "Yes" } else { "No" }}</td>
                        }).collect_view()}
                    </tr>
                }).collect_view()}
            </ListTable>
        </details>
    }
}
