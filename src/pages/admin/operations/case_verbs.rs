//! The decisions on a case, each with what follows from it. A decision sent twice is made once.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    components::{
        Checkbox, Choice, Field, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::cases::{AdoptCase, CreditCase, DismissCase, ReleaseCase, SettleCase, SettleLineCase},
    shared::{error::AppError, ids::CaseId, operator::CaseVerb},
};

/// A form per decision that is possible.
#[component]
pub fn Verbs(id: CaseId, verbs: Vec<CaseVerb>) -> impl IntoView {
    (!verbs.is_empty()).then(|| {
        view! {
            <div class="surface-columns">
                {verbs
                    .into_iter()
                    .map(|verb| match verb {
                        CaseVerb::Settle => view! { <Settle id/> }.into_any(),
                        CaseVerb::SettleLine => view! { <SettleLine id/> }.into_any(),
                        CaseVerb::Adopt => view! { <Adopt id/> }.into_any(),
                        CaseVerb::Release => view! { <Release id/> }.into_any(),
                        CaseVerb::Credit => view! { <Credit id/> }.into_any(),
                        CaseVerb::Dismiss => view! { <Dismiss id/> }.into_any(),
                    })
                    .collect_view()}
            </div>
        }
    })
}

/// What the last try of this form came to, where it is about no field.
fn refusal<F>() -> (Option<AppError>, impl IntoView)
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    let failed = failure::<F>();
    let words = failed
        .clone()
        .filter(|error| error.field().is_none())
        .map(|error| view! { <Notice kind="error">{error.message()}</Notice> });
    (failed, words)
}

#[component]
fn Decision(title: &'static str, consequence: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="panel">
            <h2>{title}</h2>
            <p class="panel-note">{consequence}</p>
            {children()}
        </section>
    }
}

#[component]
fn Settle(id: CaseId) -> impl IntoView {
    let (failed, words) = refusal::<SettleCase>();
    view! {
        <Decision
            title="Settle"
            consequence="Ends the order as the provider's answer would have. Delivered: the customer gets it and the money set aside is taken. Not delivered: the money is free again. The provider is asked once more first, and its word wins over yours. This cannot be undone."
        >
            {words}
            <PostForm<SettleCase> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Select
                    label="What became of it"
                    name="verdict"
                    value="not_delivered"
                    choices=vec![
                        Choice::new("not_delivered", "It was not delivered"),
                        Choice::new("delivered", "It was delivered"),
                    ]
                    error=of_field(failed.as_ref(), "verdict")
                />
                <Field
                    label="The provider's id of it, if it was delivered"
                    name="provider_id"
                    maxlength=100
                    error=of_field(failed.as_ref(), "provider_id")
                />
                <Field
                    label="How you found out"
                    name="reason"
                    required=true
                    maxlength=500
                    error=of_field(failed.as_ref(), "reason")
                />
                <SubmitButton>"Settle"</SubmitButton>
            </PostForm<SettleCase>>
        </Decision>
    }
}

#[component]
fn SettleLine(id: CaseId) -> impl IntoView {
    let (failed, words) = refusal::<SettleLineCase>();
    view! {
        <Decision
            title="Settle"
            consequence="Ends the request as the carrier's answer would have. Done: the line is shown as the company wanted it. Not done: the line stays as it is, the company is told so and can ask again. The carrier is asked once more first where the line stands, and its word wins over yours."
        >
            {words}
            <PostForm<SettleLineCase> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Select
                    label="What the carrier's console says"
                    name="verdict"
                    value="not_done"
                    choices=vec![
                        Choice::new("not_done", "It was not done"),
                        Choice::new("done", "It was done"),
                    ]
                    error=of_field(failed.as_ref(), "verdict")
                />
                <Field
                    label="How you found out"
                    name="reason"
                    required=true
                    maxlength=500
                    error=of_field(failed.as_ref(), "reason")
                />
                <SubmitButton>"Settle"</SubmitButton>
            </PostForm<SettleLineCase>>
        </Decision>
    }
}

#[component]
fn Adopt(id: CaseId) -> impl IntoView {
    let (failed, words) = refusal::<AdoptCase>();
    view! {
        <Decision
            title="Adopt"
            consequence="Finishes the order it was bought for, if that is still in flight; else gives it to the customer by an order of its own. Without a charge the platform pays."
        >
            {words}
            <PostForm<AdoptCase> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Field
                    label="Customer"
                    name="customer"
                    hint="Empty: the one it was ordered by."
                    maxlength=40
                    error=of_field(failed.as_ref(), "customer")
                />
                <Checkbox label="The customer pays the order's price" name="is_charged"/>
                <Field
                    label="Why"
                    name="reason"
                    required=true
                    maxlength=500
                    error=of_field(failed.as_ref(), "reason")
                />
                <SubmitButton>"Adopt"</SubmitButton>
            </PostForm<AdoptCase>>
        </Decision>
    }
}

#[component]
fn Release(id: CaseId) -> impl IntoView {
    let (failed, words) = refusal::<ReleaseCase>();
    view! {
        <Decision
            title="Release"
            consequence="A number that is nobody's goes back to the provider and is billed no more. A thing that is gone there is marked as gone here; a refund is decided on its own. Both sides are looked at again first. This cannot be undone."
        >
            {words}
            <PostForm<ReleaseCase> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Field
                    label="Why"
                    name="reason"
                    required=true
                    maxlength=500
                    error=of_field(failed.as_ref(), "reason")
                />
                <SubmitButton>"Release"</SubmitButton>
            </PostForm<ReleaseCase>>
        </Decision>
    }
}

#[component]
fn Credit(id: CaseId) -> impl IntoView {
    let (failed, words) = refusal::<CreditCase>();
    view! {
        <Decision
            title="Credit"
            consequence="Asks the gateway again and credits exactly what it says arrived, once."
        >
            {words}
            <PostForm<CreditCase> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Field
                    label="Why"
                    name="reason"
                    required=true
                    maxlength=500
                    error=of_field(failed.as_ref(), "reason")
                />
                <SubmitButton>"Ask and credit"</SubmitButton>
            </PostForm<CreditCase>>
        </Decision>
    }
}

#[component]
fn Dismiss(id: CaseId) -> impl IntoView {
    let (failed, words) = refusal::<DismissCase>();
    view! {
        <Decision
            title="Dismiss"
            consequence="Closes the case and moves nothing. The same finding does not open it again; a different one does."
        >
            {words}
            <PostForm<DismissCase> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Field
                    label="Why"
                    name="reason"
                    required=true
                    maxlength=500
                    error=of_field(failed.as_ref(), "reason")
                />
                <SubmitButton>"Dismiss"</SubmitButton>
            </PostForm<DismissCase>>
        </Decision>
    }
}
