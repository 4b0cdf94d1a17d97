//! `/business/policies`: what counts for the company, a team or an employee, and where each rule comes from.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::{super::reseller::set_up::forms::saved, files::csv},
    policy_form::PolicyForm,
};
use crate::{
    components::{Choice, Column, DefinitionList, EmptyState, Fact, ListTable, Select, SubmitButton},
    pages::{answer::answer, list_address::asked_for},
    server_fns,
    shared::{
        place::CountryCode,
        policy::{Decided, DecidedBy, Effective, OverrideRow, PlanChoice, PolicyView, Switch, Target},
    },
};

/// The policies of one target.
#[component]
pub fn PoliciesPage() -> impl IntoView {
    let of = asked_for("of");
    view! {
        <Title text="Policies"/>
        {Suspend::new(async move { answer(server_fns::policies::view(of).await, show) })}
    }
}

fn show(view: PolicyView) -> impl IntoView {
    let PolicyView {
        target,
        name,
        own,
        effective,
        overrides,
        teams,
        plans,
        may_edit,
    } = view;
    let whose = match target {
        Target::Company => "The whole company".to_owned(),
        Target::Team(_) => format!("Team {name}"),
        Target::Employee(_) => name,
    };
    let mut targets = vec![Choice::new("company", "The whole company")];
    targets.extend(
        teams
            .iter()
            .map(|team| Choice::new(team.id.to_string(), format!("Team {}", team.name))),
    );
    targets.extend(
        overrides
            .iter()
            .filter(|row| matches!(row.target, Target::Employee(_)))
            .map(|row| Choice::new(row.target.word(), row.name.clone())),
    );
    if targets.iter().all(|choice| choice.value != target.word()) {
        targets.push(Choice::new(target.word(), whose.clone()));
    }
    view! {
        <header class="surface-head">
            <h1>"Policies"</h1>
            <p>"They count for every order the company pays: on these pages, by the interface, for renewals and for automatic top-ups. What is decided for an employee goes before the team, and the team before the company."</p>
        </header>
        {saved(&[("saved", "Saved. It counts for the next order.")])}
        <form class="filters" method="get" action="/business/policies">
            <Select label="Show" name="of" value=target.word() choices=targets/>
            <div class="filters-actions"><SubmitButton kind="secondary">"Show"</SubmitButton></div>
        </form>
        <section class="panel" aria-labelledby="counts-title">
            <h2 id="counts-title">{format!("What counts: {whose}")}</h2>
            <Counting effective plans=plans.clone()/>
        </section>
        {may_edit.then(|| view! { <PolicyForm target own plans/> })}
        <section class="panel" aria-labelledby="own-title">
            <h2 id="own-title">"Teams and employees with rules of their own"</h2>
            {if overrides.is_empty() {
                view! { <EmptyState icon="users" title="Nobody" text="The company's policy counts for everybody. For an employee's own rules, open the employee's page."/> }.into_any()
            } else {
                view! { <Overrides rows=overrides/> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Overrides(rows: Vec<OverrideRow>) -> impl IntoView {
    let columns = vec![Column::plain("Who"), Column::number("Rules of their own")];
    view! {
        <ListTable caption="Rules of their own" columns csv=csv("/business/policies.csv")>
            {rows
                .into_iter()
                .map(|row| {
                    view! {
                        <tr>
                            <td data-label="Who">
                                <a href=format!("/business/policies?of={}", row.target.word())>{row.called()}</a>
                            </td>
                            <td data-label="Rules of their own" class="number">{row.rules}</td>
                        </tr>
                    }
                })
                .collect_view()}
        </ListTable>
    }
}

#[component]
fn Counting(effective: Effective, plans: Vec<PlanChoice>) -> impl IntoView {
    let named = |id| {
        plans.iter().find(|plan| plan.id == id).map_or_else(
            || "a plan that is on sale no more".to_owned(),
            |plan| plan.name.clone(),
        )
    };
    let allowed = &effective.allowed.value;
    let allowed_words = if allowed.plans.is_empty() && allowed.countries.is_empty() {
        "Every plan".to_owned()
    } else {
        let mut parts = vec![];
        if !allowed.countries.is_empty() {
            parts.push(format!("plans for {} alone", codes(&allowed.countries)));
        }
        parts.extend(allowed.plans.iter().map(|id| named(*id)));
        parts.join("; ")
    };
    let blocked = if effective.blocked.value.is_empty() {
        "Allowed everywhere".to_owned()
    } else {
        format!("Blocked in {}", codes(&effective.blocked.value))
    };
    let reached = if effective.reached.value.is_empty() {
        "To every country".to_owned()
    } else {
        format!("Only to {}", codes(&effective.reached.value))
    };
    let top_up = match effective.top_up.value {
        Switch::Off => "Off".to_owned(),
        Switch::On(rule) => format!(
            "{} when less than {} MB is left, at most {} times a month",
            named(rule.plan),
            rule.below_mb,
            rule.at_most
        ),
    };
    let approve = match effective.approve_above.value {
        Switch::Off => "No order needs approval".to_owned(),
        Switch::On(above) => format!("Orders above {above}"),
    };
    let cap = |cap: &Decided<Switch<i64>>| match cap.value {
        Switch::Off => "No cap".to_owned(),
        Switch::On(mb) => format!("{mb} MB a month"),
    };
    let yes_no = |yes: bool| if yes { "Yes" } else { "No" };
    view! {
        <DefinitionList>
            <Fact name="Plans that may be bought">{allowed_words} <Source by=effective.allowed.by/></Fact>
            <Fact name="Roaming">{blocked} <Source by=effective.blocked.by/></Fact>
            <Fact name="Lines used in a blocked country stop">{yes_no(effective.stop_roaming.value)} <Source by=effective.stop_roaming.by/></Fact>
            <Fact name="Messages and calls">{reached} <Source by=effective.reached.by/></Fact>
            <Fact name="Data of an employee">{cap(&effective.data_cap_mb)} <Source by=effective.data_cap_mb.by/></Fact>
            <Fact name="Data of a whole team">{cap(&effective.team_cap_mb)} <Source by=effective.team_cap_mb.by/></Fact>
            <Fact name="Lines stop at the cap">{yes_no(effective.suspend_at_cap.value)} <Source by=effective.suspend_at_cap.by/></Fact>
            <Fact name="More data by itself">{top_up} <Source by=effective.top_up.by/></Fact>
            <Fact name="Needs approval">{approve} <Source by=effective.approve_above.by/></Fact>
            <Fact name="Managers approve for their teams">{yes_no(effective.managers_approve.value)} <Source by=effective.managers_approve.by/></Fact>
        </DefinitionList>
    }
}

#[component]
fn Source(by: DecidedBy) -> impl IntoView {
    view! { <small class="muted policy-from">{by.in_words()}</small> }
}

fn codes(countries: &[CountryCode]) -> String {
    countries
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}
