//! What every vendor of eSIMs must do.

use clouddail::{
    providers::{
        ProviderError, Refusal,
        esims::{EsimProvider, Product},
    },
    shared::esim::{Coverage, EsimState},
};

/// The whole suite, against a carrier with magic product ids. Returns the ICCID of an eSIM sold as `ord_1`.
pub async fn esim_provider(provider: &dyn EsimProvider) -> String {
    let products = provider.products().await.unwrap();
    catalogue(&products);
    let iccid = sells_and_finds(provider, &products).await;
    tells_definite_from_unknown(provider, &products).await;
    iccid
}

fn catalogue(products: &[Product]) {
    let mut ids: Vec<&str> = products
        .iter()
        .map(|product| product.provider_id.as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), products.len(), "every product once");
    assert!(products.len() > 100, "more than one page: {}", products.len());
    for product in products {
        assert!(
            product.cost.is_positive() && product.validity_days > 0,
            "{product:?}"
        );
        assert!(
            !product.countries.is_empty() && !product.place.is_empty(),
            "{product:?}"
        );
        assert_eq!(
            product.countries.len() == 1,
            product.coverage == Coverage::Local,
            "{product:?}"
        );
        assert!(
            product.data_mb.is_some() || !product.fair_use.is_empty(),
            "fair use untold: {product:?}"
        );
    }
    for coverage in [Coverage::Local, Coverage::Regional, Coverage::Global] {
        assert!(
            products.iter().any(|product| product.coverage == coverage),
            "{coverage:?}"
        );
    }
}

async fn sells_and_finds(provider: &dyn EsimProvider, products: &[Product]) -> String {
    let product = products
        .iter()
        .find(|product| product.countries[0].as_str() == "FR")
        .unwrap();
    assert_eq!(provider.find("ord_1").await, Ok(None));
    let esim = provider.issue(&product.provider_id, "ord_1").await.unwrap();
    assert_eq!((esim.reference.as_str(), esim.state), ("ord_1", EsimState::Ready));
    assert_eq!(provider.find("ord_1").await, Ok(Some(esim.clone())));
    assert_eq!(
        provider.find("ord_").await,
        Ok(None),
        "part of a reference is another reference"
    );
    assert!(provider.inventory().await.unwrap().contains(&esim));
    let status = provider.status(&esim.iccid).await.unwrap();
    assert_eq!(
        (status.state, status.used_mb, status.activated_at),
        (EsimState::Ready, Some(0), None)
    );
    esim.iccid
}

async fn tells_definite_from_unknown(provider: &dyn EsimProvider, products: &[Product]) {
    let magic = |ending: &str| {
        let found = products
            .iter()
            .find(|product| product.provider_id.ends_with(ending));
        found
            .unwrap_or_else(|| panic!("no product ends in {ending}"))
            .provider_id
            .as_str()
    };
    let refused = |refusal| Err(ProviderError::Refused(refusal));
    assert_eq!(
        provider.issue(magic("0666"), "ord_2").await,
        refused(Refusal::OutOfStock)
    );
    assert_eq!(
        provider.issue(magic("0777"), "ord_3").await,
        refused(Refusal::AddressRequired)
    );
    assert_eq!(
        provider.issue("999999999", "ord_4").await,
        refused(Refusal::OutOfStock)
    );
    for (ending, reference) in [("0408", "ord_5"), ("0500", "ord_6")] {
        let answer = provider.issue(magic(ending), reference).await;
        assert!(
            matches!(answer, Err(ProviderError::Unknown { .. })),
            "{ending}: {answer:?}"
        );
        let found = provider
            .find(reference)
            .await
            .unwrap()
            .expect("sold without an answer");
        assert_eq!(found.reference, reference);
    }
    for _ in 0..2 {
        let answer = provider.issue(magic("0429"), "ord_7").await;
        assert!(
            matches!(answer, Err(ProviderError::RateLimited { .. })),
            "{answer:?}"
        );
    }
    assert_eq!(
        provider.issue(magic("0429"), "ord_7").await.unwrap().reference,
        "ord_7"
    );
}
