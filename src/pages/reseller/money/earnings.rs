//! What is payable now and later, the form that asks for it, and payouts with their state.

use leptos::prelude::*;
use uuid::Uuid;

use super::payout_state;
use crate::{
    components::{
        Column, DefinitionList, EmptyState, Fact, Field, ListTable, Moment, MoneyText, Notice, Pagination,
        PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::figures::exact,
    server_fns::money::RequestMoney,
    shared::{
        paging::Page,
        settlement::{EarningsView, LaterRow, PayoutView},
    },
};

/// Earnings that are not in a payout.
#[component]
pub fn Earnings(earnings: EarningsView, may_move: bool) -> impl IntoView {
    let EarningsView {
        payable,
        pending,
        next_at,
        minimum,
        later,
    } = earnings;
    let is_enough = payable.is_positive() && payable.minus(minimum).is_ok_and(|rest| !rest.is_negative());
    view! {
        <section class="panel" id="earnings" aria-labelledby="earnings-title">
            <h2 id="earnings-title">"Earnings"</h2>
            <DefinitionList>
                <Fact name="Payable now">{exact(payable)}</Fact>
                <Fact name="Later">{exact(pending)}</Fact>
                <Fact name="Next">{next_at.map_or_else(|| "nothing waits".into_any(), |at| view! { <Moment at/> }.into_any())}</Fact>
                <Fact name="Smallest payout">{exact(minimum)}</Fact>
            </DefinitionList>
            <p class="panel-note">"A sale's share is payable once its hold window is over. A refund takes its part back, from a later payout if it was paid already."</p>
            {(!later.is_empty()).then(|| view! { <Later rows=later/> })}
            {match (may_move, is_enough) {
                (true, true) => view! { <Ask/> }.into_any(),
                (true, false) => view! {
                    <p>"A payout can be requested once " <MoneyText amount=minimum/> " is payable."</p>
                }
                .into_any(),
                (false, _) => view! { <p>"Owners and finance staff can request payouts."</p> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Later(rows: Vec<LaterRow>) -> impl IntoView {
    view! {
        <details class="chart-figures">
            <summary>"What becomes payable when"</summary>
            <ListTable caption="Payable later" columns=vec![Column::plain("From"), Column::number("Amount")]>
                {rows
                    .into_iter()
                    .map(|row| view! {
                        <tr>
                            <td data-label="From">{row.day.format("%-d %b %Y").to_string()}</td>
                            <td data-label="Amount" class="number"><MoneyText amount=row.amount/></td>
                        </tr>
                    })
                    .collect_view()}
            </ListTable>
        </details>
    }
}

/// Carries a key made here, so that a double click asks once.
#[component]
fn Ask() -> impl IntoView {
    let failed = failure::<RequestMoney>();
    let whole = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(crate::shared::error::AppError::message);
    let key = Uuid::new_v4().to_string();
    view! {
        <h3>"Request a payout of all that is payable"</h3>
        {whole.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        <PostForm<RequestMoney> class="surface-form">
            <input type="hidden" name="key" value=key/>
            <Field
                label="Account holder"
                name="holder"
                autocomplete="off"
                required=true
                maxlength=70
                error=of_field(failed.as_ref(), "holder")
            />
            <Field
                label="IBAN"
                name="iban"
                autocomplete="off"
                maxlength=60
                hint="Spaces do not matter. Leave it empty where there are no IBANs."
                error=of_field(failed.as_ref(), "iban")
            />
            <Field
                label="Account number, without an IBAN"
                name="account_number"
                autocomplete="off"
                maxlength=60
                error=of_field(failed.as_ref(), "account_number")
            />
            <Field
                label="BIC, with an account number"
                name="bic"
                autocomplete="off"
                maxlength=20
                error=of_field(failed.as_ref(), "bic")
            />
            <SubmitButton>"Request payout"</SubmitButton>
        </PostForm<RequestMoney>>
    }
}

/// Payouts, newest first.
#[component]
pub fn Payouts(payouts: Page<PayoutView>, is_first: bool, may_export: bool) -> impl IntoView {
    let columns = vec![
        Column::plain("Requested"),
        Column::plain("To"),
        Column::plain("State"),
        Column::number("Amount"),
    ];
    let next = payouts
        .next
        .clone()
        .map(|after| format!("/reseller/money?after={after}#payouts"));
    let first = (!is_first).then(|| "/reseller/money#payouts".to_owned());
    view! {
        <section class="panel" id="payouts" aria-labelledby="payouts-title">
            <header class="panel-head">
                <h2 id="payouts-title">"Payouts"</h2>
                {(may_export && !payouts.rows.is_empty()).then(|| view! { <a href="/reseller/money/payouts.csv" download>"CSV"</a> })}
            </header>
            {if payouts.rows.is_empty() {
                view! {
                    <EmptyState icon="wallet" title="No payouts yet" text="What you request appears here with its state, until the bank has sent it."/>
                }
                .into_any()
            } else {
                view! {
                    <ListTable caption="Payouts" columns>{payouts.rows.into_iter().map(row).collect_view()}</ListTable>
                    <Pagination first next/>
                }
                .into_any()
            }}
        </section>
    }
}

fn row(payout: PayoutView) -> impl IntoView {
    let state = payout_state(&payout);
    view! {
        <tr>
            <td data-label="Requested"><Moment at=payout.requested_at/></td>
            <td data-label="To">{payout.destination_hint}</td>
            <td data-label="State">
                {state}
                {(!payout.reason.is_empty()).then(|| view! { <small>{payout.reason}</small> })}
                {payout.bank_reference.map(|reference| view! { <small>"Bank reference " {reference}</small> })}
            </td>
            <td data-label="Amount" class="number">{exact(payout.amount)}</td>
        </tr>
    }
}
