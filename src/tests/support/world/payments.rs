//! What tests of payments need.

use clouddail::domain::{scope::Customer, tenancy::Shop};

use super::World;

impl World {
    /// Starts a top-up; the gateway's page and the payment.
    pub async fn start_top_up(
        &self,
        shop: &Shop,
        customer: &Customer,
        amount: &str,
        key: &str,
    ) -> (String, clouddail::shared::ids::PaymentId) {
        use clouddail::domain::payments::top_up::{Started, TopUp, top_up};
        let form = TopUp {
            amount: amount.into(),
            key: key.into(),
            return_to: None,
        };
        let Started::Pay { url } = top_up(&self.backend, shop, customer, &form).await.unwrap() else {
            panic!("a new payment is paid at the gateway");
        };
        let id: uuid::Uuid = sqlx::query_scalar("select id from payments where key = $1")
            .bind(format!("{}:{key}", customer.user()))
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        (url, id.into())
    }

    /// A top-up, paid and credited.
    pub async fn topped_up(
        &self,
        shop: &Shop,
        customer: &Customer,
        amount: &str,
        key: &str,
    ) -> clouddail::shared::ids::PaymentId {
        let (url, id) = self.start_top_up(shop, customer, amount, key).await;
        self.sandbox.choose(&url, "pay").await;
        clouddail::domain::payments::view::view(&self.backend, customer, id)
            .await
            .unwrap();
        id
    }

    /// What a shop's transfers of these kinds booked, by account, in micro-units; accounts at zero are left out.
    pub async fn booked_by(&self, shop: &Shop, kinds: &[&str]) -> std::collections::BTreeMap<String, i64> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "select e.account, sum(e.amount_micros)::bigint from ledger_entries e
             join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
             where t.reseller_id = $1 and t.kind = any($2)
             group by e.account having sum(e.amount_micros) <> 0",
        )
        .bind(shop.id.uuid())
        .bind(kinds)
        .fetch_all(&mut self.owner().await)
        .await
        .unwrap();
        rows.into_iter().collect()
    }
}
