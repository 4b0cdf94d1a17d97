//! Inviting, and the invitations that are out.

use leptos::prelude::*;

use super::forms::{RoleSelect, above};
use crate::{
    components::{
        Column, EmptyState, Field, ListTable, Moment, PostForm, StatusBadge, SubmitButton,
        form::{failure, kept, of_field},
    },
    server_fns::staff::{Invite, ResendInvitation, RevokeInvitation},
    shared::{permissions::StaffRole, staff::InvitationRow},
};

/// Address and role of whoever is to join.
#[component]
pub fn InviteForm() -> impl IntoView {
    let failed = failure::<Invite>();
    let chosen = kept("staff_role")
        .filter(|_| failed.is_some())
        .and_then(|word| StaffRole::parse(&word))
        .unwrap_or(StaffRole::Support);
    view! {
        <section class="panel" id="invite" aria-labelledby="invite-title">
            <h2 id="invite-title">"Invite somebody"</h2>
            {above(failed.as_ref(), &["email"])}
            <PostForm<Invite> class="surface-form">
                <Field
                    label="E-mail"
                    name="email"
                    kind="email"
                    inputmode="email"
                    required=true
                    maxlength=254
                    hint="They get a mail in your shop's name. Its link works once, for 7 days."
                    error=of_field(failed.as_ref(), "email")
                />
                <RoleSelect id="invite-role".to_owned() label="Role" chosen/>
                <div><SubmitButton>"Send invitation"</SubmitButton></div>
            </PostForm<Invite>>
        </section>
    }
}

/// Invitations nobody accepted yet.
#[component]
pub fn Invitations(rows: Vec<InvitationRow>, may_manage: bool) -> impl IntoView {
    let columns = vec![
        Column::plain("Invited"),
        Column::plain("Role"),
        Column::plain("Mailed"),
        Column::plain("Works until"),
        Column::plain(""),
    ];
    view! {
        <section class="panel" aria-labelledby="invitations-title">
            <h2 id="invitations-title">"Invitations"</h2>
            {if rows.is_empty() {
                view! { <EmptyState icon="mail" title="Nobody is invited" text="Invitations stand here until they are accepted or taken back."/> }
                    .into_any()
            } else {
                view! {
                    <ListTable caption="Invitations that were not accepted yet" columns>
                        {rows.into_iter().map(|invited| row(invited, may_manage)).collect_view()}
                    </ListTable>
                }
                .into_any()
            }}
        </section>
    }
}

fn row(invited: InvitationRow, may_manage: bool) -> impl IntoView {
    let id = invited.id.to_string();
    let again = id.clone();
    let email = invited.email.clone();
    let named = invited.email.clone();
    view! {
        <tr>
            <td data-label="Invited"><span class="cell-lines"><b>{invited.email}</b> <small>"by " {invited.invited_by}</small></span></td>
            <td data-label="Role">{invited.role.in_words()}</td>
            <td data-label="Mailed"><Moment at=invited.mailed_at/></td>
            <td data-label="Works until">
                {if invited.is_expired {
                    view! { <StatusBadge label="Expired" mood="attention"/> }.into_any()
                } else {
                    view! { <Moment at=invited.expires_at/> }.into_any()
                }}
            </td>
            <td class="row-actions">
                {may_manage.then(|| view! {
                    <PostForm<ResendInvitation>>
                        <input type="hidden" name="invitation" value=again/>
                        <button type="submit" class="button button-secondary button-small">"Mail again" <span class="visually-hidden">" to " {email}</span></button>
                    </PostForm<ResendInvitation>>
                    <PostForm<RevokeInvitation>>
                        <input type="hidden" name="invitation" value=id/>
                        <button type="submit" class="button button-quiet button-small">"Take back" <span class="visually-hidden">" the invitation of " {named}</span></button>
                    </PostForm<RevokeInvitation>>
                })}
            </td>
        </tr>
    }
}
