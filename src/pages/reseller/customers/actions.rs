//! What staff can do for a customer: forms, each with what follows from it.

use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    components::{
        Choice, Field, Notice, PostForm, Select, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    server_fns::customers::{
        AddCustomerNote, AdjustCredit, ReactivateCustomer, ResendCustomerVerification, SuspendCustomer,
    },
    shared::{
        crm::{AccountStatus, CustomerView},
        error::AppError,
    },
};

/// A refusal that is about no field.
fn whole_form(failed: Option<&AppError>) -> Option<impl IntoView + use<>> {
    failed
        .filter(|error| error.field().is_none())
        .map(AppError::message)
        .map(|message| view! { <Notice kind="error"><p>{message}</p></Notice> })
}

/// Gives and takes credit.
#[component]
pub fn Credit(customer: CustomerView) -> impl IntoView {
    let failed = failure::<AdjustCredit>();
    let directions = vec![
        Choice::new("give", "Give credit"),
        Choice::new("take", "Take credit back"),
    ];
    let days = vec![
        Choice::new("30", "30 days"),
        Choice::new("90", "90 days"),
        Choice::new("365", "1 year"),
    ];
    view! {
        <section class="panel" aria-labelledby="credit-title">
            <h2 id="credit-title">"Credit"</h2>
            <p class="panel-note">
                "Credit is spent before the customer’s own money and never paid out. You bear what you give. At most "
                {customer.takeable.to_string()}
                " of what you gave can be taken back; the customer’s own money is never taken."
            </p>
            {whole_form(failed.as_ref())}
            <PostForm<AdjustCredit> class="surface-form">
                <input type="hidden" name="id" value=customer.row.id.to_string()/>
                <input type="hidden" name="key" value=Uuid::new_v4().to_string()/>
                <Select label="What" name="direction" choices=directions error=of_field(failed.as_ref(), "direction")/>
                <Field
                    label=format!("Amount in {}", customer.cash.currency().code())
                    name="amount"
                    inputmode="decimal"
                    required=true
                    maxlength=20
                    error=of_field(failed.as_ref(), "amount")
                />
                <Select
                    label="Given credit lasts"
                    name="days"
                    value="90"
                    choices=days
                    error=of_field(failed.as_ref(), "days")
                />
                <Field
                    label="Reason"
                    name="reason"
                    hint="The customer reads it in the statement."
                    required=true
                    maxlength=200
                    error=of_field(failed.as_ref(), "reason")
                />
                <SubmitButton>"Change credit"</SubmitButton>
            </PostForm<AdjustCredit>>
        </section>
    }
}

/// Everything that moves no money.
#[component]
pub fn Actions(customer: CustomerView) -> impl IntoView {
    let id = customer.row.id.to_string();
    let status = customer.row.status;
    let may_verify = status == AccountStatus::Active && !customer.row.is_verified;
    view! {
        <div class="surface-columns">
            <Note id=id.clone()/>
            <section class="panel" aria-labelledby="access-title">
                <h2 id="access-title">"Access"</h2>
                {may_verify.then(|| verification(id.clone()))}
                {match status {
                    AccountStatus::Active => view! { <Suspension id/> }.into_any(),
                    AccountStatus::Suspended => reactivation(id).into_any(),
                    AccountStatus::Deleted => view! { <p>"This account is closed for good."</p> }.into_any(),
                }}
            </section>
        </div>
    }
}

fn verification(id: String) -> impl IntoView {
    let failed = failure::<ResendCustomerVerification>();
    view! {
        {whole_form(failed.as_ref())}
        <PostForm<ResendCustomerVerification> class="surface-form">
            <input type="hidden" name="id" value=id/>
            <p>"The address is not verified: nothing can be bought yet."</p>
            <SubmitButton kind="secondary">"Send the verification mail again"</SubmitButton>
        </PostForm<ResendCustomerVerification>>
    }
}

#[component]
fn Suspension(id: String) -> impl IntoView {
    let failed = failure::<SuspendCustomer>();
    view! {
        {whole_form(failed.as_ref())}
        <PostForm<SuspendCustomer> class="surface-form">
            <input type="hidden" name="id" value=id/>
            <p>"A suspended customer is signed out everywhere and cannot sign in. Numbers, eSIMs and the balance stay as they are."</p>
            <Field
                label="Why suspend"
                name="why"
                hint="Only staff read it."
                required=true
                maxlength=500
                error=of_field(failed.as_ref(), "why")
            />
            <SubmitButton kind="danger">"Suspend this customer"</SubmitButton>
        </PostForm<SuspendCustomer>>
    }
}

fn reactivation(id: String) -> impl IntoView {
    let failed = failure::<ReactivateCustomer>();
    view! {
        {whole_form(failed.as_ref())}
        <PostForm<ReactivateCustomer> class="surface-form">
            <input type="hidden" name="id" value=id/>
            <p>"The customer cannot sign in. Numbers, eSIMs and the balance are untouched."</p>
            <SubmitButton>"Let the customer in again"</SubmitButton>
        </PostForm<ReactivateCustomer>>
    }
}

#[component]
fn Note(id: String) -> impl IntoView {
    let failed = failure::<AddCustomerNote>();
    let error = of_field(failed.as_ref(), "note");
    view! {
        <section class="panel" aria-labelledby="note-title">
            <h2 id="note-title">"Note"</h2>
            {whole_form(failed.as_ref())}
            <PostForm<AddCustomerNote> class="surface-form">
                <input type="hidden" name="id" value=id/>
                <TextArea label="For staff only" name="note" rows=4 maxlength=2_000 required=true error/>
                <SubmitButton kind="secondary">"Add note"</SubmitButton>
            </PostForm<AddCustomerNote>>
        </section>
    }
}
