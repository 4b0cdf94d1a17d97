//! `/business/messages/quotas`: what may be sent in a month, and what was.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::reseller::set_up::forms::{above, saved},
    files::csv,
    forms::teams as team_choices,
};
use crate::{
    components::{
        Choice, Column, EmptyState, Field, ListTable, Meter, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{
        self,
        quotas::{SaveMember, SavePool, SaveTeam},
    },
    shared::{
        company::TeamChoice,
        quota::{MemberChoice, QuotaUse, QuotasView},
    },
};

/// The quotas.
#[component]
pub fn QuotasPage() -> impl IntoView {
    view! {
        <Title text="Message quotas"/>
        {Suspend::new(async move { answer(server_fns::quotas::show().await, show) })}
    }
}

fn show(view: QuotasView) -> impl IntoView {
    let QuotasView {
        month,
        timezone,
        company,
        is_overage_allowed,
        teams,
        members,
        choices,
        team_choices,
        may_edit,
    } = view;
    let above_it = if is_overage_allowed {
        "Above a limit, messages are sent all the same, and charged."
    } else {
        "Above a limit, messages are refused."
    };
    let teams: Vec<_> = teams.into_iter().map(|team| (team.name, team.quota)).collect();
    let members: Vec<_> = members
        .into_iter()
        .map(|member| (member.called(), member.quota))
        .collect();
    view! {
        <header class="surface-head"><h1>"Message quotas"</h1></header>
        {saved(&[
            ("pool", "Saved. It counts from the next message."),
            ("team", "The team's limit is saved."),
            ("member", "The member's limit is saved."),
        ])}
        <section class="panel" aria-labelledby="month-title">
            <h2 id="month-title">{month.format("%B %Y").to_string()}</h2>
            {used(company)}
            <p class="muted">
                "Counted in segments, the parts a long message is sent in. The month begins and ends in " {timezone} ". " {above_it}
                " Who is told when a limit comes near is set at "<a href="/business/alerts">"Alerts"</a>"."
            </p>
        </section>
        <section class="panel" aria-labelledby="teams-title">
            <h2 id="teams-title">"Teams"</h2>
            {table("Teams", "Team", teams, "/business/messages/quotas/teams.csv", "No team has a limit or sent a message this month.")}
        </section>
        <section class="panel" aria-labelledby="members-title">
            <h2 id="members-title">"Members"</h2>
            {table("Members", "Member", members, "/business/messages/quotas/members.csv", "Nobody has a limit or sent a message this month.")}
        </section>
        {may_edit.then(|| view! {
            <PoolForm limit=company.limit is_overage_allowed/>
            <div class="surface-columns">
                <TeamForm teams=team_choices/>
                <MemberForm members=choices/>
            </div>
        })}
    }
}

/// In words, and as a bar where there is a limit.
fn used(quota: QuotaUse) -> impl IntoView {
    let QuotaUse { used, limit } = quota;
    match limit {
        Some(limit) => {
            let words = format!("{used} of {limit} segments");
            let over = (used > limit).then(|| format!(" · {} above the limit", used - limit));
            view! { <p><b>{words.clone()}</b>{over}</p> <Meter value=used max=limit label=words/> }.into_any()
        }
        None => view! { <p><b>{format!("{used} segments")}</b> ", no limit"</p> }.into_any(),
    }
}

fn table(
    caption: &'static str,
    name: &'static str,
    rows: Vec<(String, QuotaUse)>,
    file: &'static str,
    empty: &'static str,
) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState icon="message-square" title="Nothing yet" text=empty/> }.into_any();
    }
    let columns = vec![
        Column::plain(name),
        Column::number("Used"),
        Column::number("Limit"),
    ];
    let rows = rows
        .into_iter()
        .map(|(who, quota)| {
            view! {
                <tr>
                    <td data-label=name>{who}</td>
                    <td data-label="Used" class="number">{quota.used}</td>
                    <td data-label="Limit" class="number">{quota.limit_in_words()}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <ListTable caption=caption columns csv=csv(file)>{rows}</ListTable> }.into_any()
}

#[component]
fn PoolForm(limit: Option<i64>, is_overage_allowed: bool) -> impl IntoView {
    let failed = failure::<SavePool>();
    let above_it = vec![
        Choice::new("blocked", "are refused"),
        Choice::new("allowed", "are sent all the same, and we are warned"),
    ];
    let chosen = if is_overage_allowed { "allowed" } else { "blocked" };
    view! {
        <section class="panel" aria-labelledby="pool-title">
            <h2 id="pool-title">"The whole company"</h2>
            {above(failed.as_ref(), &["pool_limit", "overage"])}
            <PostForm<SavePool> class="surface-form">
                <Field
                    label="Segments a month"
                    name="pool_limit"
                    inputmode="numeric"
                    value=limit.map(|limit| limit.to_string()).unwrap_or_default()
                    maxlength=9
                    hint="Leave it empty for no limit."
                    error=of_field(failed.as_ref(), "pool_limit")
                />
                <Select label="Messages above any limit" name="overage" choices=above_it value=chosen error=of_field(failed.as_ref(), "overage")/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<SavePool>>
        </section>
    }
}

#[component]
fn TeamForm(teams: Vec<TeamChoice>) -> impl IntoView {
    let failed = failure::<SaveTeam>();
    view! {
        <section class="panel" aria-labelledby="team-title">
            <h2 id="team-title">"Limit of a team"</h2>
            {above(failed.as_ref(), &["team_limit"])}
            <PostForm<SaveTeam> class="surface-form">
                <Select label="Team" name="group" choices=team_choices("Choose a team", &teams)/>
                <Field label="Segments a month" name="team_limit" inputmode="numeric" maxlength=9 hint="Empty takes the limit away." error=of_field(failed.as_ref(), "team_limit")/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<SaveTeam>>
        </section>
    }
}

#[component]
fn MemberForm(members: Vec<MemberChoice>) -> impl IntoView {
    let failed = failure::<SaveMember>();
    let choices = members
        .into_iter()
        .map(|member| Choice::new(member.id.to_string(), member.name))
        .collect();
    view! {
        <section class="panel" aria-labelledby="member-title">
            <h2 id="member-title">"Limit of a member"</h2>
            {above(failed.as_ref(), &["member_limit"])}
            <PostForm<SaveMember> class="surface-form">
                <Select label="Member" name="member" choices/>
                <Field label="Segments a month" name="member_limit" inputmode="numeric" maxlength=9 hint="Empty takes the limit away." error=of_field(failed.as_ref(), "member_limit")/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<SaveMember>>
        </section>
    }
}
