//! `/admin/payouts/{id}`: everything needed to decide, and the decisions there are.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::state_in_words;
use crate::{
    components::{
        DefinitionList, Fact, Field, Moment, Notice, PostForm, StatusBadge, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::{answer, id_in_path},
        figures::exact,
    },
    server_fns::{
        self,
        payouts::{ApprovePayoutRequest, MarkPayoutPaid, MarkPayoutReturned, RejectPayoutRequest},
    },
    shared::{error::AppError, ids::PayoutId, settlement::PayoutDetails},
};

/// A payout.
#[component]
pub fn PayoutPage() -> impl IntoView {
    let id = id_in_path::<PayoutId>();
    let saved = use_query_map().read_untracked().get("saved").is_some();
    view! {
        <Title text="Payout"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::payouts::payout(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, move |details| show(details, saved))
        })}
    }
}

fn show(details: PayoutDetails, saved: bool) -> impl IntoView {
    let (label, mood) = state_in_words(&details.payout);
    let PayoutDetails {
        payout,
        shop,
        holder,
        requested_by,
        rows,
        first_at,
        last_at,
        booked,
        earnings,
        open_disputes,
        paid_before,
        ..
    } = details;
    let agrees = booked == payout.amount;
    let span = first_at
        .zip(last_at)
        .map(|(first, last)| view! { <Moment at=first/> " to " <Moment at=last/> });
    view! {
        <header class="surface-head">
            <h1>{exact(payout.amount)} " to " {shop}</h1>
            <p><a href="/admin/payouts">"Payouts"</a></p>
        </header>
        {saved.then(|| view! { <Notice kind="good">"Done. The payout is as shown here."</Notice> })}
        <section class="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">"What is known"</h2>
            <DefinitionList>
                <Fact name="State"><StatusBadge label=label mood=mood/></Fact>
                <Fact name="Account">{holder} ", " {payout.destination_hint.clone()}</Fact>
                <Fact name="Requested by">{requested_by.unwrap_or_else(|| "a command".into())} ", " <Moment at=payout.requested_at/></Fact>
                <Fact name="Made of">{rows} " sales and refunds" {span.map(|span| view! { ", " {span} })}</Fact>
                <Fact name="By the ledger">{exact(booked)} {if agrees { ": the same" } else { ": DIFFERENT, do not approve" }}</Fact>
                <Fact name="Earnings in the ledger now">{exact(earnings)}</Fact>
                <Fact name="Open disputes at this shop">{open_disputes}</Fact>
                <Fact name="Payouts paid before">{paid_before}</Fact>
                {payout.bank_reference.clone().map(|reference| view! { <Fact name="Bank reference">{reference}</Fact> })}
                {(!payout.reason.is_empty()).then(|| view! { <Fact name="Reason">{payout.reason.clone()}</Fact> })}
            </DefinitionList>
        </section>
        {match payout.state.as_str() {
            "requested" => view! { <div class="surface-columns"><Approve id=payout.id/><Reject id=payout.id/></div> }.into_any(),
            "approved" => view! { <div class="surface-columns"><Paid id=payout.id/><Returned id=payout.id/></div> }.into_any(),
            "paid" => view! { <Returned id=payout.id/> }.into_any(),
            _ => ().into_any(),
        }}
    }
}

fn whole(failed: Option<&AppError>) -> Option<impl IntoView + use<>> {
    let message = failed.filter(|error| error.field().is_none())?.message();
    Some(view! { <Notice kind="error">{message}</Notice> })
}

#[component]
fn Approve(id: PayoutId) -> impl IntoView {
    let failed = failure::<ApprovePayoutRequest>();
    view! {
        <section class="panel" aria-labelledby="approve-title">
            <h2 id="approve-title">"Approve"</h2>
            <p>"From then on the reseller is owed it at its bank, and it goes into the next file."</p>
            {whole(failed.as_ref())}
            <PostForm<ApprovePayoutRequest>>
                <input type="hidden" name="id" value=id.to_string()/>
                <SubmitButton>"Approve"</SubmitButton>
            </PostForm<ApprovePayoutRequest>>
        </section>
    }
}

#[component]
fn Reject(id: PayoutId) -> impl IntoView {
    let failed = failure::<RejectPayoutRequest>();
    view! {
        <section class="panel" aria-labelledby="reject-title">
            <h2 id="reject-title">"Reject"</h2>
            <p>"The earnings are payable again. The reseller reads the reason."</p>
            {whole(failed.as_ref())}
            <PostForm<RejectPayoutRequest> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Field label="Reason" name="reason" required=true maxlength=300 error=of_field(failed.as_ref(), "reason")/>
                <SubmitButton kind="danger">"Reject"</SubmitButton>
            </PostForm<RejectPayoutRequest>>
        </section>
    }
}

#[component]
fn Paid(id: PayoutId) -> impl IntoView {
    let failed = failure::<MarkPayoutPaid>();
    view! {
        <section class="panel" aria-labelledby="paid-title">
            <h2 id="paid-title">"The bank has sent it"</h2>
            {whole(failed.as_ref())}
            <PostForm<MarkPayoutPaid> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Field label="Bank reference" name="bank_reference" required=true maxlength=300 error=of_field(failed.as_ref(), "bank_reference")/>
                <SubmitButton>"Mark as paid"</SubmitButton>
            </PostForm<MarkPayoutPaid>>
        </section>
    }
}

#[component]
fn Returned(id: PayoutId) -> impl IntoView {
    let failed = failure::<MarkPayoutReturned>();
    view! {
        <section class="panel" aria-labelledby="returned-title">
            <h2 id="returned-title">"The bank sent it back"</h2>
            <p>"The earnings are payable again, to another account. The reseller reads the reason."</p>
            {whole(failed.as_ref())}
            <PostForm<MarkPayoutReturned> class="surface-form">
                <input type="hidden" name="id" value=id.to_string()/>
                <Field label="Reason" name="return_reason" required=true maxlength=300 error=of_field(failed.as_ref(), "return_reason")/>
                <SubmitButton kind="danger">"Mark as returned"</SubmitButton>
            </PostForm<MarkPayoutReturned>>
        </section>
    }
}
