//! `/business/requests/new`: asks for a plan, a higher data cap or a higher budget.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::super::reseller::set_up::forms::above;
use crate::{
    components::{
        Choice, Field, PostForm, Select, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    pages::{answer::answer, list_address::asked_for},
    server_fns::{
        self,
        requests::{AskBudget, AskData, AskPlan},
    },
    shared::{approval::AskView, error::AppError},
};

/// What the address chooses already.
#[derive(Clone)]
struct Chosen {
    email: String,
    plan: String,
    line: String,
    budget: String,
}

/// Three forms.
#[component]
pub fn AskPage() -> impl IntoView {
    let chosen = Chosen {
        email: asked_for("email"),
        plan: asked_for("plan"),
        line: asked_for("line"),
        budget: asked_for("budget"),
    };
    view! {
        <Title text="Ask for more"/>
        {Suspend::new(async move { answer(server_fns::requests::form(Some(chosen.line.clone())).await, move |view| show(view, chosen)) })}
    }
}

fn show(view: AskView, chosen: Chosen) -> impl IntoView {
    let AskView {
        plans,
        budgets,
        own_email,
        line_email,
    } = view;
    let email = own_email.or(line_email).unwrap_or(chosen.email);
    let plans = plans
        .into_iter()
        .map(|plan| Choice::new(plan.id.to_string(), plan.name))
        .collect::<Vec<_>>();
    let budgets = budgets
        .into_iter()
        .map(|(id, words)| Choice::new(id, words))
        .collect::<Vec<_>>();
    view! {
        <p class="back"><a href="/business/requests">"Requests"</a></p>
        <header class="surface-head">
            <h1>"Ask for more"</h1>
            <p>"Somebody else decides within a week. Nothing is bought or changed before."</p>
        </header>
        <PlanForm email=email.clone() plans chosen=chosen.plan line=chosen.line/>
        <DataForm email/>
        {(!budgets.is_empty()).then(|| view! { <BudgetForm budgets chosen=chosen.budget/> })}
    }
}

#[component]
fn PlanForm(email: String, plans: Vec<Choice>, chosen: String, line: String) -> impl IntoView {
    let failed = failure::<AskPlan>();
    let words = if line.is_empty() {
        "A line with a plan"
    } else {
        "More data for the line"
    };
    view! {
        <section class="panel" aria-labelledby="plan-title">
            <h2 id="plan-title">{words}</h2>
            {above(failed.as_ref(), &["employee_email", "reason"])}
            <PostForm<AskPlan> class="surface-form">
                <input type="hidden" name="line" value=line/>
                <Email email failed=failed.clone()/>
                <Select label="Plan" name="plan" choices=plans value=chosen/>
                <Reason failed/>
                <div><SubmitButton>"Ask for the plan"</SubmitButton></div>
            </PostForm<AskPlan>>
        </section>
    }
}

#[component]
fn DataForm(email: String) -> impl IntoView {
    let failed = failure::<AskData>();
    view! {
        <section class="panel" aria-labelledby="data-title">
            <h2 id="data-title">"A higher data cap"</h2>
            {above(failed.as_ref(), &["employee_email", "data_mb", "reason"])}
            <PostForm<AskData> class="surface-form">
                <Email email failed=failed.clone()/>
                <Field label="Megabytes a month" name="data_mb" inputmode="numeric" required=true maxlength=12 error=of_field(failed.as_ref(), "data_mb")/>
                <Reason failed/>
                <div><SubmitButton>"Ask for data"</SubmitButton></div>
            </PostForm<AskData>>
        </section>
    }
}

#[component]
fn BudgetForm(budgets: Vec<Choice>, chosen: String) -> impl IntoView {
    let failed = failure::<AskBudget>();
    view! {
        <section class="panel" aria-labelledby="budget-title">
            <h2 id="budget-title">"A higher budget"</h2>
            {above(failed.as_ref(), &["budget_amount", "reason"])}
            <PostForm<AskBudget> class="surface-form">
                <Select label="Budget" name="budget" choices=budgets value=chosen/>
                <Field label="New amount" name="budget_amount" inputmode="decimal" required=true maxlength=20 error=of_field(failed.as_ref(), "budget_amount")/>
                <Reason failed/>
                <div><SubmitButton>"Ask for the budget"</SubmitButton></div>
            </PostForm<AskBudget>>
        </section>
    }
}

#[component]
fn Email(email: String, failed: Option<AppError>) -> impl IntoView {
    view! {
        <Field label="Employee (e-mail address)" name="employee_email" kind="email" inputmode="email" value=email required=true maxlength=254 error=of_field(failed.as_ref(), "employee_email")/>
    }
}

#[component]
fn Reason(failed: Option<AppError>) -> impl IntoView {
    view! {
        <TextArea label="Why" name="reason" rows=2 maxlength=500 required=true error=of_field(failed.as_ref(), "reason")/>
    }
}
