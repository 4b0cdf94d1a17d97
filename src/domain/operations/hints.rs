//! Where an operator looks a thing up at a provider.

/// A sentence for the provider's own console.
pub fn where_to_look(provider: &str, reference: &str) -> String {
    match provider {
        "twilio" => format!(
            "At Twilio: Console → Phone Numbers → Active numbers; a number bought for it has the friendly name \
             {reference}."
        ),
        "telnyx" => {
            format!(
                "At Telnyx: Mission Control → Numbers → Order history; the customer reference is {reference}."
            )
        }
        "telna" => {
            format!("At Telna: portal → Ordering → Work orders; the customer reference is {reference}.")
        }
        "flutterwave" => {
            format!("At Flutterwave: Dashboard → Transactions; the transaction reference is {reference}.")
        }
        other => format!("Look for {reference} in {other}'s console."),
    }
}

/// Where what a number of ours sent or called is listed.
pub fn traffic(provider: &str, from: &str) -> String {
    match provider {
        "twilio" => format!("At Twilio: Console → Monitor → Logs, from {from}."),
        "telnyx" => format!("At Telnyx: Mission Control → Reporting → Detail records, from {from}."),
        other => format!("Look for {from} in {other}'s console."),
    }
}
