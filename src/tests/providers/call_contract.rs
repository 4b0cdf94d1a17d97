//! What every vendor of calls must do.

use chrono::{TimeDelta, Utc};
use clouddail::providers::{
    ProviderError, Refusal,
    calls::{CallProvider, Ring},
};

/// A call of this reference.
pub fn ring<'a>(from: &'a str, to: &'a str, reference: &'a str) -> Ring<'a> {
    Ring {
        from,
        to,
        reference,
        limit_seconds: 120,
        ring_seconds: 40,
    }
}

/// The whole suite, against a carrier with magic endings; `number` is a number of ours there.
pub async fn call_provider(provider: &dyn CallProvider, number: &str) {
    let costs = provider.call_costs("US".parse().unwrap()).await.unwrap();
    assert!(
        costs
            .minute("+14155550123", number)
            .is_some_and(|cost| cost.is_positive())
    );
    let none = provider.call_costs("AQ".parse().unwrap()).await.unwrap();
    assert_eq!(none.minute("+67212345", number), None);

    let since = Utc::now() - TimeDelta::minutes(1);
    let busy = "+14155550666";
    let rung = provider.ring(&ring(number, busy, "cal_1.res_1")).await.unwrap();
    let known = provider.call(&rung.provider_id).await.unwrap();
    assert_eq!(known.provider_id, rung.provider_id);
    assert_eq!(known.seconds, 0);
    let found = provider.find_calls(number, busy, since).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].provider_id, rung.provider_id);
    assert_eq!(provider.legs(&rung.provider_id).await, Ok(vec![]));
    let later = Utc::now() + TimeDelta::hours(1);
    assert_eq!(provider.find_calls(number, busy, later).await, Ok(vec![]));

    let stranger = ring("+14155559999", "+14155550123", "cal_2.res_1");
    let stranger = provider.ring(&stranger).await;
    assert!(
        matches!(stranger, Err(ProviderError::Refused(Refusal::Other { .. }))),
        "{stranger:?}"
    );
    let odd = provider.ring(&ring(number, "+1", "cal_3.res_1")).await;
    assert!(
        matches!(odd, Err(ProviderError::Refused(Refusal::Other { ref code, .. })) if code == "not_a_phone"),
        "{odd:?}"
    );
    let lost = provider.ring(&ring(number, "+14155550500", "cal_4.res_1")).await;
    assert!(matches!(lost, Err(ProviderError::Unknown { .. })), "{lost:?}");
    let found = provider.find_calls(number, "+14155550500", since).await;
    assert_eq!(found.unwrap().len(), 1);
    for odd in ["", "../Balance", "CA?x=1"] {
        assert!(provider.call(odd).await.is_err(), "{odd}");
        assert!(provider.cut_off(odd, "Goodbye.").await.is_err(), "{odd}");
        assert!(provider.recording(odd).await.is_err(), "{odd}");
    }
}
