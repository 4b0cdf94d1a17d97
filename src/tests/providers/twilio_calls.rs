//! Twilio's calls: the suite against the sandbox, the questions, and Twilio's own documents as a judge of our requests.

use clouddail::providers::{
    calls::{CallProvider, Progress, Step, VoiceAsk},
    messages::{MessageProvider, signature::sign},
    numbers::NumberProvider,
    payments::WebhookError,
};

use super::{
    Carrier, TWILIO_TOKEN,
    call_contract::{call_provider, ring},
    spec_mock::Mock,
    twilio::{WEBHOOKS, twilio},
};

#[tokio::test]
async fn twilio_carries_calls() {
    let carrier = Carrier::start().await;
    let url = &carrier.url;
    let provider = twilio(&format!("{url}/twilio"), &format!("{url}/twilio-pricing"));
    let query = clouddail::providers::numbers::NumberQuery {
        country: "US".parse().unwrap(),
        kind: clouddail::shared::number::NumberType::Local,
        contains: String::new(),
        sms: true,
        voice: true,
        limit: 5,
    };
    let number = provider.search(&query).await.unwrap().remove(0).e164;
    provider.buy(&number, "ord_1").await.unwrap();

    call_provider(&provider, &number).await;
}

#[tokio::test]
async fn every_request_about_calls_is_one_twilios_spec_knows() {
    let (api, pricing) = (
        Mock::start("twilio_calls.json"),
        Mock::start("twilio_pricing_voice.json"),
    );
    let provider = twilio(&api.url, &pricing.url);
    let costs = provider.call_costs("US".parse().unwrap()).await.unwrap();
    assert!(
        !costs.outbound.is_empty() && !costs.inbound.is_empty(),
        "{costs:?}"
    );
    let sid = "CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let rung = provider
        .ring(&ring("+14155552345", "+14155552346", "cal_1.res_1"))
        .await
        .unwrap();
    assert!(rung.provider_id.starts_with("CA"));
    provider.call(sid).await.unwrap();
    provider.legs(sid).await.unwrap();
    let since = chrono::DateTime::UNIX_EPOCH;
    provider
        .find_calls("+14155552345", "+14155552346", since)
        .await
        .unwrap();
    provider.cut_off(sid, "Goodbye & thank you.").await.unwrap();
    provider
        .open_inbox("PNaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        .await
        .unwrap();
}

fn asked(
    step: &str,
    query: Option<&str>,
    params: &[(&str, &str)],
    sign_as: Option<&str>,
) -> Result<VoiceAsk, WebhookError> {
    let mut url = format!("{WEBHOOKS}/voice/{step}");
    if let Some(query) = query {
        url = format!("{url}?{query}");
    }
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
    twilio("http://127.0.0.1:9", "http://127.0.0.1:9").read_question(step, query, &header, body.as_bytes())
}

#[test]
fn questions_are_read_and_strangers_refused() {
    let came = [
        ("CallSid", "CA1"),
        ("From", "+33612345678"),
        ("To", "+14155550100"),
        ("Tomorrow", "x"),
    ];
    assert_eq!(
        asked("incoming", None, &came, Some(TWILIO_TOKEN)),
        Ok(VoiceAsk::Incoming {
            provider_id: "CA1".into(),
            from: "+33612345678".into(),
            to: "+14155550100".into(),
        })
    );
    assert_eq!(
        asked("incoming", None, &came, Some("another")),
        Err(WebhookError::Forged)
    );
    assert_eq!(asked("incoming", None, &came, None), Err(WebhookError::Forged));
    let query = Some("call=cal_1.res_2");
    let over = [
        ("CallSid", "CA1"),
        ("DialCallSid", "CA2"),
        ("DialCallStatus", "completed"),
        ("DialCallDuration", "61"),
    ];
    assert_eq!(
        asked("joined", query, &over, Some(TWILIO_TOKEN)),
        Ok(VoiceAsk::Joined {
            reference: "cal_1.res_2".into(),
            leg: Some("CA2".into()),
            progress: Progress::Completed,
            seconds: 61,
        })
    );
    for (step, query) in [("joined", None), ("answered", None), ("elsewhere", query)] {
        let answer = asked(step, query, &over, Some(TWILIO_TOKEN));
        assert!(matches!(answer, Err(WebhookError::Unreadable(_))), "{answer:?}");
    }
    let script = twilio("http://127.0.0.1:9", "http://127.0.0.1:9").script(
        "cal_1.res_2",
        &[Step::Join {
            to: "+33612345678",
            caller: "+14155550100",
            ring_seconds: 25,
            limit_seconds: 600,
        }],
    );
    assert!(
        script.contains(r#"timeLimit="600""#) && script.contains("/voice/joined?call=cal_1.res_2"),
        "{script}"
    );
}
