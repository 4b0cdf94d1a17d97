//! What every vendor of numbers must do.

use clouddail::{
    providers::{
        ProviderError, Refusal,
        numbers::{AvailableNumber, NumberProvider, NumberQuery, PostalAddress},
    },
    shared::number::NumberType,
};

/// The whole suite, against a carrier with magic endings and nothing sold yet.
pub async fn number_provider(provider: &dyn NumberProvider) {
    searches(provider).await;
    let country = if provider.name() == "twilio" { "CH" } else { "FR" };
    tells_the_law(provider, country).await;
    buys_once_and_finds(provider).await;
    tells_definite_from_unknown(provider).await;
}

async fn searches(provider: &dyn NumberProvider) {
    let offers = provider.search(&query("US", "")).await.unwrap();
    assert_eq!(offers.len(), 20);
    assert!(
        offers
            .iter()
            .all(|offer| offer.e164.starts_with("+1") && offer.country.as_str() == "US")
    );
    assert!(
        offers
            .iter()
            .all(|offer| offer.capabilities.sms && !offer.needs_address)
    );
    assert_eq!(provider.search(&query("AQ", "")).await, Ok(vec![]));
    let mobile = NumberQuery {
        kind: NumberType::Mobile,
        ..query("US", "")
    };
    assert_eq!(
        provider.search(&mobile).await,
        Ok(vec![]),
        "a kind this country does not have"
    );
    if provider.has_price_list() {
        let costs = provider.costs("US".parse().unwrap()).await.unwrap();
        assert!(
            costs
                .iter()
                .any(|cost| cost.kind == NumberType::TollFree && cost.monthly.is_positive()),
            "{costs:?}"
        );
    } else {
        let is_priced = |offer: &AvailableNumber| offer.cost.is_some_and(|cost| cost.monthly.is_positive());
        assert!(offers.iter().all(is_priced), "{offers:?}");
    }
    assert_eq!(provider.costs("AQ".parse().unwrap()).await, Ok(vec![]));
}

async fn buys_once_and_finds(provider: &dyn NumberProvider) {
    let number = ordinary(provider).await.e164;
    assert_eq!(provider.reserve(&number, "quo_1").await, Ok(()));
    assert_eq!(provider.find(&number, "ord_1").await, Ok(None));
    let bought = provider.buy(&number, "ord_1").await.unwrap();
    assert_eq!(
        (bought.e164.as_str(), bought.reference.as_str()),
        (number.as_str(), "ord_1")
    );
    assert_eq!(provider.find(&number, "ord_1").await, Ok(Some(bought.clone())));
    assert_eq!(
        provider.find(&number, "ord_2").await,
        Ok(None),
        "another's number is not ours"
    );
    assert_eq!(
        provider.buy(&number, "ord_2").await,
        Err(ProviderError::Refused(Refusal::OutOfStock))
    );
    assert_eq!(
        provider.find(&number, "ord_1").await,
        Ok(Some(bought.clone())),
        "the second buyer changed nothing"
    );
    assert_eq!(
        provider.buy(&number, "ord_1").await,
        Ok(bought.clone()),
        "the same wish is the same number"
    );
    assert!(provider.inventory().await.unwrap().contains(&bought));
    assert_eq!(provider.release(&bought.provider_id).await, Ok(()));
    assert_eq!(
        provider.release(&bought.provider_id).await,
        Ok(()),
        "already gone"
    );
    assert!(!provider.inventory().await.unwrap().contains(&bought));
}

async fn tells_the_law(provider: &dyn NumberProvider, country: &str) {
    let law = provider.regulations(country.parse().unwrap()).await.unwrap();
    let local = law.iter().find(|law| law.kind == NumberType::Local);
    assert!(local.is_some_and(|law| law.needs_address), "{law:?}");
    assert_eq!(provider.regulations("AQ".parse().unwrap()).await, Ok(vec![]));
}

async fn sells_with_an_address(provider: &dyn NumberProvider, needy: &str) {
    let mut home = PostalAddress {
        name: "Ada Byron".into(),
        street: "Nowhere 1".into(),
        city: "Reno".into(),
        region: "NV".into(),
        postal_code: "89501".into(),
        country: "US".parse().unwrap(),
    };
    let refused = provider.register_address(&home, "adr_1").await;
    assert!(
        matches!(
            refused,
            Err(ProviderError::Refused(Refusal::AddressRefused { .. }))
        ),
        "{refused:?}"
    );
    home.street = "1 Main St".into();
    let told = provider.register_address(&home, "adr_1").await.unwrap();
    let bought = provider.buy_at(needy, "ord_address", &told).await.unwrap();
    assert_eq!(
        (bought.e164.as_str(), bought.reference.as_str()),
        (needy, "ord_address")
    );
    assert_eq!(provider.release(&bought.provider_id).await, Ok(()));
}

async fn tells_definite_from_unknown(provider: &dyn NumberProvider) {
    let gone = magic(provider, "0666").await;
    assert_eq!(
        provider.buy(&gone, "ord_3").await,
        Err(ProviderError::Refused(Refusal::OutOfStock))
    );
    let needy = magic(provider, "0777").await;
    assert_eq!(
        provider.buy(&needy, "ord_4").await,
        Err(ProviderError::Refused(Refusal::AddressRequired))
    );
    sells_with_an_address(provider, &needy).await;
    for (ending, reference) in [("0408", "ord_5"), ("0500", "ord_6")] {
        let number = magic(provider, ending).await;
        let answer = provider.buy(&number, reference).await;
        assert!(
            matches!(answer, Err(ProviderError::Unknown { .. })),
            "{ending}: {answer:?}"
        );
        let found = provider
            .find(&number, reference)
            .await
            .unwrap()
            .expect("sold without an answer");
        assert_eq!(found.reference, reference);
    }
    let busy = magic(provider, "0429").await;
    for _ in 0..2 {
        let answer = provider.buy(&busy, "ord_7").await;
        assert!(
            matches!(answer, Err(ProviderError::RateLimited { .. })),
            "{answer:?}"
        );
        assert_eq!(provider.find(&busy, "ord_7").await, Ok(None));
    }
    assert_eq!(provider.buy(&busy, "ord_7").await.unwrap().reference, "ord_7");
}

async fn ordinary(provider: &dyn NumberProvider) -> AvailableNumber {
    let offers = provider.search(&query("US", "")).await.unwrap();
    let is_magic = |e164: &str| {
        ["0666", "0408", "0500", "0429", "0777"]
            .iter()
            .any(|ending| e164.ends_with(ending))
    };
    offers.into_iter().find(|offer| !is_magic(&offer.e164)).unwrap()
}

async fn magic(provider: &dyn NumberProvider, ending: &str) -> String {
    let offers = provider.search(&query("US", ending)).await.unwrap();
    let found = offers.into_iter().find(|offer| offer.e164.ends_with(ending));
    found.unwrap_or_else(|| panic!("no number ends in {ending}")).e164
}

fn query(country: &str, contains: &str) -> NumberQuery {
    NumberQuery {
        country: country.parse().unwrap(),
        kind: NumberType::Local,
        contains: contains.into(),
        sms: true,
        voice: false,
        limit: 20,
    }
}
