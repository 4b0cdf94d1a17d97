//! Money in by card, things bought, money back: what the tests of refunds and closings begin with.

use clouddail::{
    domain::{
        orders::refund::{Destination, Refund, RefundError, Refunded, refund},
        payments::{
            self,
            top_up::{Started, TopUp, top_up},
        },
        scope::{Customer, Scope, System},
        wallet::{
            self,
            grant::{Bucket, Funder, Grant},
            open::Owner,
        },
    },
    shared::{
        ids::{OrderId, PaymentId, WalletId},
        money::{Money, PositiveMoney},
    },
};

use super::World;

impl World {
    /// Tops up by card: paid at the gateway and credited. Aurora's customer.
    pub async fn pay_in(&self, customer: &Customer, amount: &str, key: &str) -> PaymentId {
        let form = TopUp {
            amount: amount.into(),
            key: key.into(),
            return_to: None,
        };
        let started = top_up(&self.backend, &self.aurora, customer, &form)
            .await
            .unwrap();
        let Started::Pay { url } = started else {
            panic!("a new payment is paid at the gateway");
        };
        self.sandbox.choose(&url, "pay").await;
        // The clock stands still, so the newest is told by its id alone.
        let rows = payments::view::recent(&self.backend, customer, self.aurora.brand.currency)
            .await
            .unwrap();
        let id = rows.iter().map(|row| row.id).max().unwrap();
        payments::view::view(&self.backend, customer, id).await.unwrap();
        id
    }

    /// Buys the French plan of this product.
    pub async fn buy_plan(&self, customer: &Customer, product: &str) -> OrderId {
        let quoted = self.quote_plan(customer, product).await;
        self.place(customer, &quoted).await.unwrap()
    }

    /// Gives credit that is not cash and ends after thirty days.
    pub async fn give(&self, customer: &Customer, micros: i64, bucket: Bucket, funder: Funder) -> WalletId {
        let now = self.backend.now();
        let currency = if customer.reseller() == self.kite.id {
            self.kite.brand.currency
        } else {
            self.aurora.brand.currency
        };
        let new = Grant {
            owner: Owner::Customer(customer.user()),
            bucket,
            amount: PositiveMoney::new(Money::from_micros(micros, currency)).unwrap(),
            funder,
            expires_at: now + chrono::TimeDelta::days(30),
            key: format!("test:{}:{micros}", bucket.as_str()),
            description: "A present".into(),
        };
        let system = System::of(customer.reseller(), "test");
        let mut tx = self.backend.begin(&system).await.unwrap();
        let wallet = wallet::grant(&mut tx, &system, now, &new).await.unwrap();
        tx.commit().await.unwrap();
        wallet
    }

    /// Refunds as the shop's staff would: this many micro-units, or all that is left.
    pub async fn give_back(
        &self,
        customer: &Customer,
        order: OrderId,
        micros: Option<i64>,
        destination: Destination,
        key: &str,
    ) -> Result<Refunded, RefundError> {
        let shop = if customer.reseller() == self.kite.id {
            &self.kite
        } else {
            &self.aurora
        };
        let request = Refund {
            order,
            amount: micros.map(|micros| Money::from_micros(micros, shop.brand.currency)),
            destination,
            reason: "It never worked.".into(),
            key: key.into(),
        };
        refund(&self.backend, &System::of(customer.reseller(), "test"), request).await
    }

    /// A number from the tables, by a query made up on the way.
    pub async fn sum(&self, sql: String) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap()
    }

    /// What stands on an account of the ledger, for one shop's orders.
    pub async fn booked_micros(&self, customer: &Customer, account: &str) -> i64 {
        self.sum(format!(
            "select coalesce(sum(amount_micros), 0)::bigint from ledger_entries
             where account = '{account}' and reseller_id = '{}'",
            customer.reseller().uuid()
        ))
        .await
    }

    /// The cash in a customer's wallet, held or not.
    pub async fn cash(&self, customer: &Customer) -> i64 {
        self.sum(format!(
            "select balance_micros from wallets where bucket = 'cash' and owner_id = '{}'",
            customer.user().uuid()
        ))
        .await
    }

    /// The states of all withdrawals, oldest first.
    pub async fn withdrawals(&self) -> Vec<(String, i64)> {
        sqlx::query_as("select state, amount_micros from withdrawals order by id")
            .fetch_all(&mut self.owner().await)
            .await
            .unwrap()
    }

    /// What the gateway gave back in all, by its own count.
    pub async fn given_back_by_the_gateway(&self) -> Vec<String> {
        let inventory = self.sandbox.inventory().await;
        let refunds = inventory["refunds"].as_array().unwrap();
        refunds
            .iter()
            .map(|refund| refund["amount"].as_str().unwrap().to_owned())
            .collect()
    }
}
