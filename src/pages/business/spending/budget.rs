//! `/business/budgets/{id}`: changes a budget.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{super::super::reseller::set_up::forms::above, budgets::consequences};
use crate::{
    components::{
        Field, MoneyText, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::{answer, id_in_path},
    server_fns::{self, budgets::Change},
    shared::{budget::BudgetRow, error::AppError, ids::BudgetId},
};

/// One budget.
#[component]
pub fn BudgetPage() -> impl IntoView {
    let id = id_in_path::<BudgetId>();
    view! {
        <Title text="Change budget"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::budgets::find(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(budget: BudgetRow) -> impl IntoView {
    let failed = failure::<Change>();
    let whole_form = above(failed.as_ref(), &["budget_amount", "at_limit", "thresholds"]);
    let of = move |name| of_field(failed.as_ref(), name);
    let thresholds = budget
        .thresholds
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let amount = budget.amount.decimal().normalize().to_string();
    view! {
        <p class="back"><a href="/business/budgets">"Budgets"</a></p>
        <header class="surface-head">
            <h1>{format!("Budget: {}", budget.name)}</h1>
            <p><MoneyText amount=budget.spent/> " spent and " <MoneyText amount=budget.held/> " on its way in the present " {budget.period.in_words().to_lowercase()} ". What was spent counts against a new amount too, and is shown apart."</p>
        </header>
        <section class="panel">
            {whole_form}
            <PostForm<Change> class="surface-form">
                <input type="hidden" name="budget" value=budget.id.to_string()/>
                <Field label="Amount" name="budget_amount" value=amount inputmode="decimal" required=true maxlength=20 error=of("budget_amount")/>
                <Select label="At the limit" name="at_limit" value=budget.at_limit.as_str() choices=consequences() error=of("at_limit")/>
                <Field label="Tell us at (percent)" name="thresholds" value=thresholds maxlength=40 hint="Up to five, with commas between them. Empty: tell nobody." error=of("thresholds")/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<Change>>
        </section>
    }
}
