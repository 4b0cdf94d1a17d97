//! Sales at prices chosen by a test, their refunds, and what the ledger says of them.

use clouddail::{
    domain::{
        accounts::{self, Role, SignedInUser},
        orders::refund::{self, Refund},
        scope::{Admin, Customer, System},
        settlement::{
            destination::Destination,
            request_payout::{RequestPayout, RequestPayoutError, request_payout},
        },
        tenancy::{self, HostName, Shop},
        wallet::{
            self,
            open::{Owner, open},
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::{
        currency::Currency,
        ids::{OrderId, PayoutId, WalletId},
        money::Money,
        price::QuoteView,
    },
};
use uuid::Uuid;

use super::World;

pub fn money(text: &str, currency: Currency) -> Money {
    Money::parse(text, currency).unwrap()
}

pub fn usd(text: &str) -> Money {
    money(text, Currency::USD)
}

pub fn eur(text: &str) -> Money {
    money(text, Currency::EUR)
}

pub fn system(shop: &Shop) -> System {
    System::of(shop.id, "test")
}

pub fn bank(holder: &str) -> Destination {
    Destination::iban(holder, "DE89370400440532013000").unwrap()
}

/// Prices a sale is made at.
#[derive(Clone, Copy)]
pub struct Price {
    /// What the provider asks, in dollars, and what that is in the shop's currency.
    pub provider_cost: &'static str,
    pub cost: &'static str,
    pub platform: &'static str,
    pub charged: &'static str,
    pub commission: i32,
}

/// 3.00 to the customer, 2.50 to the reseller, 2.00 from the provider, 10 % commission: the reseller earns 0.20.
pub const PLAIN: Price = Price {
    provider_cost: "2.00",
    cost: "2.00",
    platform: "2.50",
    charged: "3.00",
    commission: 10,
};

impl World {
    /// Sells a plan at exactly this price.
    pub async fn sell(&self, shop: &Shop, customer: &Customer, price: Price) -> OrderId {
        let quoted = self.quote_plan(customer, "114701").await;
        let currency = shop.brand.currency;
        let stack = serde_json::json!({
            "provider_cost": usd(price.provider_cost), "cost": money(price.cost, currency),
            "platform_price": money(price.platform, currency), "charged": money(price.charged, currency),
            "retail": money(price.charged, currency), "discount": money("0", currency),
            "commission_percent": price.commission.to_string(),
        });
        let charged = money(price.charged, currency);
        sqlx::query("update quotes set stack = stack || $2, charged_micros = $3 where id = $1")
            .bind(quoted.id.uuid())
            .bind(stack)
            .bind(charged.micros())
            .execute(&mut self.owner().await)
            .await
            .unwrap();
        let quoted = QuoteView { charged, ..quoted };
        self.place(customer, &quoted).await.unwrap()
    }

    /// Gives back `percent` of a sale, to the wallet.
    pub async fn give_back_percent(&self, shop: &Shop, order: OrderId, nth: u32, percent: i64) {
        let charged: i64 = sqlx::query_scalar("select charged_micros from orders where id = $1")
            .bind(order.uuid())
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        let request = Refund {
            order,
            amount: Some(Money::from_micros(charged * percent / 100, shop.brand.currency)),
            destination: refund::Destination::Wallet,
            reason: "It never worked.".into(),
            key: format!("{order}:{nth}"),
        };
        refund::refund(&self.backend, &system(shop), request)
            .await
            .unwrap();
    }

    pub async fn no_payout_minimum(&self) {
        sqlx::query("update resellers set payout_minimum_micros = 0")
            .execute(&mut self.owner().await)
            .await
            .unwrap();
    }

    /// The sum of a shop's entries on an account; a wallet by its owner's kind.
    pub async fn booked(&self, shop: &Shop, account: &str) -> Money {
        let micros: i64 = sqlx::query_scalar(
            "select coalesce(sum(e.amount_micros), 0)::bigint from ledger_entries e
             left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
             where e.reseller_id = $1 and coalesce(w.owner_kind, e.account) = $2",
        )
        .bind(shop.id.uuid())
        .bind(account)
        .fetch_one(&mut self.owner().await)
        .await
        .unwrap();
        Money::from_micros(micros, shop.brand.currency)
    }

    pub async fn request(&self, shop: &Shop, key: &str) -> Result<PayoutId, RequestPayoutError> {
        let destination = &bank("Aurora Mobile ehf.");
        request_payout(&self.backend, &system(shop), RequestPayout { key, destination }).await
    }

    /// Leaves this much in a shop's float.
    pub async fn float_down_to(&self, shop: &Shop, left: Money) {
        let more = self.booked(shop, "reseller_float").await.minus(left).unwrap();
        let float = self.open(shop, Owner::ResellerFloat).await;
        let legs = vec![
            (Account::Wallet(float), more.negated().unwrap()),
            (Account::Adjustments, more),
        ];
        self.post(shop, TransferKind::Adjustment, legs).await;
    }

    /// The wallet of an owner in the shop's currency.
    pub async fn open(&self, shop: &Shop, owner: Owner) -> WalletId {
        let system = system(shop);
        let mut tx = self.backend.begin(&system).await.unwrap();
        let (now, currency) = (self.backend.now(), shop.brand.currency);
        let wallet = open(&mut tx, &system, now, owner, currency).await.unwrap();
        tx.commit().await.unwrap();
        wallet
    }

    /// Posts legs as they are.
    pub async fn post(&self, shop: &Shop, kind: TransferKind, legs: Vec<(Account, Money)>) {
        let id = Uuid::now_v7();
        let reference = Reference { kind: "test", id };
        let transfer = Transfer::new(format!("test:{id}"), kind, "Test".into(), reference, legs).unwrap();
        let system = system(shop);
        let mut tx = self.backend.begin(&system).await.unwrap();
        wallet::post(&mut tx, &system, self.backend.now(), &transfer)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// An operator of the platform.
    pub async fn admin(&self) -> Admin {
        let host = HostName::parse("localhost").unwrap();
        let house = tenancy::resolve(&self.backend, &host).await.unwrap().unwrap();
        let signed_in = SignedInUser {
            customer: self.customer(&house, "admin@clouddail.test").await,
            email: "admin@clouddail.test".into(),
            name: "Ada".into(),
            is_verified: true,
            role: Role::SuperAdmin,
            staff: None,
            member: None,
            entry: None,
        };
        accounts::admin_of(&signed_in, true).unwrap()
    }
}
