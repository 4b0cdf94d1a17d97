//! `/business/wallet`: the company's money, adding some, and every movement.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, hooks::use_query_map, path,
};
use uuid::Uuid;

use super::files::csv;
use crate::{
    components::{
        EmptyState, Field, Icon, Moment, MoneyText, Notice, Pagination, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    islands::LiveBalance,
    pages::{
        account::{
            balance_alert::{AlertForm, AlertNotice},
            movements::Movements,
            payment::{self, Places},
            state_badge::StateBadge,
            wallet::why_closed,
        },
        answer::{answer, id_in_path},
        words,
    },
    server_fns::{
        self,
        company_wallet::{SaveCompanyBalanceAlert, TopUpCompany},
    },
    shared::{
        error::AppError,
        ids::PaymentId,
        wallet::{BalanceAlert, COMPANY_EVENTS, CompanyWalletView, PaymentRow, StatementPage, WalletView},
    },
};

const PATH: &str = "/business/wallet";

const PLACES: Places = Places {
    wallet: PATH,
    payments: "/business/wallet/payments",
};

/// Everything under `/business/wallet`.
#[component(transparent)]
pub fn WalletRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("wallet") view=CompanyWalletPage ssr=SsrMode::Async/>
        <Route path=path!("wallet/statement") view=CompanyStatementPage ssr=SsrMode::Async/>
        <Route path=path!("wallet/payments/:id") view=CompanyPaymentPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The wallet.
#[component]
fn CompanyWalletPage() -> impl IntoView {
    view! {
        <Title text="Wallet"/>
        {Suspend::new(async move {
            let (shop, support) = server_fns::shop::brand()
                .await
                .map(|brand| (brand.name, brand.support_email))
                .unwrap_or_default();
            let alert = server_fns::company_wallet::company_balance_alert().await;
            let read = server_fns::company_wallet::company_wallet()
                .await
                .and_then(|view| Ok((view, alert?)));
            answer(read, move |(view, alert)| {
                let closed = why_closed(&view.wallet, &shop, &support);
                show(view, alert, closed)
            })
        })}
    }
}

fn show(view: CompanyWalletView, alert: BalanceAlert, closed: Option<String>) -> impl IntoView {
    let CompanyWalletView { wallet, may_move } = view;
    let WalletView {
        balance,
        held,
        available,
        as_of,
        recent,
        payments,
        ..
    } = wallet.clone();
    view! {
        <header class="surface-head">
            <h1>"Wallet"</h1>
            <p>"What the company buys is paid from here: no employee's own money is ever used."</p>
        </header>
        <AlertNotice alert/>
        <section class="balance-card" aria-labelledby="balance-title">
            <h2 id="balance-title">"Available"</h2>
            <p class="balance-amount"><LiveBalance shown=available.to_string() source=COMPANY_EVENTS/></p>
            <dl class="balance-split">
                <div><dt>"Balance"</dt><dd><MoneyText amount=balance/></dd></div>
                <div><dt>"Set aside"</dt><dd><MoneyText amount=held/></dd></div>
                {wallet.credit_limit.is_positive().then(|| view! {
                    <div><dt>"Credit limit"</dt><dd><MoneyText amount=wallet.credit_limit/></dd></div>
                })}
            </dl>
            <p class="balance-note">
                {held.is_positive().then(|| view! {
                    <span>"Money set aside belongs to orders in progress: charged when an order is delivered, free again if it is not."</span>
                })}
                <span>"As of " <Moment at=as_of/></span>
            </p>
        </section>
        {match (closed, may_move) {
            (Some(reason), _) => view! { <Notice kind="warning">{reason}</Notice> }.into_any(),
            (None, true) => view! { <AddMoney wallet/> }.into_any(),
            (None, false) => ().into_any(),
        }}
        <section class="panel" aria-labelledby="movements-title">
            <header class="panel-head">
                <h2 id="movements-title">"Last movements"</h2>
                {(!recent.is_empty()).then(|| view! { <a href="/business/wallet/statement">"Statement"</a> })}
            </header>
            {if recent.is_empty() {
                view! {
                    <EmptyState
                        icon="receipt"
                        title="No movements yet"
                        text="Every payment and every purchase appears here with its reason."
                    />
                }
                .into_any()
            } else {
                view! { <Movements rows=recent of_company=true/> }.into_any()
            }}
        </section>
        {(!payments.is_empty()).then(|| view! {
            <section class="panel" aria-labelledby="payments-title">
                <h2 id="payments-title">"Payments"</h2>
                <ul class="rows">{payments.into_iter().map(payment_row).collect_view()}</ul>
            </section>
        })}
        {may_move.then(|| view! { <AlertForm<SaveCompanyBalanceAlert> alert/> })}
    }
}

/// The key is made here, so that a double click or a reload of the answer is one payment.
#[component]
fn AddMoney(wallet: WalletView) -> impl IntoView {
    let failed = failure::<TopUpCompany>();
    let wrong_amount = of_field(failed.as_ref(), "amount");
    let notice = failed
        .filter(|_| wrong_amount.is_none())
        .map(|error| error.message());
    let wanted = use_query_map().read_untracked().get("amount");
    view! {
        <section class="panel add-money" id="add-money" aria-labelledby="add-title">
            <h2 id="add-title">"Add money"</h2>
            {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <PostForm<TopUpCompany> class="surface-form">
                <input type="hidden" name="key" value=Uuid::new_v4().to_string()/>
                <Field
                    label=format!("Amount in {}", wallet.available.currency().code())
                    name="amount"
                    inputmode="decimal"
                    value=wanted.unwrap_or_default()
                    hint=format!("From {} to {}.", wallet.smallest, wallet.largest)
                    required=true
                    error=wrong_amount
                />
                <div><SubmitButton>"Continue to payment"</SubmitButton></div>
            </PostForm<TopUpCompany>>
            <p class="add-money-note">"You pay on the payment provider’s secure page. We never see the card number."</p>
        </section>
    }
}

fn payment_row(payment: PaymentRow) -> impl IntoView {
    let href = format!("{}/{}", PLACES.payments, payment.id);
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

/// `/business/wallet/payments/{id}`: where the payer comes back to.
#[component]
fn CompanyPaymentPage() -> impl IntoView {
    let id = id_in_path::<PaymentId>();
    view! {
        <Title text="Payment"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::company_wallet::company_payment(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, |view| payment::show(view, &PLACES))
        })}
    }
}

