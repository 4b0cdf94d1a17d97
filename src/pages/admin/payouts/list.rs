//! The list, the files for the bank, and the form that funds a float.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::state_in_words;
use crate::{
    components::{
        Choice, Column, EmptyState, Field, FilterForm, ListTable, Moment, MoneyText, Notice, Pagination,
        PostForm, Select, StatusBadge, SubmitButton,
        form::{failure, of_field},
    },
    pages::{answer::answer, figures::exact},
    server_fns::{self, payouts::FundShopFloat},
    shared::{
        money::Money,
        settlement::{PayoutFileRow, PayoutView, PayoutsView, ShopChoice},
    },
};

/// Payouts of every shop.
#[component]
pub fn PayoutsPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (state, after) = (query.get("state").unwrap_or_default(), query.get("after"));
    let saved = query.get("saved").is_some();
    view! {
        <Title text="Payouts"/>
        {Suspend::new(async move {
            let is_first = after.is_none();
            let read = server_fns::payouts::payouts(Some(state.clone()), after).await;
            answer(read, move |all| show(all, state, is_first, saved))
        })}
    }
}

fn show(all: PayoutsView, state: String, is_first: bool, saved: bool) -> impl IntoView {
    let PayoutsView {
        payouts,
        waiting,
        files,
        shops,
        has_account,
    } = all;
    let here = format!("/admin/payouts?state={state}");
    let next = payouts.next.clone().map(|after| format!("{here}&after={after}"));
    let first = (!is_first).then_some(here);
    let choices = vec![
        Choice::new("", "Every state"),
        Choice::new("requested", "To decide"),
        Choice::new("approved", "Approved"),
        Choice::new("paid", "Paid"),
        Choice::new("rejected", "Rejected"),
        Choice::new("returned", "Returned"),
    ];
    let columns = vec![
        Column::plain("Payout"),
        Column::plain("Shop"),
        Column::plain("To"),
        Column::plain("State"),
        Column::plain("Requested"),
        Column::number("Amount"),
    ];
    view! {
        <header class="surface-head"><h1>"Payouts"</h1></header>
        {saved.then(|| view! { <Notice kind="good">"The float is funded. A shop that was paused sells again."</Notice> })}
        <section class="panel" aria-labelledby="requests-title">
            <h2 id="requests-title">"Requests"</h2>
            <FilterForm path="/admin/payouts" is_filtered=!state.is_empty()>
                <Select label="State" name="state" value=state choices=choices/>
            </FilterForm>
            {if payouts.rows.is_empty() {
                view! {
                    <EmptyState icon="wallet" title="No payouts here" text="A reseller requests its earnings on its money page; the request waits here."/>
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
        <div class="surface-columns">
            <Files waiting files has_account/>
            <Fund shops/>
        </div>
    }
}

fn row(payout: PayoutView) -> impl IntoView {
    let (label, mood) = state_in_words(&payout);
    view! {
        <tr>
            <td data-label="Payout"><a href=format!("/admin/payouts/{}", payout.id)><code>{payout.id.to_string()}</code></a></td>
            <td data-label="Shop">{payout.slug}</td>
            <td data-label="To">{payout.destination_hint}</td>
            <td data-label="State"><StatusBadge label=label mood=mood/></td>
            <td data-label="Requested"><Moment at=payout.requested_at/></td>
            <td data-label="Amount" class="number">{exact(payout.amount)}</td>
        </tr>
    }
}

/// Files are downloads, so they are asked for by plain forms and not by server functions.
#[component]
fn Files(waiting: Vec<Money>, files: Vec<PayoutFileRow>, has_account: bool) -> impl IntoView {
    let columns = vec![
        Column::plain("File"),
        Column::plain("Written"),
        Column::number("Payouts"),
        Column::number("Total"),
        Column::plain("Again"),
    ];
    view! {
        <section class="panel" aria-labelledby="files-title">
            <h2 id="files-title">"Files for the bank"</h2>
            <p class="panel-note">"Each approved payout goes into one file. A file can be written again and is then the same to the byte."</p>
            {if waiting.is_empty() {
                view! { <p>"No approved payout waits for a file."</p> }.into_any()
            } else {
                waiting
                    .into_iter()
                    .map(|sum| view! {
                        <form class="row-actions" method="post" action="/admin/payouts/file">
                            <span>{exact(sum)} " in " {sum.currency().code()} " wait"</span>
                            <input type="hidden" name="currency" value=sum.currency().code()/>
                            <button class="button button-secondary" name="format" value="csv">"Write CSV"</button>
                            {has_account.then(|| view! {
                                <button class="button button-secondary" name="format" value="pain001">"Write pain.001"</button>
                            })}
                        </form>
                    })
                    .collect_view()
                    .into_any()
            }}
            {(!has_account).then(|| view! {
                <p class="panel-note">"The bank's own format (pain.001) needs the platform's account: PAYOUT_ACCOUNT_NAME, _IBAN and _BIC."</p>
            })}
            {(!files.is_empty()).then(|| view! {
                <ListTable caption="Files" columns>
                    {files.into_iter().map(|file| file_row(file, has_account)).collect_view()}
                </ListTable>
            })}
        </section>
    }
}

fn file_row(file: PayoutFileRow, has_account: bool) -> impl IntoView {
    view! {
        <tr>
            <td data-label="File"><code>{file.message_id.clone()}</code></td>
            <td data-label="Written"><Moment at=file.exported_at/></td>
            <td data-label="Payouts" class="number">{file.payouts}</td>
            <td data-label="Total" class="number"><MoneyText amount=file.total/></td>
            <td data-label="Again">
                <form class="row-actions" method="post" action="/admin/payouts/file">
                    <input type="hidden" name="currency" value=file.currency.code()/>
                    <input type="hidden" name="again" value=file.message_id/>
                    <button class="button button-quiet" name="format" value="csv">"CSV"</button>
                    {has_account.then(|| view! { <button class="button button-quiet" name="format" value="pain001">"pain.001"</button> })}
                </form>
            </td>
        </tr>
    }
}

#[component]
fn Fund(shops: Vec<ShopChoice>) -> impl IntoView {
    let failed = failure::<FundShopFloat>();
    let whole = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(crate::shared::error::AppError::message);
    let choices = shops
        .into_iter()
        .map(|shop| Choice::new(shop.slug, format!("{} ({})", shop.name, shop.currency)))
        .collect();
    view! {
        <section class="panel" id="fund" aria-labelledby="fund-title">
            <h2 id="fund-title">"Fund a float"</h2>
            <p class="panel-note">"For money that arrived at the platform's bank. The bank's reference books it once, however often it is sent."</p>
            {whole.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <PostForm<FundShopFloat> class="surface-form">
                <Select label="Shop" name="shop" choices=choices error=of_field(failed.as_ref(), "shop")/>
                <Field label="Amount, in the shop's currency" name="amount" inputmode="decimal" required=true error=of_field(failed.as_ref(), "amount")/>
                <Field label="Bank reference" name="bank_reference" required=true maxlength=100 error=of_field(failed.as_ref(), "bank_reference")/>
                <Field label="Reason" name="note" required=true maxlength=300 hint="Stands in the audit log." error=of_field(failed.as_ref(), "note")/>
                <SubmitButton>"Book into the float"</SubmitButton>
            </PostForm<FundShopFloat>>
        </section>
    }
}
