//! 1GLOBAL as a vendor of single eSIMs: the same subscriptions, bought once.

use std::collections::HashMap;

use async_trait::async_trait;

use super::{
    OneGlobal, catalogue, state, wire,
    wire::{OfferingPage, OrderPage, ProductPage, SubscriberPage, Subscription, SubscriptionPage},
};
use crate::providers::{
    ProviderError, Refusal,
    esims::{EsimProvider, EsimStatus, IssuedEsim, Product},
    lines::Ask,
};

/// Orders that may still become a subscription.
const UNDER_WAY: [&str; 4] = ["accepted", "fulfilling", "on_hold", "scheduled"];

#[async_trait]
impl EsimProvider for OneGlobal {
    fn name(&self) -> &'static str {
        "1global"
    }

    async fn products(&self) -> Result<Vec<Product>, ProviderError> {
        let filter = [("status", "active"), ("type", "plan")];
        let offerings = self
            .session
            .list::<OfferingPage>("products", "product-offerings", &filter)
            .await?;
        Ok(offerings.into_iter().filter_map(catalogue::read).collect())
    }

    async fn issue(&self, product: &str, reference: &str) -> Result<IssuedEsim, ProviderError> {
        let subscription = self.activate(product, Ask::first(reference)).await?;
        into_esim(subscription, reference)
    }

    /// The reference's subscriber leads to its subscription. Where there is none and no order of this subscriber is
    /// under way either, nothing was bought.
    async fn find(&self, reference: &str) -> Result<Option<IssuedEsim>, ProviderError> {
        let subscriber = self
            .subscriber(reference)
            .await
            .map_err(ProviderError::of_question)?;
        let filter = [("subscriber-id", subscriber.as_str())];
        let found = self
            .session
            .list::<SubscriptionPage>("find", "subscriptions", &filter)
            .await
            .map_err(ProviderError::of_question)?;
        if let Some(subscription) = found.into_iter().next() {
            return into_esim(subscription, reference).map(Some);
        }
        for status in UNDER_WAY {
            let orders = self
                .session
                .list::<OrderPage>("find_orders", "orders", &[("status", status)])
                .await
                .map_err(ProviderError::of_question)?;
            if orders.iter().any(|order| order.subscriber() == Some(&subscriber)) {
                return Err(ProviderError::unknown(format!("ordered, and {status}")));
            }
        }
        Ok(None)
    }

    async fn status(&self, iccid: &str) -> Result<EsimStatus, ProviderError> {
        let line = match self.by_iccid.get(iccid).await {
            Some(line) => line,
            None => self.line_of(iccid).await?,
        };
        let subscription = self.subscription(&line).await?;
        let products = self
            .session
            .list::<ProductPage>("usage", "products", &[("subscription-id", &line)])
            .await?;
        let usage = state::usage(&subscription, &products);
        Ok(EsimStatus {
            state: usage.state,
            used_mb: used_mb(&products),
            activated_at: usage.activated_at,
            expires_at: usage.expires_at,
        })
    }

    async fn inventory(&self) -> Result<Vec<IssuedEsim>, ProviderError> {
        let subscribers = self
            .session
            .list::<SubscriberPage>("subscribers", "subscribers", &[])
            .await?;
        let references: HashMap<String, String> = subscribers
            .into_iter()
            .map(|subscriber| (subscriber.id, subscriber.last_name))
            .collect();
        self.subscriptions()
            .await?
            .into_iter()
            .filter(|subscription| subscription.sim_profile().is_some())
            .filter_map(|subscription| {
                let reference = references.get(subscription.subscriber()?)?.clone();
                Some(into_esim(subscription, &reference))
            })
            .collect()
    }
}

impl OneGlobal {
    async fn subscriptions(&self) -> Result<Vec<Subscription>, ProviderError> {
        let filter = [("account-id", self.account_id.as_str())];
        self.session
            .list::<SubscriptionPage>("inventory", "subscriptions", &filter)
            .await
    }

    /// The vendor cannot be asked by ICCID: the whole list is read once and remembered.
    async fn line_of(&self, iccid: &str) -> Result<String, ProviderError> {
        for subscription in self.subscriptions().await? {
            if let Some(of) = subscription
                .sim_profile()
                .and_then(|profile| profile.iccid.clone())
            {
                self.by_iccid.insert(of, subscription.id).await;
            }
        }
        self.by_iccid.get(iccid).await.ok_or_else(|| {
            let (code, detail) = ("bad_iccid".into(), "no line has this ICCID".into());
            ProviderError::Refused(Refusal::Other { code, detail })
        })
    }
}

/// What is known of it later is the subscription, so that stands for the order.
fn into_esim(subscription: Subscription, reference: &str) -> Result<IssuedEsim, ProviderError> {
    let line = subscription.into_line()?;
    Ok(IssuedEsim {
        provider_order_id: line.line,
        reference: reference.to_owned(),
        iccid: line.iccid,
        activation_code: line.activation_code,
        state: line.state,
    })
}

/// In the units the allowance is sold in, so that a plan that is used up shows as used up.
fn used_mb(products: &[wire::Product]) -> Option<i64> {
    let used: Vec<i64> = products
        .iter()
        .filter_map(|product| {
            let reading = state::reading(product)?;
            let initial = i128::from(reading.allowance_bytes.filter(|bytes| *bytes > 0)?);
            let offering = product.embedded.product_offering.as_ref()?;
            let sold = offering
                .embedded
                .allowances
                .iter()
                .find(|allowance| allowance.kind == "data")
                .and_then(catalogue::megabytes)?;
            i64::try_from(i128::from(reading.used_bytes) * i128::from(sold) / initial).ok()
        })
        .collect();
    (!used.is_empty()).then(|| used.iter().sum())
}
