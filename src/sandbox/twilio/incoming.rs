//! Numbers the account owns: list, look at, change, release.

use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::inventory;
use super::super::memory::OwnedNumber;
use super::super::state::Sandbox;
use super::answer::{Failure, date, page};
use super::auth::Account;
use super::available::abilities;
use super::params::Params;

/// What a purchase and an update may set, beside the number itself.
pub const SETTINGS: &[&str] = &[
    "ApiVersion",
    "FriendlyName",
    "SmsApplicationSid",
    "SmsFallbackMethod",
    "SmsFallbackUrl",
    "SmsMethod",
    "SmsUrl",
    "StatusCallback",
    "StatusCallbackMethod",
    "VoiceApplicationSid",
    "VoiceCallerIdLookup",
    "VoiceFallbackMethod",
    "VoiceFallbackUrl",
    "VoiceMethod",
    "VoiceUrl",
    "EmergencyStatus",
    "EmergencyAddressSid",
    "TrunkSid",
    "IdentitySid",
    "AddressSid",
    "VoiceReceiveMode",
    "BundleSid",
];
const FILTERS: &[&str] = &[
    "PhoneNumber",
    "FriendlyName",
    "Beta",
    "Origin",
    "PageSize",
    "Page",
    "PageToken",
];

/// `GET IncomingPhoneNumbers.json`, oldest first
pub async fn list(
    State(sandbox): State<Sandbox>,
    account: Account,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(query, &[FILTERS])?;
    let mut numbers: Vec<OwnedNumber> = sandbox.read(|memory| {
        memory
            .numbers
            .values()
            .filter(|number| number.account_sid == account.sid)
            .cloned()
            .collect()
    });
    numbers.retain(|number| {
        params
            .get("PhoneNumber")
            .is_none_or(|wanted| number.phone_number == wanted)
            && params
                .get("FriendlyName")
                .is_none_or(|wanted| number.friendly_name == wanted)
    });
    numbers.sort_by(|a, b| (a.created_at, &a.sid).cmp(&(b.created_at, &b.sid)));
    page(
        numbers,
        "incoming_phone_numbers",
        &account.path,
        &params,
        |number| show(&number),
    )
    .map(Json)
}

/// `GET IncomingPhoneNumbers/{Sid}.json`
pub async fn fetch(
    State(sandbox): State<Sandbox>,
    account: Account,
    Path((_, sid)): Path<(String, String)>,
) -> Result<Json<Value>, Failure> {
    let sid = own_sid(&sandbox, &account, &sid)?;
    sandbox
        .read(|memory| memory.numbers.get(&sid).map(|number| Json(show(number))))
        .ok_or_else(|| Failure::not_found(&account.path))
}

/// `POST IncomingPhoneNumbers/{Sid}.json`
pub async fn update(
    State(sandbox): State<Sandbox>,
    account: Account,
    Path((_, sid)): Path<(String, String)>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(form, &[&["AccountSid"], SETTINGS])?;
    let sid = own_sid(&sandbox, &account, &sid)?;
    let updated = sandbox.change(move |memory| {
        let now = memory.now();
        let number = memory.numbers.get_mut(&sid)?;
        if let Some(name) = params.get("FriendlyName") {
            number.friendly_name = name.to_owned();
        }
        number
            .settings
            .extend(params.without(&["FriendlyName", "AccountSid"]));
        number.updated_at = now;
        Some(Json(show(number)))
    });
    updated.await.ok_or_else(|| Failure::not_found(&account.path))
}

/// `DELETE IncomingPhoneNumbers/{Sid}.json`: the number goes back into the stock.
pub async fn release(
    State(sandbox): State<Sandbox>,
    account: Account,
    Path((_, sid)): Path<(String, String)>,
) -> Result<StatusCode, Failure> {
    let sid = own_sid(&sandbox, &account, &sid)?;
    match sandbox
        .change(move |memory| memory.numbers.remove(&sid).is_some())
        .await
    {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Failure::not_found(&account.path)),
    }
}

