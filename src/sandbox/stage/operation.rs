//! Names for what is asked of a vendor: the words of the call log and of `POST /_sandbox/faults`.

use axum::http::Method;

/// Whose error envelope an answer wears.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Vendor {
    Twilio,
    Telna,
    Telnyx,
    OneGlobal,
    Flutterwave,
}

/// Which vendor a path belongs to.
pub fn vendor_of(path: &str) -> Vendor {
    match path.split('/').nth(1) {
        Some("telna") => Vendor::Telna,
        Some("telnyx") => Vendor::Telnyx,
        Some("1global") => Vendor::OneGlobal,
        Some("flutterwave") => Vendor::Flutterwave,
        _ => Vendor::Twilio,
    }
}

/// The operation, as `vendor.verb`; `vendor.unknown` for a path that no vendor has.
pub fn operation_of(method: &Method, path: &str) -> &'static str {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match (method.as_str(), parts.as_slice()) {
        (
            "GET",
            [
                "twilio",
                _,
                "Accounts",
                _,
                "AvailablePhoneNumbers.json" | "AvailablePhoneNumbers",
            ],
        ) => "twilio.countries",
        ("GET", ["twilio", _, "Accounts", _, "AvailablePhoneNumbers", ..]) => "twilio.search",
        ("POST", ["twilio", _, "Accounts", _, "IncomingPhoneNumbers.json"]) => "twilio.buy",
        ("GET", ["twilio", _, "Accounts", _, "IncomingPhoneNumbers.json"]) => "twilio.list",
        ("POST", ["twilio", _, "Accounts", _, "Addresses.json"]) => "twilio.add_address",
        ("GET", ["twilio", _, "Accounts", _, "IncomingPhoneNumbers", _]) => "twilio.fetch",
        ("POST", ["twilio", _, "Accounts", _, "IncomingPhoneNumbers", _]) => "twilio.update",
        ("DELETE", ["twilio", _, "Accounts", _, "IncomingPhoneNumbers", _]) => "twilio.release",
        ("POST", ["twilio", _, "Accounts", _, "Messages.json"]) => "twilio.send",
        ("GET", ["twilio", _, "Accounts", _, "Messages.json"]) => "twilio.find_messages",
        ("GET", ["twilio", _, "Accounts", _, "Messages", _]) => "twilio.fetch_message",
        ("POST", ["twilio", _, "Accounts", _, "Calls.json"]) => "twilio.ring",
        ("GET", ["twilio", _, "Accounts", _, "Calls.json"]) => "twilio.find_calls",
        ("GET", ["twilio", _, "Accounts", _, "Calls", _]) => "twilio.fetch_call",
        ("POST", ["twilio", _, "Accounts", _, "Calls", _]) => "twilio.change_call",
        ("GET", ["twilio", _, "Accounts", _, "Recordings", _]) => "twilio.recording",
        ("GET", ["twilio", _, "Accounts", _, "Balance.json"]) => "twilio.balance",
        ("GET", ["twilio-numbers", _, "RegulatoryCompliance", ..]) => "twilio.regulations",
        ("GET", ["twilio-pricing", _, "PhoneNumbers", ..]) => "twilio.pricing_numbers",
        ("GET", ["twilio-pricing", _, "Messaging", ..]) => "twilio.pricing_messaging",
        ("GET", ["twilio-pricing", _, "Voice", ..]) => "twilio.pricing_voice",
        ("GET", ["telna", _, "ordering", "products"]) => "telna.products",
        ("GET", ["telna", _, "ordering", "products", _]) => "telna.product",
        ("POST", ["telna", _, "ordering", "work-orders"]) => "telna.order",
        ("GET", ["telna", _, "ordering", "work-orders"]) => "telna.find_orders",
        ("GET", ["telna", _, "ordering", "work-orders", _]) => "telna.fetch_order",
        ("GET", ["telna", _, "diagnostic", "euicc-profiles", _]) => "telna.profile",
        ("GET", ["telna", _, "diagnostic", "usages"]) => "telna.usage",
        ("GET", ["telnyx", _, "available_phone_numbers"]) => "telnyx.search",
        ("POST", ["telnyx", _, "number_orders"]) => "telnyx.buy",
        ("GET", ["telnyx", _, "number_orders"]) => "telnyx.find_orders",
        ("PATCH", ["telnyx", _, "number_orders", _]) => "telnyx.give_address",
        ("GET", ["telnyx", _, "requirements"]) => "telnyx.requirements",
        ("POST", ["telnyx", _, "addresses"]) => "telnyx.add_address",
        ("GET", ["telnyx", _, "number_orders", _]) => "telnyx.fetch_order",
        ("PATCH", ["telnyx", _, "sub_number_orders", _, "cancel"]) => "telnyx.cancel",
        ("GET", ["telnyx", _, "phone_numbers"]) => "telnyx.list",
        ("DELETE", ["telnyx", _, "phone_numbers", _]) => "telnyx.release",
        ("POST", ["telnyx", _, "number_reservations"]) => "telnyx.reserve",
        ("GET", ["telnyx", _, "balance"]) => "telnyx.balance",
        ("PATCH", ["telnyx", _, "phone_numbers", ..]) => "telnyx.update",
        ("POST", ["telnyx", _, "messages"]) => "telnyx.send",
        ("GET", ["telnyx", _, "messages", _]) => "telnyx.fetch_message",
        ("GET", ["telnyx", _, "detail_records"]) => "telnyx.find_messages",
        ("POST", ["telnyx", _, "calls"]) => "telnyx.ring",
        ("GET", ["telnyx", _, "calls", _]) => "telnyx.fetch_call",
        ("POST", ["telnyx", _, "calls", _, "actions", "answer"]) => "telnyx.answer",
        ("POST", ["telnyx", _, "calls", _, "actions", "speak"]) => "telnyx.say",
        ("POST", ["telnyx", _, "calls", _, "actions", "transfer"]) => "telnyx.join",
        ("POST", ["telnyx", _, "calls", _, "actions", "record_start"]) => "telnyx.record",
        ("POST", ["telnyx", _, "calls", _, "actions", _]) => "telnyx.hang_up",
        ("GET", ["telnyx", _, "call_events"]) => "telnyx.call_events",
        ("GET", ["telnyx", _, "recordings" | "sounds", ..]) => "telnyx.recording",
        (_, ["telnyx", ..]) => "telnyx.unknown",
        ("GET", ["vapi", "call", _]) => "vapi.fetch_call",
        (_, ["vapi", ..]) => "vapi.unknown",
        ("POST", ["1global", "auth", ..]) => "1global.token",
        ("GET", ["1global", _, "product-offerings", ..]) => "1global.products",
        ("POST", ["1global", _, "subscribers"]) => "1global.subscriber",
        ("GET", ["1global", _, "subscribers"]) => "1global.subscribers",
        ("POST", ["1global", _, "orders"]) => "1global.order",
        ("GET", ["1global", _, "orders"]) => "1global.find_orders",
        ("GET", ["1global", _, "orders", _]) => "1global.fetch_order",
        ("GET", ["1global", _, "subscriptions"]) => "1global.find",
        ("GET", ["1global", _, "subscriptions", _]) => "1global.subscription",
        ("POST", ["1global", _, "subscriptions", _, "deactivate"]) => "1global.deactivate",
        ("POST", ["1global", _, "subscriptions", _, "resume"]) => "1global.resume",
        ("POST", ["1global", _, "subscriptions", _, _]) => "1global.step",
        ("GET", ["1global", _, "products"]) => "1global.usage",
        (_, ["1global", _, "accounts", ..]) => "1global.accounts",
        (_, ["1global", ..]) => "1global.unknown",
        ("POST", ["flutterwave", _, "payments"]) => "flutterwave.checkout",
        ("GET", ["flutterwave", _, "transactions", "verify_by_reference"]) => {
            "flutterwave.verify_by_reference"
        }
        ("GET", ["flutterwave", _, "transactions", _, "verify"]) => "flutterwave.verify",
        ("POST", ["flutterwave", _, "transactions", _, "refund"]) => "flutterwave.refund",
        ("GET", ["flutterwave", _, "refunds"]) => "flutterwave.refunds",
        ("GET", ["flutterwave", _, "transactions"]) => "flutterwave.list",
        (_, ["telna", ..]) => "telna.unknown",
        (_, ["flutterwave", ..]) => "flutterwave.unknown",
        _ => "twilio.unknown",
    }
}
