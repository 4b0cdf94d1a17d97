//! Below what the owner of a wallet is told: for a customer's wallet and a company's.

use std::marker::PhantomData;

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Field, Notice, PostForm, SubmitButton,
        form::{failure, kept, of_field},
    },
    shared::{error::AppError, wallet::BalanceAlert},
};

/// That the balance is below it now, or that a change was saved.
#[component]
pub fn AlertNotice(alert: BalanceAlert) -> impl IntoView {
    let is_saved = use_query_map()
        .read_untracked()
        .get("saved")
        .is_some_and(|what| what == "alert");
    let low = alert.threshold.filter(|_| alert.is_low);
    view! {
        {is_saved.then(|| view! { <Notice kind="good">"Saved. It counts from now on."</Notice> })}
        {low.map(|threshold| view! {
            <Notice kind="warning">{format!("The balance is below {threshold}. Add money so that nothing stops.")}</Notice>
        })}
    }
}

/// The amount, posted to `F` as `alert_below`.
#[component]
pub fn AlertForm<F>(alert: BalanceAlert, #[prop(optional)] _function: PhantomData<F>) -> impl IntoView
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    let failed = failure::<F>();
    let wrong = of_field(failed.as_ref(), "alert_below");
    let value = kept("alert_below")
        .or_else(|| alert.threshold.map(|amount| amount.amount()))
        .unwrap_or_default();
    view! {
        <section class="panel" aria-labelledby="alert-title">
            <h2 id="alert-title">"Tell me when it runs low"</h2>
            <PostForm<F> class="surface-form">
                <Field
                    label=format!("When the balance falls below, in {}", alert.currency.code())
                    name="alert_below"
                    inputmode="decimal"
                    value
                    hint="Such as 5. Leave it empty to be told nothing. You get one mail, and the next only after it was above again."
                    error=wrong
                />
                <div><SubmitButton kind="secondary">"Save"</SubmitButton></div>
            </PostForm<F>>
        </section>
    }
}
