//! `/business/requests/{id}`: one request, and where it is decided.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::super::reseller::set_up::forms::{above, saved},
    requests::StateBadge,
};
use crate::{
    components::{
        DefinitionList, Fact, Moment, MoneyText, Notice, PostForm, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    pages::answer::{answer, id_in_path},
    server_fns::{
        self,
        requests::{Approve, Refuse, Withdraw},
    },
    shared::{
        approval::{ApprovalKind, ApprovalState, ApprovalView},
        error::AppError,
        ids::ApprovalId,
    },
};

/// One request.
#[component]
pub fn RequestPage() -> impl IntoView {
    let id = id_in_path::<ApprovalId>();
    view! {
        <Title text="Request"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::requests::view(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(view: ApprovalView) -> impl IntoView {
    let ApprovalView {
        row,
        reason,
        answer,
        decided_by,
        decided_at,
        is_ordered,
        order_refusal,
        is_yours,
        may_decide,
    } = view;
    let failures = [failure::<Approve>(), failure::<Withdraw>()];
    let is_open = row.state == ApprovalState::Open;
    let amount_name = match row.kind {
        ApprovalKind::Plan => "Price when it was asked",
        ApprovalKind::Data | ApprovalKind::Budget => "New limit",
    };
    let id = row.id;
    view! {
        <p class="back"><a href="/business/requests">"Requests"</a></p>
        <header class="surface-head"><h1>{row.what}</h1></header>
        {saved(&[
            ("asked", "Asked. Whoever may decide is mailed; you are mailed when it is decided."),
            ("approved", "Approved."),
            ("refused", "Refused. Whoever asked is mailed."),
            ("withdrawn", "Taken back."),
        ])}
        {failures.iter().map(|failed| above(failed.as_ref(), &[])).collect_view()}
        {order_refusal.map(|why| view! { <Notice kind="warning">"It was approved, but not delivered: " {why} " Nothing was charged."</Notice> })}
        <section class="panel">
            <DefinitionList>
                <Fact name="State"><StateBadge state=row.state/> {is_ordered.then_some(" Ordered.")}</Fact>
                <Fact name="Asked by">{row.requester} ", " <Moment at=row.asked_at/></Fact>
                <Fact name="Why">{reason}</Fact>
                {row.amount.map(|amount| view! { <Fact name=amount_name><MoneyText amount/></Fact> })}
                {is_open.then(|| view! { <Fact name="Waits until"><Moment at=row.expires_at/></Fact> })}
                {decided_by.map(|name| view! { <Fact name="Decided by">{name}</Fact> })}
                {decided_at.map(|at| view! { <Fact name="Ended"><Moment at/></Fact> })}
                {(!answer.is_empty()).then(|| view! { <Fact name="Answer">{answer}</Fact> })}
            </DefinitionList>
        </section>
        {may_decide.then(|| view! { <Decide id kind=row.kind/> })}
        {(is_open && is_yours).then(|| view! {
            <section class="panel">
                <p class="muted">"Somebody else decides: nobody approves their own request."</p>
                <PostForm<Withdraw>>
                    <input type="hidden" name="request" value=id.to_string()/>
                    <SubmitButton kind="secondary">"Take it back"</SubmitButton>
                </PostForm<Withdraw>>
            </section>
        })}
    }
}

#[component]
fn Decide(id: ApprovalId, kind: ApprovalKind) -> impl IntoView {
    let refused = failure::<Refuse>();
    let what = match kind {
        ApprovalKind::Plan => {
            "It is ordered at once from the company's wallet, at today's price and never above the price that was asked."
        }
        ApprovalKind::Data => "The employee's data cap is raised at once.",
        ApprovalKind::Budget => "The budget is raised at once.",
    };
    view! {
        <section class="panel" aria-labelledby="decide-title">
            <h2 id="decide-title">"Decide"</h2>
            <p>{what}</p>
            <PostForm<Approve>>
                <input type="hidden" name="request" value=id.to_string()/>
                <SubmitButton>"Approve"</SubmitButton>
            </PostForm<Approve>>
            {above(refused.as_ref(), &["answer"])}
            <PostForm<Refuse> class="surface-form">
                <input type="hidden" name="request" value=id.to_string()/>
                <TextArea label="Why not (may be empty)" name="answer" rows=2 maxlength=500 error=of_field(refused.as_ref(), "answer")/>
                <div><SubmitButton kind="danger">"Refuse"</SubmitButton></div>
            </PostForm<Refuse>>
        </section>
    }
}
