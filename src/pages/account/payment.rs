//! `/account/payments/{id}`: where the payer comes back to.

use chrono::Utc;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{ButtonLink, Icon, Moment, MoneyText},
    pages::answer::{answer, id_in_path, look_again_in},
    server_fns,
    shared::{
        error::AppError,
        ids::PaymentId,
        wallet::{PaymentStatus, PaymentView},
    },
};

/// One top-up.
#[component]
pub fn PaymentPage() -> impl IntoView {
    let id = id_in_path::<PaymentId>();
    view! {
        <Title text="Payment"/>
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::wallet::payment(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, |payment| show(payment, &OWN))
            })}
    }
}

/// Where the payer goes from here.
pub struct Places {
    pub wallet: &'static str,
    pub payments: &'static str,
}

const OWN: Places = Places {
    wallet: "/account/wallet",
    payments: "/account/payments",
};

/// What became of a payment, and what to do next.
pub fn show(payment: PaymentView, places: &'static Places) -> impl IntoView {
    let row = payment.row.clone();
    let outcome = match row.status {
        PaymentStatus::Created | PaymentStatus::Pending => pending(payment, places).into_any(),
        PaymentStatus::Paid => paid(payment, places).into_any(),
        PaymentStatus::Failed => not_paid(
            payment,
            places,
            "The payment was declined",
            "Your bank or card said no. Nothing was charged. Another card or another amount often works.",
        )
        .into_any(),
        PaymentStatus::Abandoned => not_paid(
            payment,
            places,
            "The payment was not finished",
            "Nothing was charged. You can start again whenever you like.",
        )
        .into_any(),
    };
    view! {
        <p class="back"><a href=places.wallet>"Wallet"</a></p>
        {outcome}
        <section class="panel" aria-label="Payment">
            <dl class="facts">
                <dt>"Amount"</dt>
                <dd><MoneyText amount=row.amount/></dd>
                <dt>"Started"</dt>
                <dd><Moment at=row.at/></dd>
                <dt>"Payment number"</dt>
                <dd class="facts-code"><code>{row.id.to_string()}</code></dd>
            </dl>
        </section>
    }
}

fn paid(payment: PaymentView, places: &Places) -> impl IntoView {
    view! {
        <section class="outcome outcome-good" role="status">
            <span class="outcome-mark"><Icon name="check"/></span>
            <h1><MoneyText amount=payment.row.amount/> " added"</h1>
            <p>"You now have " <b><MoneyText amount=payment.available/></b> " to spend."</p>
            <p class="outcome-actions">
                {match payment.return_to {
                    Some(page) => view! { <ButtonLink href=page size="large">"Continue your purchase"</ButtonLink> }.into_any(),
                    None => view! { <ButtonLink href=places.wallet>"Back to the wallet"</ButtonLink> }.into_any(),
                }}
            </p>
        </section>
    }
}

/// Looks again by itself, quickly while the answer is due and seldom once it is late.
fn pending(payment: PaymentView, places: &Places) -> impl IntoView {
    let is_late = (Utc::now() - payment.row.at).num_minutes() >= 10;
    let text = if is_late {
        "This takes longer than usual. If you have paid, please do not pay again: the money is added by itself as soon as the payment provider confirms it."
    } else {
        "We are waiting for the payment provider to confirm. This page looks again by itself; you may also close it, and the money is added all the same."
    };
    look_again_in(if is_late { "30" } else { "4" });
    view! {
        <section class="outcome outcome-waiting" role="status">
            <span class="outcome-mark outcome-spin"><Icon name="clock"/></span>
            <h1>"Waiting for " <MoneyText amount=payment.row.amount/></h1>
            <p>{text}</p>
            <p><a href=format!("{}/{}", places.payments, payment.row.id)>"Look again now"</a></p>
            {payment.checkout_url.map(|page| view! {
                <p class="outcome-actions">
                    "Not paid yet? " <ButtonLink href=page kind="secondary">"Open the payment page"</ButtonLink>
                </p>
            })}
        </section>
    }
}

fn not_paid(payment: PaymentView, places: &Places, title: &'static str, text: &'static str) -> impl IntoView {
    let mut again = format!("{}?amount={}", places.wallet, payment.row.amount.amount());
    if let Some(page) = &payment.return_to {
        again.push_str("&return_to=");
        again.push_str(&leptos_router::location::Url::escape(page));
    }
    again.push_str("#add-money");
    view! {
        <section class="outcome outcome-bad" role="status">
            <span class="outcome-mark"><Icon name="x"/></span>
            <h1>{title}</h1>
            <p>{text}</p>
            <p class="outcome-actions"><ButtonLink href=again>"Try again"</ButtonLink></p>
        </section>
    }
}
