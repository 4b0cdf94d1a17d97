//! `/business`: where the company stands, or how to make one.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::reseller::set_up::forms::{above, saved},
    month::MonthPanel,
};
use crate::{
    components::{
        ButtonLink, Checkbox, EmptyState, Notice, PostForm, StatusBadge, SubmitButton, form::failure,
    },
    pages::answer::answer,
    server_fns::{self, business::Choose, members::Leave},
    shared::{
        company::{Headcount, HomeView, Membership, OverviewView},
        permissions::OrganizationMay,
    },
};

/// The company, or the offer to make one.
#[component]
pub fn OverviewPage() -> impl IntoView {
    view! {
        <Title text="Company"/>
        {Suspend::new(async move {
            let home = server_fns::business::home().await;
            let overview = match &home {
                Ok(HomeView { current: Some(_), .. }) => Some(server_fns::business::overview().await),
                _ => None,
            };
            answer(home, move |home| match overview {
                Some(read) => answer(read, move |overview| show(overview, home.companies)),
                None => none(home.companies).into_any(),
            })
        })}
    }
}

fn none(companies: Vec<Membership>) -> impl IntoView {
    let is_kept_out = !companies.is_empty();
    view! {
        <header class="surface-head"><h1>"Company"</h1></header>
        {is_kept_out.then(|| view! {
            <Notice kind="warning">
                "Your company lets its people in by its own sign-in alone. "
                <a href="/sign-in/company?next=%2Fbusiness">"Sign in with your company"</a>
            </Notice>
        })}
        <EmptyState
            icon="building-2"
            title="You belong to no company here"
            text="A company buys for its people: one wallet, one invoice, and you decide who may do what. Were you invited? Then open the link in the mail."
        >
            <ButtonLink href="/business/new">"Make a company"</ButtonLink>
        </EmptyState>
        <Companies companies current=None/>
    }
}

fn show(overview: OverviewView, companies: Vec<Membership>) -> AnyView {
    let OverviewView {
        company,
        figures,
        may_edit_employees,
        may_manage_members,
        may_manage_teams,
    } = overview;
    let role = company.role;
    let is_new = figures.is_some_and(|figures| figures.employees == 0);
    let current = Some(company.id);
    view! {
        <header class="surface-head">
            <h1>{company.name}</h1>
            {may_edit_employees.then(|| view! { <a class="button button-primary" href="/business/employees/new">"Add employee"</a> })}
        </header>
        {saved(&[("made", "The company is yours. Invite who helps you run it, then add your people.")])}
        {match figures {
            Some(figures) => view! { <Figures figures sees_members=role.may(OrganizationMay::ViewCompany)/> }.into_any(),
            None => view! {
                <section class="panel"><p>"You can use what the company gave you. Ask a manager or owner if something is missing."</p></section>
            }
            .into_any(),
        }}
        {role.may(OrganizationMay::ViewSpend).then(|| view! { <MonthPanel/> })}
        {(is_new && may_edit_employees).then(|| view! {
            <section class="panel" aria-labelledby="next-title">
                <h2 id="next-title">"What to do next"</h2>
                <ul class="company-steps">
                    {may_manage_teams.then(|| view! { <li><a href="/business/teams">"Make your teams"</a></li> })}
                    <li><a href="/business/employees/import">"Bring your people in by a file"</a> " or " <a href="/business/employees/new">"add one"</a></li>
                    {may_manage_members.then(|| view! { <li><a href="/business/members">"Invite finance and managers"</a></li> })}
                </ul>
            </section>
        })}
        <Companies companies current/>
        <LeaveForm/>
    }
    .into_any()
}

#[component]
fn Figures(figures: Headcount, sees_members: bool) -> impl IntoView {
    view! {
        <dl class="company-figures">
            <div><dt><a href="/business/employees">"Employees"</a></dt><dd>{figures.employees}</dd></div>
            <div><dt><a href="/business/employees?state=planned">"Start later"</a></dt><dd>{figures.planned}</dd></div>
            <div><dt>"Have a last day"</dt><dd>{figures.leaving}</dd></div>
            <div><dt><a href="/business/teams">"Teams"</a></dt><dd>{figures.teams}</dd></div>
            {sees_members.then(|| view! { <div><dt><a href="/business/members">"Members"</a></dt><dd>{figures.members}</dd></div> })}
        </dl>
    }
}

/// Where else the reader belongs.
#[component]
fn Companies(
    companies: Vec<Membership>,
    current: Option<crate::shared::ids::OrganizationId>,
) -> impl IntoView {
    let failed = failure::<Choose>();
    view! {
        <section class="panel" id="companies" aria-labelledby="companies-title">
            <h2 id="companies-title">"Your companies"</h2>
            {above(failed.as_ref(), &[])}
            <ul class="company-list">
                {companies
                    .into_iter()
                    .map(|company| {
                        let is_current = Some(company.id) == current;
                        view! {
                            <li>
                                <span class="cell-lines"><b>{company.name.clone()}</b> <small>{company.role.in_words()}</small></span>
                                {if is_current {
                                    view! { <StatusBadge label="Open now" mood="good"/> }.into_any()
                                } else {
                                    view! {
                                        <PostForm<Choose>>
                                            <input type="hidden" name="organization" value=company.id.to_string()/>
                                            <button type="submit" class="button button-secondary button-small">"Open " <span class="visually-hidden">{company.name}</span></button>
                                        </PostForm<Choose>>
                                    }
                                    .into_any()
                                }}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <p><a href="/business/new">"Make another company"</a></p>
        </section>
    }
}

#[component]
fn LeaveForm() -> impl IntoView {
    let failed = failure::<Leave>();
    view! {
        <details class="panel" open=failed.is_some()>
            <summary>"Leave this company"</summary>
            {above(failed.as_ref(), &[])}
            <p>"The company is closed to you at once, and only somebody in it can invite you again. Your own account stays."</p>
            <PostForm<Leave>>
                <Checkbox label="I want to leave this company" name="leaves_company"/>
                <SubmitButton kind="danger">"Leave"</SubmitButton>
            </PostForm<Leave>>
        </details>
    }
}
