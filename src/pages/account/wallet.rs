//! `/account/wallet`: the balance, adding money, payments and the last movements.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use uuid::Uuid;

use super::{
    balance_alert::{AlertForm, AlertNotice},
    movements::Movements,
    state_badge::StateBadge,
};
use crate::{
    components::{
        EmptyState, Field, Moment, MoneyText, Notice, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    islands::LiveBalance,
    pages::{answer::answer, words},
    server_fns::{
        self,
        wallet::{SaveBalanceAlert, TopUp},
    },
    shared::{
        money::Money,
        wallet::{BalanceAlert, CreditRow, EVENTS, PaymentRow, TopUpClosed, WalletView},
    },
};

/// The wallet.
#[component]
pub fn WalletPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let wanted = query.get("amount");
    let return_to = query.get("return_to");
    view! {
        <Title text="Wallet"/>
        {Suspend::new(async move {
                let (shop, support) = server_fns::shop::brand()
                    .await
                    .map(|brand| (brand.name, brand.support_email))
                    .unwrap_or_default();
                let alert = server_fns::wallet::alert_threshold().await;
                let read = server_fns::wallet::wallet().await.and_then(|wallet| Ok((wallet, alert?)));
                answer(read, move |(wallet, alert)| {
                    let closed = why_closed(&wallet, &shop, &support);
                    show(wallet, alert, closed, wanted, return_to)
                })
            })}
    }
}

/// Why no money can be added now, in words.
pub fn why_closed(wallet: &WalletView, shop: &str, support: &str) -> Option<String> {
    if wallet.is_frozen {
        return Some(format!(
            "A payment of yours is disputed at the bank, so your balance is frozen until that is decided: nothing can \
             be bought and no money added. What you bought before keeps working. Questions: {support}."
        ));
    }
    Some(match wallet.closed? {
        TopUpClosed::NotVerified => {
            "Money can be added once your e-mail address is confirmed: follow the link we mailed you."
                .to_owned()
        }
        TopUpClosed::NotOpenYet => format!(
            "{shop} opens soon, so no money can be added yet. Nothing was charged. Please come back later, or write \
             to {support}."
        ),
        TopUpClosed::ShopClosed => format!(
            "{shop} takes no payments at the moment. Your balance and what you bought are safe and go on working. \
             Questions: {support}."
        ),
        TopUpClosed::NotCollecting => {
            format!("{shop} cannot take payments yet. Nothing was charged. Please write to {support}.")
        }
        TopUpClosed::Paused => {
            "No payments can be started at the moment. Nothing was charged. Please try again later."
                .to_owned()
        }
    })
}

fn show(
    wallet: WalletView,
    alert: BalanceAlert,
    closed: Option<String>,
    wanted: Option<String>,
    return_to: Option<String>,
) -> impl IntoView {
    let WalletView {
        balance,
        held,
        available,
        credits,
        as_of,
        recent,
        payments,
        ..
    } = wallet.clone();
    view! {
        <header class="account-head">
            <h1>"Wallet"</h1>
            <p><a href="/account/usage">"Usage and cost"</a></p>
        </header>
        <AlertNotice alert/>
        <section class="balance-card" aria-labelledby="balance-title">
            <h2 id="balance-title">"Available"</h2>
            <p class="balance-amount"><LiveBalance shown=available.to_string() source=EVENTS/></p>
            <dl class="balance-split">
                <div><dt>"Balance"</dt><dd><MoneyText amount=balance/></dd></div>
                <div><dt>"Set aside"</dt><dd><MoneyText amount=held/></dd></div>
            </dl>
            <Credits rows=credits/>
            <p class="balance-note">
                {held.is_positive().then(|| view! {
                    <span>"Money set aside belongs to orders in progress: charged when an order is delivered, yours again if it is not."</span>
                })}
                <span>"As of " <Moment at=as_of/></span>
            </p>
        </section>
        {match closed {
            Some(reason) => view! { <Notice kind="warning">{reason}</Notice> }.into_any(),
            None => view! { <AddMoney wallet wanted return_to/> }.into_any(),
        }}
        <section class="panel" aria-labelledby="movements-title">
            <header class="panel-head">
                <h2 id="movements-title">"Last movements"</h2>
                {(!recent.is_empty()).then(|| view! { <a href="/account/wallet/statement">"Statement"</a> })}
            </header>
            {if recent.is_empty() {
                view! {
                    <EmptyState
                        icon="receipt"
                        title="No movements yet"
                        text="Every top-up and every purchase appears here with its reason."
                    />
                }
                .into_any()
            } else {
                view! { <Movements rows=recent/> }.into_any()
            }}
        </section>
        {(!payments.is_empty()).then(|| view! {
            <section class="panel" aria-labelledby="payments-title">
                <h2 id="payments-title">"Payments"</h2>
                <ul class="rows">{payments.into_iter().map(payment_row).collect_view()}</ul>
            </section>
        })}
        <AlertForm<SaveBalanceAlert> alert/>
    }
}

