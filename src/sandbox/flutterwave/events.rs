//! A transaction as the API shows it and as the webhook tells it.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::memory::Transaction;
use super::answer::number;

/// Flutterwave's share, 1.4 %, rounded to cents.
pub fn fee(amount: Decimal) -> Decimal {
    (amount * Decimal::new(14, 3)).round_dp(2)
}

/// The `data` of a verification.
pub fn show(transaction: &Transaction) -> Value {
    let checkout = &transaction.checkout;
    let fee = if transaction.is_successful {
        fee(checkout.amount)
    } else {
        Decimal::ZERO
    };
    let settled = if transaction.is_successful {
        checkout.amount - fee
    } else {
        Decimal::ZERO
    };
    let created_at = transaction
        .created_at
        .to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    json!({
        "id": transaction.id,
        "tx_ref": checkout.tx_ref,
        "flw_ref": transaction.flw_ref,
        "device_fingerprint": "N/A",
        "amount": number(checkout.amount),
        "currency": checkout.currency,
        "charged_amount": number(checkout.amount),
        "app_fee": number(fee),
        "merchant_fee": 0,
        "processor_response": if transaction.is_successful { "Approved by Financial Institution" } else { "Declined by Financial Institution" },
        "auth_model": "PIN",
        "ip": "127.0.0.1",
        "narration": checkout.title,
        "status": if transaction.is_successful { "successful" } else { "failed" },
        "payment_type": "card",
        "created_at": created_at,
        "account_id": 17_321,
        "card": {
            "first_6digits": "553188",
            "last_4digits": "2950",
            "issuer": "MASTERCARD SANDBOX BANK",
            "country": "NG",
            "type": "MASTERCARD",
            "token": format!("flw-t1nf-{:032x}-k3n", transaction.id),
            "expiry": "09/32",
        },
        "meta": checkout.meta,
        "amount_settled": number(settled),
        "customer": {
            "id": transaction.id + 200_000_000,
            "name": checkout.customer_name,
            "phone_number": checkout.customer_phone.as_deref().unwrap_or("N/A"),
            "email": checkout.customer_email,
            "created_at": created_at,
        },
    })
}

/// The webhook: the same data without the card's token, the settled amount and the merchant's meta.
pub fn charge_completed(transaction: &Transaction) -> Value {
    let mut data = show(transaction);
    if let Some(fields) = data.as_object_mut() {
        fields.remove("amount_settled");
        fields.remove("meta");
    }
    if let Some(card) = data["card"].as_object_mut() {
        card.remove("token");
    }
    json!({ "event": "charge.completed", "data": data })
}