/// `/business/wallet/statement`: every movement with its reason and the balance after it.
#[component]
fn CompanyStatementPage() -> impl IntoView {
    let before = use_query_map().read_untracked().get("before");
    let is_first = before.is_none();
    view! {
        <Title text="Statement"/>
        {Suspend::new(async move {
            let read = server_fns::company_wallet::company_statement(before).await;
            answer(read, move |page| statement(page, is_first))
        })}
    }
}

fn statement(page: StatementPage, is_first: bool) -> impl IntoView {
    let next = page
        .next
        .map(|before| format!("/business/wallet/statement?before={before}"));
    let file = csv("/business/wallet/statement.csv");
    view! {
        <p class="back"><a href=PATH>"Wallet"</a></p>
        <header class="surface-head"><h1>"Statement"</h1></header>
        {if page.rows.is_empty() && is_first {
            view! {
                <EmptyState
                    icon="receipt"
                    title="No movements yet"
                    text="Every payment and every purchase appears here with its reason and the balance after it."
                />
            }
            .into_any()
        } else {
            view! { <section class="panel" aria-label="Movements">
                    <Movements rows=page.rows of_company=true/>
                    {(!file.is_empty()).then(|| view! {
                        <p><a class="button button-quiet" href=file download><Icon name="download"/> "CSV"</a></p>
                    })}
                </section> }
                .into_any()
        }}
        <Pagination first=(!is_first).then(|| "/business/wallet/statement".to_owned()) next/>
    }
}
