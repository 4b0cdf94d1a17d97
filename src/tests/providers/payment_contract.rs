//! What every vendor that collects money must do.

use clouddail::{
    providers::{
        ProviderError,
        payments::{CheckoutRequest, PaymentOutcome, PaymentProvider, RefundRequest},
    },
    shared::{currency::Currency, money::Money},
};

/// What a payer does on the vendor's page.
#[derive(Clone, Copy)]
pub enum Choice {
    /// The card is accepted.
    Pay,
    /// The card is declined.
    Decline,
}

/// The whole suite; `act` plays the payer on the page with this address.
pub async fn payment_provider(provider: &dyn PaymentProvider, act: impl AsyncFn(&str, Choice)) {
    assert_eq!(
        provider.outcome("pay_0").await,
        Ok(PaymentOutcome::Pending),
        "never heard of"
    );
    let request = CheckoutRequest {
        reference: "pay_1".into(),
        amount: Money::parse("12.50", Currency::USD).unwrap(),
        payer_email: "customer@aurora.test".into(),
        payer_name: "Ada".into(),
        return_url: "http://localhost/account/wallet".into(),
        title: "Aurora Mobile".into(),
    };
    let first = provider.checkout(&request).await.unwrap();
    let again = provider.checkout(&request).await.unwrap();
    assert_eq!(provider.outcome("pay_1").await, Ok(PaymentOutcome::Pending));
    act(&first.url, Choice::Decline).await;
    assert!(matches!(
        provider.outcome("pay_1").await,
        Ok(PaymentOutcome::Failed { .. })
    ));
    act(&again.url, Choice::Pay).await;
    let paid = provider.outcome("pay_1").await.unwrap();
    let PaymentOutcome::Paid {
        amount,
        fee,
        provider_id,
    } = &paid
    else {
        panic!("{paid:?}")
    };
    let payment = provider_id.clone();
    assert_eq!(*amount, request.amount);
    assert!(fee.is_positive() && fee.micros() < amount.micros());
    assert_eq!(
        provider.outcome("pay_1").await,
        Ok(paid),
        "asked twice, answered the same"
    );
    // More than a page of payments, and one that failed.
    for number in 2..15 {
        let request = CheckoutRequest {
            reference: format!("pay_{number}"),
            ..request.clone()
        };
        let page = provider.checkout(&request).await.unwrap();
        let choice = if number == 7 { Choice::Decline } else { Choice::Pay };
        act(&page.url, choice).await;
    }
    let now = chrono::Utc::now();
    let (hour_ago, in_an_hour) = (
        now - chrono::TimeDelta::hours(1),
        now + chrono::TimeDelta::hours(1),
    );
    let mut listed = provider.paid_between(hour_ago, in_an_hour).await.unwrap();
    assert_eq!(listed.len(), 13, "each once, over all pages");
    listed.sort_by_key(|paid| paid.paid_at);
    assert_eq!(
        (listed[0].reference.as_str(), listed[0].amount),
        ("pay_1", request.amount)
    );
    assert!(listed.iter().all(|paid| paid.reference != "pay_7"), "declined");
    let later = in_an_hour + chrono::TimeDelta::hours(1);
    assert_eq!(provider.paid_between(in_an_hour, later).await, Ok(vec![]));
    refunds(provider, &payment).await;
}

/// Refunds of a payment of 12.50.
async fn refunds(provider: &dyn PaymentProvider, payment: &str) {
    assert!(provider.can_refund());
    let request = |amount: &str, reference: &str| RefundRequest {
        payment: payment.to_owned(),
        amount: Money::parse(amount, Currency::USD).unwrap(),
        reference: reference.to_owned(),
    };
    let first = request("10.00", "wdr_1");
    assert_eq!(provider.find_refund(&first).await, Ok(None), "not asked for yet");
    let made = provider.refund(&first).await.unwrap();
    assert_eq!(provider.find_refund(&first).await, Ok(Some(made.clone())));
    assert_eq!(
        provider.find_refund(&request("2.50", "wdr_2")).await,
        Ok(None),
        "another's reference"
    );
    assert!(
        matches!(
            provider.refund(&request("2.51", "wdr_2")).await,
            Err(ProviderError::Refused(_))
        ),
        "more than is left"
    );
    let second = provider.refund(&request("2.50", "wdr_3")).await.unwrap();
    assert_ne!(second, made);
}
