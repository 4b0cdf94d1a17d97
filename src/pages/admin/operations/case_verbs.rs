//! The decisions on a case, each with what follows from it. A decision sent twice is made once.

use std::marker::PhantomData;

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    components::{
        Checkbox, Choice, Field, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::cases::{
        AdoptCase, CreditCase, DismissCase, ReleaseCase, SettleCase, SettleLineCase, SettleTrafficCase,
    },
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
                        CaseVerb::SettleTraffic => view! { <SettleTraffic id/> }.into_any(),
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
    view! {
        <SettleForm<SettleCase>
            id
            consequence="Ends the order as the provider's answer would have. Delivered: the customer gets it and the money set aside is taken. Not delivered: the money is free again. The provider is asked once more first, and its word wins over yours. This cannot be undone."
            question="What became of it"
            answers=[("not_delivered", "It was not delivered"), ("delivered", "It was delivered")]
            provider_id="The provider's id of it, if it was delivered"
        />
    }
}

#[component]
fn SettleTraffic(id: CaseId) -> impl IntoView {
    view! {
        <SettleForm<SettleTrafficCase>
            id
            consequence="Ends it as the carrier's answer would have. Sent: the money set aside is taken; of a call, what the carrier says it cost. Not sent: the money is free again. The carrier is asked once more first, and its word wins over yours. This cannot be undone."
            question="What the carrier's console says"
            answers=[("not_delivered", "It was not sent"), ("delivered", "It was sent")]
            provider_id="The carrier's id of it, if it was sent"
        />
    }
}

#[component]
fn SettleLine(id: CaseId) -> impl IntoView {
    view! {
        <SettleForm<SettleLineCase>
            id
            consequence="Ends the request as the carrier's answer would have. Done: the line is shown as the company wanted it. Not done: the line stays as it is, the company is told so and can ask again. The carrier is asked once more first where the line stands, and its word wins over yours."
            question="What the carrier's console says"
            answers=[("not_done", "It was not done"), ("done", "It was done")]
        />
    }
}

/// The verdict, perhaps with the provider's id, and the reason.
#[component]
fn SettleForm<F>(
    id: CaseId,
    consequence: &'static str,
    question: &'static str,
    answers: [(&'static str, &'static str); 2],
    /// Label of its field, where there is one.
    #[prop(optional, into)]
    provider_id: Option<&'static str>,
    #[prop(optional)] _form: PhantomData<F>,
) -> impl IntoView
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    let (failed, words) = refusal::<F>();
    let choices = answers
        .into_iter()
        .map(|(word, name)| Choice::new(word, name))
        .collect::<Vec<_>>();
    view! {
        <Decision title="Settle" consequence>
            {words}
            <PostForm<F> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Select label=question name="verdict" value=answers[0].0 choices error=of_field(failed.as_ref(), "verdict")/>
                {provider_id.map(|label| view! {
                    <Field label name="provider_id" maxlength=100 error=of_field(failed.as_ref(), "provider_id")/>
                })}
                <Field label="How you found out" name="reason" required=true maxlength=500 error=of_field(failed.as_ref(), "reason")/>
                <SubmitButton>"Settle"</SubmitButton>
            </PostForm<F>>
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
