//! What every vendor of messages must do.

use chrono::{TimeDelta, Utc};
use clouddail::{
    providers::{
        ProviderError, Refusal,
        messages::{Delivery, MessageProvider, Outgoing},
    },
    shared::number::NumberType,
};

/// The whole suite, against a carrier with magic endings; `from` is a number of ours there.
pub async fn message_provider(provider: &dyn MessageProvider, from: &str) {
    let costs = provider.costs("FR".parse().unwrap()).await.unwrap();
    assert!(costs.iter().any(|cost| cost.from.is_none()), "{costs:?}");
    assert!(costs.iter().all(|cost| cost.segment.is_positive()));
    assert!(costs.iter().any(|cost| cost.from == Some(NumberType::Local)));
    assert_eq!(provider.costs("AQ".parse().unwrap()).await, Ok(vec![]));

    let since = Utc::now() - TimeDelta::minutes(1);
    let message = |to: &'static str| Outgoing {
        from,
        to,
        body: "Hello, 界",
        reference: "sms_1.res_1",
    };
    let sent = provider.send(&message("+14155550123")).await.unwrap();
    assert_eq!(
        (sent.body.as_str(), sent.delivery),
        ("Hello, 界", Delivery::Accepted)
    );
    let fetched = provider.fetch(&sent.provider_id).await.unwrap();
    assert_eq!(fetched.provider_id, sent.provider_id);
    let found = provider.find(from, "+14155550123", since).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].provider_id, sent.provider_id);
    let later = Utc::now() + TimeDelta::hours(1);
    assert_eq!(provider.find(from, "+14155550123", later).await, Ok(vec![]));
    assert_eq!(provider.find(from, "+14155550199", since).await, Ok(vec![]));

    let refused = provider.send(&message("+14155550666")).await;
    let Err(ProviderError::Refused(Refusal::Other { code, .. })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(code, "not_a_phone");
    let stranger = Outgoing {
        from: "+14155559999",
        ..message("+14155550123")
    };
    assert!(matches!(
        provider.send(&stranger).await,
        Err(ProviderError::Refused(Refusal::Other { .. }))
    ));
    for busy in [true, true, false] {
        let answer = provider.send(&message("+14155550429")).await;
        assert_eq!(
            matches!(answer, Err(ProviderError::RateLimited { .. })),
            busy,
            "{answer:?}"
        );
    }
    let lost = provider.send(&message("+14155550500")).await;
    assert!(matches!(lost, Err(ProviderError::Unknown { .. })), "{lost:?}");
    assert_eq!(provider.find(from, "+14155550500", since).await.unwrap().len(), 1);
    let unknown = provider.fetch("SM00000000000000000000000000000000").await;
    assert!(matches!(unknown, Err(ProviderError::Refused(_))), "{unknown:?}");
    for odd in ["", "../Balance", "SM?x=1"] {
        assert!(provider.fetch(odd).await.is_err(), "{odd}");
        assert!(provider.open_inbox(odd).await.is_err(), "{odd}");
    }
}
