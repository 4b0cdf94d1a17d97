//! What only a few stories need of wallets and quotes.

use clouddail::{
    domain::scope::{Customer, System},
    shared::{money::Money, price::QuoteView},
};

use super::World;

impl World {
    /// Takes money out of a wallet by a booked adjustment, so that exactly this much is left to spend.
    pub async fn spend_down_to(&self, customer: &Customer, micros: i64) {
        use clouddail::domain::{
            scope::Scope,
            wallet::{
                self,
                transfer::{Account, Reference, Transfer, TransferKind},
            },
        };
        let currency = self.aurora.brand.currency;
        let wallet = wallet::balance::read(&self.backend, customer, currency)
            .await
            .unwrap()
            .expect("the wallet exists");
        let amount = Money::from_micros(wallet.balance.micros() - micros, currency);
        let legs = vec![
            (Account::Wallet(wallet.id), amount.negated().unwrap()),
            (Account::Adjustments, amount),
        ];
        let reference = Reference {
            kind: "seed",
            id: wallet.id.uuid(),
        };
        let transfer = Transfer::new(
            "test:spend".into(),
            TransferKind::Opening,
            "Spent before".into(),
            reference,
            legs,
        )
        .unwrap();
        let system = System::of(customer.reseller(), "test");
        let mut tx = self.backend.begin(&system).await.unwrap();
        wallet::post(&mut tx, &system, self.backend.now(), &transfer)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// As many separate quotes for the same plan; in life each would be its own visit of the plan's page.
    pub async fn copies_of_a_quote(&self, customer: &Customer, product: &str, copies: i32) -> Vec<QuoteView> {
        let first = self.quote_plan(customer, product).await;
        let ids: Vec<uuid::Uuid> = sqlx::query_scalar(
            "insert into quotes select gen_random_uuid(), reseller_id, user_id, subject, item, stack, charged_micros,
                                       monthly_micros, currency, created_at, expires_at
             from quotes, generate_series(1, $2) where id = $1 returning id",
        )
        .bind(first.id.uuid())
        .bind(copies)
        .fetch_all(&mut self.owner().await)
        .await
        .unwrap();
        ids.into_iter()
            .map(|id| QuoteView {
                id: id.into(),
                ..first.clone()
            })
            .collect()
    }
}