/// Credit beside the cash: what it is, how much is left and until when.
#[component]
fn Credits(rows: Vec<CreditRow>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        view! {
            <ul class="balance-credits" aria-label="Credit included">
                {rows
                    .into_iter()
                    .map(|row| view! {
                        <li>
                            <span>{row.bucket.title()} <small>"until " <Moment at=row.expires_at/></small></span>
                            <MoneyText amount=row.left/>
                        </li>
                    })
                    .collect_view()}
            </ul>
            <p class="balance-note">"Credit is spent before your own money and cannot be paid out."</p>
        }
    })
}

/// One form for the offered amounts, one for an own amount. Each carries a key made here, so that a double click or a
/// reload of the answer is one payment.
#[component]
fn AddMoney(wallet: WalletView, wanted: Option<String>, return_to: Option<String>) -> impl IntoView {
    let failed = failure::<TopUp>();
    let wrong_amount = of_field(failed.as_ref(), "amount");
    let is_own = wrong_amount.is_some();
    let notice = failed.filter(|_| !is_own).map(|error| error.message());
    let WalletView {
        suggestions,
        smallest,
        largest,
        available,
        ..
    } = wallet;
    let currency = available.currency();
    let missing = wanted
        .as_deref()
        .and_then(|amount| Money::parse(amount, currency).ok())
        .filter(|amount| amount.is_positive());
    // The gateway takes no less than the smallest amount, so that is what covers a smaller need.
    let exact = missing.map(|missing| {
        if missing.micros() < smallest.micros() {
            smallest
        } else {
            missing
        }
    });
    let others: Vec<Money> = suggestions
        .into_iter()
        .filter(|amount| Some(*amount) != exact)
        .collect();
    let chosen = exact.or(others.get(1).copied()).or(others.first().copied());
    let offers = exact.into_iter().chain(others);
    let goes_on = return_to.is_some();
    let return_again = return_to.clone();
    view! {
        <section class="panel add-money" id="add-money" aria-labelledby="add-title">
            <h2 id="add-title">"Add money"</h2>
            {missing.filter(|_| goes_on).map(|missing| view! {
                <p class="add-money-why">"Your purchase needs " <b><MoneyText amount=missing/></b> " more. After paying you go on where you were."</p>
            })}
            {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <PostForm<TopUp>>
                <PaymentFields return_to/>
                <fieldset class="amounts">
                    <legend>"Amount"</legend>
                    {offers
                        .map(|amount| view! {
                            <label class="amount">
                                <input type="radio" name="amount" value=amount.amount() checked=Some(amount) == chosen required/>
                                <span><MoneyText amount/></span>
                                {(Some(amount) == exact).then(|| view! {
                                    <small>{if Some(amount) == missing { "just what is missing" } else { "smallest top-up" }}</small>
                                })}
                            </label>
                        })
                        .collect_view()}
                </fieldset>
                <SubmitButton>"Continue to payment"</SubmitButton>
            </PostForm<TopUp>>
            <details class="own-amount" open=is_own>
                <summary>"Another amount"</summary>
                <PostForm<TopUp>>
                    <PaymentFields return_to=return_again/>
                    <Field
                        label=format!("Amount in {}", currency.code())
                        name="amount"
                        inputmode="decimal"
                        hint=format!("From {smallest} to {largest}.")
                        required=true
                        error=wrong_amount
                    />
                    <SubmitButton>"Continue to payment"</SubmitButton>
                </PostForm<TopUp>>
            </details>
            <p class="add-money-note">"You pay on the payment provider’s secure page. We never see your card number."</p>
        </section>
    }
}

#[component]
fn PaymentFields(return_to: Option<String>) -> impl IntoView {
    view! {
        <input type="hidden" name="key" value=Uuid::new_v4().to_string()/>
        {return_to.map(|page| view! { <input type="hidden" name="return_to" value=page/> })}
    }
}

fn payment_row(payment: PaymentRow) -> impl IntoView {
    let href = format!("/account/payments/{}", payment.id);
    view! {
        <li class="row">
            <span class="row-main">
                <a href=href>"Top-up"</a>
                <small><Moment at=payment.at/></small>
            </span>
            <span class="row-side">
                <MoneyText amount=payment.amount/>
                <StateBadge state=words::payment_state(payment.status)/>
            </span>
        </li>
    }
}
