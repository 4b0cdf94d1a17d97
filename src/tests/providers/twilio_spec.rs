//! Twilio's own OpenAPI documents judge our requests: a strict mock server refuses what they do not know.

use clouddail::{
    providers::ProviderError,
    providers::numbers::{NumberProvider, NumberQuery, PostalAddress},
    shared::number::NumberType,
};

use super::{spec_mock::Mock, twilio::twilio_at};

#[tokio::test]
async fn every_request_to_twilio_is_one_its_spec_knows() {
    let (api, pricing) = (Mock::start("twilio.json"), Mock::start("twilio_pricing_v1.json"));
    let numbers = Mock::start("twilio_numbers_v2.json");
    let provider = twilio_at(&api.url, &pricing.url, &numbers.url);
    let law = provider.regulations("AU".parse().unwrap()).await.unwrap();
    assert_eq!((law[0].kind, law[0].needs_address), (NumberType::Local, true));
    for kind in NumberType::ALL {
        let country = "US".parse().unwrap();
        let query = NumberQuery {
            country,
            kind,
            contains: "415".into(),
            sms: true,
            voice: true,
            limit: 3,
        };
        assert!(!provider.search(&query).await.unwrap().is_empty(), "{kind:?}");
    }
    let costs = provider.costs("US".parse().unwrap()).await.unwrap();
    assert_eq!(
        (costs[0].kind, costs[0].monthly.amount().as_str()),
        (NumberType::Local, "1.00")
    );
    let home = PostalAddress {
        name: "Ada Byron".into(),
        street: "1 Main St".into(),
        city: "Reno".into(),
        region: "NV".into(),
        postal_code: "89501".into(),
        country: "US".parse().unwrap(),
    };
    let told = provider.register_address(&home, "adr_1").await.unwrap();
    assert!(told.starts_with("AD"), "{told}");
    let sold = provider.buy_at("+14155550100", "ord_1", &told).await;
    assert!(matches!(sold, Err(ProviderError::Unknown { .. })), "{sold:?}");
    // The mock always sells the number of its example: the request was accepted and the answer was read.
    let bought = provider.buy("+14155550100", "ord_1").await;
    assert_eq!(
        bought,
        Err(ProviderError::Unknown {
            detail: "sold another number than asked for".into()
        })
    );
    assert_eq!(
        provider
            .find("+18089255327", "(808) 925-5327")
            .await
            .unwrap()
            .unwrap()
            .e164,
        "+18089255327"
    );
    assert_eq!(provider.inventory().await.unwrap().len(), 1);
    assert_eq!(
        provider.release("PNaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").await,
        Ok(())
    );
}

#[tokio::test]
async fn the_mock_refuses_what_the_spec_does_not_know() {
    let api = Mock::start("twilio.json");
    let url = format!(
        "{}/2010-04-01/Accounts/AC{}/IncomingPhoneNumbers.json",
        api.url,
        "a".repeat(32)
    );
    let misspelt = reqwest::Client::new()
        .post(url)
        .basic_auth("AC", Some("x"))
        .form(&[("PhonNumber", "+14155550100")]);
    assert_eq!(misspelt.send().await.unwrap().status(), 400);
}
