//! `/business/budgets`: limits, what is spent against them, and a form for a new one.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::{
    super::reseller::set_up::forms::{above, saved},
    files::csv,
    forms::teams as team_choices,
};
use crate::{
    components::{
        ButtonLink, Choice, EmptyState, Field, Icon, Meter, Moment, MoneyText, PostForm, Select, StatusBadge,
        SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{
        self,
        budgets::{EndBudget, Make},
    },
    shared::{
        budget::{AtLimit, BudgetPeriod, BudgetRow, BudgetScope, BudgetsView},
        company::TeamChoice,
    },
};

const FIELDS: [&str; 8] = [
    "budget_of",
    "budget_team",
    "budget_cost_centre",
    "budget_employee",
    "period",
    "budget_amount",
    "at_limit",
    "thresholds",
];

/// The budgets.
#[component]
pub fn BudgetsPage() -> impl IntoView {
    view! {
        <Title text="Budgets"/>
        {Suspend::new(async move { answer(server_fns::budgets::list().await, show) })}
    }
}

fn show(view: BudgetsView) -> impl IntoView {
    let BudgetsView {
        budgets,
        teams,
        may_edit,
        may_ask,
    } = view;
    let ended = failure::<EndBudget>();
    let is_empty = budgets.is_empty();
    let file = csv("/business/budgets.csv");
    view! {
        <header class="surface-head">
            <h1>"Budgets"</h1>
            <p>"Every order counts the moment its money is set aside, whichever way it was placed. Days begin and end in the company's time zone."</p>
        </header>
        {saved(&[
            ("made", "The budget counts from now on."),
            ("changed", "Changed. It counts for the next order."),
            ("ended", "The budget counts no more."),
        ])}
        {above(ended.as_ref(), &[])}
        {if is_empty {
            view! { <EmptyState icon="wallet" title="No budgets" text="A budget tells you when a team, cost centre or employee spends much, or refuses what does not fit."/> }.into_any()
        } else {
            view! {
                <ul class="budgets">
                    {budgets.into_iter().map(|budget| view! { <BudgetCard budget may_edit may_ask/> }).collect_view()}
                </ul>
                {(!file.is_empty()).then(|| view! {
                    <p><a class="button button-quiet" href=file download><Icon name="download"/> "CSV"</a></p>
                })}
            }
            .into_any()
        }}
        {may_edit.then(|| view! { <MakeForm teams/> })}
    }
}

#[component]
fn BudgetCard(budget: BudgetRow, may_edit: bool, may_ask: bool) -> impl IntoView {
    let percent = budget.percent();
    let is_over = budget.left.is_negative();
    let title = budget.title();
    let BudgetRow {
        id,
        period,
        amount,
        at_limit,
        thresholds,
        spent,
        held,
        before,
        left,
        from,
        until,
        limit_set_at,
        passed,
        ..
    } = budget;
    let (mood, label) = match percent {
        100.. if is_over => ("bad", format!("{percent} %, over")),
        100.. => ("bad", format!("{percent} %")),
        80.. => ("attention", format!("{percent} %")),
        _ => ("good", format!("{percent} %")),
    };
    let told = if thresholds.is_empty() {
        "Nobody is told.".to_owned()
    } else {
        format!(
            "Owners, admins and finance are told at {}.",
            percentages(&thresholds)
        )
    };
    let told_already =
        (!passed.is_empty()).then(|| format!(" Told in this period: {}.", percentages(&passed)));
    let (changes, ends) = (title.clone(), title.clone());
    view! {
        <li class="panel budget">
            <header>
                <h2>{title}</h2>
                <StatusBadge label mood/>
            </header>
            <Meter value=percent.min(100) max=100 label=format!("{percent} percent used")/>
            <dl class="budget-figures">
                <div><dt>"Spent"</dt><dd><MoneyText amount=spent/></dd></div>
                <div><dt>"On its way"</dt><dd><MoneyText amount=held/></dd></div>
                <div>
                    <dt>{if is_over { "Over by" } else { "Left" }}</dt>
                    <dd><MoneyText amount=left.negated().ok().filter(|_| is_over).unwrap_or(left)/></dd>
                </div>
                <div><dt>{format!("Limit a {}", period.in_words().to_lowercase())}</dt><dd><MoneyText amount/></dd></div>
            </dl>
            {(before.is_positive()).then(|| view! {
                <p class="muted">"Of this, " <MoneyText amount=before/> " was spent before this limit was set on " <Moment at=limit_set_at/> "."</p>
            })}
            <p class="muted">
                <Moment at=from/> " to " <Moment at=until/> ". At the limit: " {at_limit.in_words().to_lowercase()} ". " {told} {told_already}
            </p>
            <div class="company-actions">
                {may_edit.then(|| view! {
                    <ButtonLink href=format!("/business/budgets/{id}") kind="secondary">"Change" <span class="visually-hidden">" the budget of " {changes}</span></ButtonLink>
                    <details class="row-more">
                        <summary>"End" <span class="visually-hidden">" the budget of " {ends}</span></summary>
                        <p>"Orders are not held against it any more. What was spent stays in the history."</p>
                        <PostForm<EndBudget>>
                            <input type="hidden" name="budget" value=id.to_string()/>
                            <SubmitButton kind="danger">"End this budget"</SubmitButton>
                        </PostForm<EndBudget>>
                    </details>
                })}
                {(may_ask && !may_edit).then(|| view! {
                    <ButtonLink href=format!("/business/requests/new?budget={id}") kind="secondary">"Ask for more"</ButtonLink>
                })}
            </div>
        </li>
    }
}

fn percentages(numbers: &[i16]) -> String {
    numbers
        .iter()
        .map(|percent| format!("{percent} %"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What happens at the limit, for a form.
pub fn consequences() -> Vec<Choice> {
    AtLimit::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), one.in_words()))
        .collect()
}

#[component]
fn MakeForm(teams: Vec<TeamChoice>) -> impl IntoView {
    let failed = failure::<Make>();
    let whole_form = above(failed.as_ref(), &FIELDS);
    let of = move |name| of_field(failed.as_ref(), name);
    let scopes = BudgetScope::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), one.in_words()))
        .collect::<Vec<_>>();
    let periods = BudgetPeriod::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), one.in_words()))
        .collect::<Vec<_>>();
    view! {
        <section class="panel" aria-labelledby="make-title">
            <h2 id="make-title">"New budget"</h2>
            {whole_form}
            <PostForm<Make> class="surface-form">
                <Select label="Whose orders it counts" name="budget_of" choices=scopes error=of("budget_of")/>
                <Select label="Which team" name="budget_team" choices=team_choices("None", &teams) hint="For a team's budget." error=of("budget_team")/>
                <Field label="Which cost centre" name="budget_cost_centre" maxlength=40 hint="For a cost centre's budget." error=of("budget_cost_centre")/>
                <Field label="Which employee" name="budget_employee" kind="email" inputmode="email" maxlength=254 hint="For an employee's budget: the e-mail address." error=of("budget_employee")/>
                <Select label="Begins anew every" name="period" choices=periods error=of("period")/>
                <Field label="Amount" name="budget_amount" inputmode="decimal" required=true maxlength=20 placeholder="500" error=of("budget_amount")/>
                <Select label="At the limit" name="at_limit" choices=consequences() error=of("at_limit")/>
                <Field label="Tell us at (percent)" name="thresholds" value="80, 100" maxlength=40 hint="Up to five, with commas between them. Empty: tell nobody." error=of("thresholds")/>
                <div><SubmitButton>"Make the budget"</SubmitButton></div>
            </PostForm<Make>>
        </section>
    }
}