/// The sid in a path `PN….json`, if the account owns such a number.
fn own_sid(sandbox: &Sandbox, account: &Account, path: &str) -> Result<String, Failure> {
    let sid = path.strip_suffix(".json").unwrap_or_default();
    let is_own = sandbox.read(|memory| {
        memory
            .numbers
            .get(sid)
            .is_some_and(|number| number.account_sid == account.sid)
    });
    is_own
        .then(|| sid.to_owned())
        .ok_or_else(|| Failure::not_found(&account.path))
}

/// The number as Twilio shows it.
pub fn show(number: &OwnedNumber) -> Value {
    let stock = inventory::find(&number.phone_number);
    let set = |name: &str| {
        number
            .settings
            .get(name)
            .filter(|value| !value.is_empty())
            .cloned()
    };
    let text = |name: &str, otherwise: &str| set(name).unwrap_or_else(|| otherwise.to_owned());
    let mut shown = Map::from_iter([
        ("sid".to_owned(), json!(number.sid)),
        ("account_sid".to_owned(), json!(number.account_sid)),
        ("phone_number".to_owned(), json!(number.phone_number)),
        ("friendly_name".to_owned(), json!(number.friendly_name)),
        (
            "address_requirements".to_owned(),
            json!(stock.as_ref().map_or("none", |stock| stock.address)),
        ),
        (
            "capabilities".to_owned(),
            abilities(stock.as_ref().map_or("v", |stock| stock.abilities)),
        ),
        (
            "type".to_owned(),
            json!(stock.as_ref().map(|stock| stock.kind.key())),
        ),
        ("date_created".to_owned(), json!(date(number.created_at))),
        ("date_updated".to_owned(), json!(date(number.updated_at))),
        (
            "uri".to_owned(),
            json!(format!(
                "/2010-04-01/Accounts/{}/IncomingPhoneNumbers/{}.json",
                number.account_sid, number.sid
            )),
        ),
        ("api_version".to_owned(), json!("2010-04-01")),
        ("beta".to_owned(), json!(false)),
        ("origin".to_owned(), json!("twilio")),
        ("status".to_owned(), json!("in-use")),
        ("emergency_address_status".to_owned(), json!("unregistered")),
        (
            "voice_caller_id_lookup".to_owned(),
            json!(text("VoiceCallerIdLookup", "false") == "true"),
        ),
    ]);
    for (key, name) in [
        ("address_sid", "AddressSid"),
        ("identity_sid", "IdentitySid"),
        ("bundle_sid", "BundleSid"),
        ("trunk_sid", "TrunkSid"),
        ("emergency_address_sid", "EmergencyAddressSid"),
    ] {
        shown.insert(key.to_owned(), json!(set(name)));
    }
    for (key, name, otherwise) in [
        ("sms_url", "SmsUrl", ""),
        ("sms_method", "SmsMethod", "POST"),
        ("sms_fallback_url", "SmsFallbackUrl", ""),
        ("sms_fallback_method", "SmsFallbackMethod", "POST"),
        ("sms_application_sid", "SmsApplicationSid", ""),
        ("voice_url", "VoiceUrl", ""),
        ("voice_method", "VoiceMethod", "POST"),
        ("voice_fallback_url", "VoiceFallbackUrl", ""),
        ("voice_fallback_method", "VoiceFallbackMethod", "POST"),
        ("voice_application_sid", "VoiceApplicationSid", ""),
        ("voice_receive_mode", "VoiceReceiveMode", "voice"),
        ("status_callback", "StatusCallback", ""),
        ("status_callback_method", "StatusCallbackMethod", "POST"),
        ("emergency_status", "EmergencyStatus", "Inactive"),
    ] {
        shown.insert(key.to_owned(), json!(text(name, otherwise)));
    }
    Value::Object(shown)
}
