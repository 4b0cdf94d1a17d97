//! Twilio's messages: the suite, the reports, and its own documents as a judge of our requests.

use clouddail::providers::{
    messages::{Delivery, MessageEvent, MessageProvider, Outgoing, signature::sign},
    numbers::NumberProvider,
    payments::WebhookError,
};

use super::{
    Carrier, TWILIO_TOKEN,
    message_contract::message_provider,
    spec_mock::Mock,
    twilio::{WEBHOOKS, twilio},
};

#[tokio::test]
async fn twilio_carries_messages() {
    let carrier = Carrier::start().await;
    let url = &carrier.url;
    let provider = twilio(&format!("{url}/twilio"), &format!("{url}/twilio-pricing"));
    let query = clouddail::providers::numbers::NumberQuery {
        country: "US".parse().unwrap(),
        kind: clouddail::shared::number::NumberType::Local,
        contains: String::new(),
        sms: true,
        voice: false,
        limit: 5,
    };
    let number = provider.search(&query).await.unwrap().remove(0).e164;
    let owned = provider.buy(&number, "ord_1").await.unwrap();
    message_provider(&provider, &number).await;
    provider.open_inbox(&owned.provider_id).await.unwrap();
}

#[tokio::test]
async fn every_request_about_messages_is_one_twilios_spec_knows() {
    let (api, pricing) = (
        Mock::start("twilio_messages.json"),
        Mock::start("twilio_pricing_messages.json"),
    );
    let provider = twilio(&api.url, &pricing.url);
    let costs = MessageProvider::costs(&provider, "US".parse().unwrap())
        .await
        .unwrap();
    assert!(!costs.is_empty());
    let message = Outgoing {
        from: "+14155552345",
        to: "+14155552345",
        body: "Hello! 👍",
        reference: "sms_1.res_1",
    };
    let sent = provider.send(&message).await.unwrap();
    assert_eq!(
        (sent.body.as_str(), sent.delivery),
        ("Hello! 👍", Delivery::Accepted)
    );
    assert!(sent.created_at.is_some());
    let since = chrono::DateTime::UNIX_EPOCH;
    MessageProvider::find(&provider, "+14155552345", "+14155552345", since)
        .await
        .unwrap();
    provider
        .fetch("SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        .await
        .unwrap();
    provider
        .open_inbox("PNaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        .await
        .unwrap();
}

/// Fields of a form by the pages of the vendor: of what comes in, and of a report.
const FORMS: [(&str, &[&str]); 2] = [
    (
        "Body",
        &[
            "MessageSid",
            "SmsSid",
            "AccountSid",
            "From",
            "To",
            "NumMedia",
            "NumSegments",
        ],
    ),
    (
        "MessageStatus",
        &["MessageSid", "AccountSid", "From", "To", "ErrorCode"],
    ),
];
/// What Twilio sends beside them, named elsewhere in its pages.
const BEYOND: [&str; 5] = [
    "SmsSid",
    "FromCountry",
    "ApiVersion",
    "SmsMessageSid",
    "SmsStatus",
];

/// What the sandbox posts as Twilio has the fields Twilio's pages name, and no others.
#[tokio::test]
async fn every_form_of_the_sandbox_is_one_of_twilios() {
    let carrier = Carrier::start().await;
    let url = &carrier.url;
    let provider = twilio(&format!("{url}/twilio"), &format!("{url}/twilio-pricing"));
    let query = clouddail::providers::numbers::NumberQuery {
        country: "US".parse().unwrap(),
        kind: clouddail::shared::number::NumberType::Local,
        contains: String::new(),
        sms: true,
        voice: false,
        limit: 2,
    };
    let offers = provider.search(&query).await.unwrap();
    let [from, to] = &offers[..] else {
        panic!("{offers:?}")
    };
    for number in [from, to] {
        provider.buy(&number.e164, &number.e164).await.unwrap();
    }
    for to in [to.e164.as_str(), "+14155550777"] {
        let message = Outgoing {
            from: &from.e164,
            to,
            body: "Hello",
            reference: "sms_1.res_1",
        };
        provider.send(&message).await.unwrap();
    }
    let inventory = reqwest::get(format!("{url}/_sandbox/inventory")).await.unwrap();
    let inventory: serde_json::Value = serde_json::from_str(&inventory.text().await.unwrap()).unwrap();
    let posted = inventory["webhooks"].as_array().unwrap();
    assert_eq!(posted.len(), 5, "two reports each, and one that came in");
    for form in posted {
        let params = form["event"]["params"].as_object().unwrap();
        let (kind, known) = FORMS.iter().find(|(kind, _)| params.contains_key(*kind)).unwrap();
        for name in params.keys() {
            let is_known = name == kind || known.contains(&name.as_str()) || BEYOND.contains(&name.as_str());
            assert!(is_known, "{name} is no field of a form with {kind}");
        }
        for name in *known {
            let is_there = params.contains_key(*name) || *name == "ErrorCode";
            assert!(is_there, "{name} is missing from a form with {kind}");
        }
    }
}

fn read(
    query: Option<&str>,
    params: &[(&str, &str)],
    sign_as: Option<&str>,
) -> Result<MessageEvent, WebhookError> {
    let url = query.map_or_else(|| WEBHOOKS.to_owned(), |query| format!("{WEBHOOKS}?{query}"));
    let pairs: Vec<(String, String)> = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let signature = sign_as.map(|token| sign(token.as_bytes(), &url, &pairs).unwrap());
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(params)
        .finish();
    let header = |name: &str| {
        signature
            .clone()
            .filter(|_| name.eq_ignore_ascii_case("x-twilio-signature"))
    };
    let provider = twilio("http://127.0.0.1:9", "http://127.0.0.1:9");
    provider.read_webhook(query, &header, body.as_bytes(), chrono::Utc::now())
}

#[test]
fn reports_are_read_and_strangers_refused() {
    let status = [
        ("MessageSid", "SM1"),
        ("MessageStatus", "undelivered"),
        ("ErrorCode", "30003"),
        ("To", "+33612345678"),
    ];
    let query = Some("message=sms_1.res_2");
    assert_eq!(
        read(query, &status, Some(TWILIO_TOKEN)),
        Ok(MessageEvent::Status {
            event_id: "SM1:undelivered".into(),
            reference: "sms_1.res_2".into(),
            provider_id: "SM1".into(),
            delivery: Delivery::Undelivered,
            error_code: Some("30003".into()),
        })
    );
    assert_eq!(read(query, &status, Some("another")), Err(WebhookError::Forged));
    assert_eq!(read(query, &status, None), Err(WebhookError::Forged));
    let received = [
        ("MessageSid", "SM2"),
        ("SmsStatus", "received"),
        ("From", "+33612345678"),
        ("To", "+14155550100"),
        ("Body", "Où es-tu ? & +"),
        ("NumSegments", "1"),
        ("Tomorrow", "a new parameter"),
    ];
    assert_eq!(
        read(None, &received, Some(TWILIO_TOKEN)),
        Ok(MessageEvent::Received {
            event_id: "SM2:received".into(),
            provider_id: "SM2".into(),
            from: "+33612345678".into(),
            to: "+14155550100".into(),
            body: "Où es-tu ? & +".into(),
            segments: 1,
        })
    );
    let call = [("CallSid", "CA1"), ("CallStatus", "unheard of")];
    assert!(matches!(
        read(None, &call, Some(TWILIO_TOKEN)),
        Ok(MessageEvent::Other { .. })
    ));
    assert!(matches!(
        read(None, &[("Body", "x")], Some(TWILIO_TOKEN)),
        Err(WebhookError::Unreadable(_))
    ));
}

/// Twilio's own vector, of its client's `validation.spec.js`.
#[test]
fn twilios_vector_has_twilios_signature() {
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    let params: Vec<(String, String)> = [
        ("To", "+18005551212"),
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let signature = sign(b"12345", url, &params);
    assert_eq!(signature.as_deref(), Some("RSOYDt4T1cUTdK1PDd93/VVr8B8="));
}
