//! Inviting, and the invitations that are out.

use leptos::prelude::*;

use super::{
    super::reseller::set_up::forms::above,
    files::csv,
    forms::{roles, teams as team_choices},
};
use crate::{
    components::{
        Column, EmptyState, Field, ListTable, Moment, PostForm, Select, StatusBadge, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::members::{Invite, Resend, Revoke},
    shared::{
        company::{CompanyInvitationRow, TeamChoice},
        permissions::OrganizationRole,
    },
};

/// Address, role and team of whoever is to join.
#[component]
pub fn InviteForm(your_role: OrganizationRole, teams: Vec<TeamChoice>) -> impl IntoView {
    let failed = failure::<Invite>();
    let whole_form = above(failed.as_ref(), &["email", "company_role", "team"]);
    let of = move |name| of_field(failed.as_ref(), name);
    view! {
        <section class="panel" id="invite" aria-labelledby="invite-title">
            <h2 id="invite-title">"Invite somebody"</h2>
            {whole_form}
            <PostForm<Invite> class="surface-form">
                <Field
                    label="E-mail"
                    name="email"
                    kind="email"
                    inputmode="email"
                    required=true
                    maxlength=254
                    hint="Its link works once, for 7 days."
                    error=of("email")
                />
                <Select label="Role" name="company_role" choices=roles(your_role) value="viewer" error=of("company_role")/>
                <Select label="Team" name="team" choices=team_choices("None", &teams) hint="Of a manager: the first team they lead." error=of("team")/>
                <div><SubmitButton>"Send invitation"</SubmitButton></div>
            </PostForm<Invite>>
        </section>
    }
}

/// Invitations nobody accepted yet.
#[component]
pub fn Invitations(
    rows: Vec<CompanyInvitationRow>,
    your_role: OrganizationRole,
    may_manage: bool,
) -> impl IntoView {
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
                    <ListTable caption="Invitations that were not accepted yet" columns csv=csv("/business/members/invitations.csv")>
                        {rows.into_iter().map(|invited| row(invited, your_role, may_manage)).collect_view()}
                    </ListTable>
                }
                .into_any()
            }}
        </section>
    }
}

fn row(invited: CompanyInvitationRow, your_role: OrganizationRole, may_manage: bool) -> impl IntoView {
    let id = invited.id.to_string();
    let again = id.clone();
    let (email, named) = (invited.email.clone(), invited.email.clone());
    let may_change = may_manage && your_role.may_appoint(invited.role);
    view! {
        <tr>
            <td data-label="Invited">{invited.email}</td>
            <td data-label="Role"><span class="cell-lines"><span>{invited.role.in_words()}</span> <small>{invited.team}</small></span></td>
            <td data-label="Mailed"><Moment at=invited.mailed_at/></td>
            <td data-label="Works until">
                {if invited.is_expired {
                    view! { <StatusBadge label="Expired" mood="attention"/> }.into_any()
                } else {
                    view! { <Moment at=invited.expires_at/> }.into_any()
                }}
            </td>
            <td class="row-actions">
                {may_change.then(|| view! {
                    <PostForm<Resend>>
                        <input type="hidden" name="offer" value=again/>
                        <button type="submit" class="button button-secondary button-small">"Mail again" <span class="visually-hidden">" to " {email}</span></button>
                    </PostForm<Resend>>
                    <PostForm<Revoke>>
                        <input type="hidden" name="offer" value=id/>
                        <button type="submit" class="button button-quiet button-small">"Take back" <span class="visually-hidden">" the invitation of " {named}</span></button>
                    </PostForm<Revoke>>
                })}
            </td>
        </tr>
    }
}
