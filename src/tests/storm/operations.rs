//! What a worker does: one thing at random, whatever the answer. Refusals are part of the weather; only a failure of
//! ours (an `Internal`) ends the storm.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use clouddail::{
    backend::Backend,
    domain::{
        orders::{
            place::{Payer, Place, PlaceError, SaleKind, place},
            quote::{QuoteError, Wish, quote},
            refund::{Destination as RefundTo, Refund, RefundError, refund},
        },
        payments::{
            check::{CheckError, check},
            dispute::{self, DisputeError},
            top_up::{Started, TopUp, TopUpError, top_up},
        },
        scope::{Customer, System},
        settlement::{
            approve_payout::approve_payout,
            destination::Destination,
            fund_float::{FundFloat, fund_float},
            mark_paid::mark_paid,
            payout::DecideError,
            reject_payout::reject_payout,
            request_payout::{RequestPayout, RequestPayoutError, request_payout},
            return_payout::return_payout,
            switch_mode::{SwitchModeError, switch_mode},
        },
        tenancy::{Shop, shop::SettlementMode},
        wallet::{
            self,
            grant::{Bucket, Funder, Grant},
            open::Owner,
        },
    },
    shared::{
        ids::{OrderId, PaymentId, PayoutId, PlanId},
        money::{Money, PositiveMoney},
    },
};
use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use uuid::Uuid;

use crate::support::{
    sandbox::Sandbox,
    world::{shop, sign_in},
};

/// Everybody and everything an operation may pick.
pub struct Actors {
    customers: Vec<(Arc<Shop>, Customer)>,
    plans: Vec<PlanId>,
    done: Mutex<BTreeMap<&'static str, (u64, u64)>>,
}

impl Actors {
    pub async fn enter(backend: &Backend) -> Self {
        let (aurora, kite) = (
            shop(backend, "aurora.localhost").await,
            shop(backend, "kite.localhost").await,
        );
        let mut customers = vec![];
        for (shop, email) in [
            (&aurora, "customer@aurora.test"),
            (&aurora, "owner@northwind.test"),
            (&aurora, "finance@northwind.test"),
            (&aurora, "manager@northwind.test"),
            (&aurora, "viewer@northwind.test"),
            (&kite, "customer@kite.test"),
            (&kite, "owner@kite.test"),
        ] {
            customers.push((shop.clone(), sign_in(backend, shop, email).await));
        }
        // Ordinary plans and the magic ones, but not those that make everybody wait for a time-out.
        let mut tx = backend.begin_system().await.unwrap();
        let ids: Vec<Uuid> = sqlx::query_scalar(
            "select id from esim_data_plans where is_active and provider = 'telna' and provider_product_id !~ '0408$'
             order by provider_product_id !~ '0(666|500|429|777)$', id limit 40",
        )
        .fetch_all(&mut *tx)
        .await
        .unwrap();
        Self {
            customers,
            plans: ids.into_iter().map(PlanId::from).collect(),
            done: Mutex::default(),
        }
    }

    fn count(&self, what: &'static str, went_well: bool) {
        let mut done = self.done.lock().unwrap();
        let (well, refused) = done.entry(what).or_default();
        *(if went_well { well } else { refused }) += 1;
    }

    /// How often each thing was done and refused.
    pub fn summary(&self) -> String {
        let done = self.done.lock().unwrap();
        let parts = done
            .iter()
            .map(|(what, (well, refused))| format!("{what} {well} (refused {refused})"));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// One thing a worker may do, with all it needs.
struct Storm<'a> {
    backend: &'a Backend,
    sandbox: &'a Sandbox,
    actors: &'a Actors,
    shop: &'a Shop,
    customer: Customer,
    /// Whose reseller's affairs.
    system: System,
}

/// Does one thing.
pub async fn one(backend: &Backend, sandbox: &Sandbox, actors: &Actors, random: &mut StdRng) {
    let (shop, customer) = actors.customers.choose(random).expect("customers");
    let storm = Storm {
        backend,
        sandbox,
        actors,
        shop,
        customer: *customer,
        system: System::of(shop.id, "storm"),
    };
    let (what, went_well) = match random.random_range(0..100) {
        0..18 => ("top-up", storm.top_up(random).await),
        18..55 => ("purchase", storm.buy(random).await),
        55..72 => ("refund", storm.refund(random).await),
        72..78 => ("credit", storm.grant(random).await),
        78..82 => ("expiry", storm.expire().await),
        82..92 => ("payout", storm.pay_out(random).await),
        92..96 => ("dispute", storm.dispute(random).await),
        96..98 => ("float", storm.fund(random).await),
        _ => ("mode", storm.switch_mode(random).await),
    };
    actors.count(what, went_well);
}

impl Storm<'_> {
    async fn top_up(&self, random: &mut StdRng) -> bool {
        let request = TopUp {
            amount: random.random_range(5..60).to_string(),
            key: format!("storm-{}", Uuid::new_v4()),
            return_to: None,
        };
        let url = match top_up(self.backend, self.shop, &self.customer, &request).await {
            Ok(Started::Pay { url }) => url,
            Ok(Started::Over(_)) => return false,
            Err(TopUpError::Internal(error)) => panic!("top-up: {error}"),
            Err(_) => return false,
        };
        let choice = *["pay", "pay", "pay", "pay", "decline"]
            .choose(random)
            .expect("choices");
        self.sandbox.choose(&url, choice).await;
        let Some(payment) = self.pick("select id from payments where state <> 'paid'").await else {
            return false;
        };
        match check(self.backend, &self.system, PaymentId::from(payment)).await {
            Ok(_) => true,
            Err(CheckError::Internal(error)) => panic!("check: {error}"),
            Err(_) => false,
        }
    }

    async fn buy(&self, random: &mut StdRng) -> bool {
        let plan = *self.actors.plans.choose(random).expect("plans");
        let quoted = match quote(self.backend, &self.customer, &Wish::Plan(plan)).await {
            Ok(quoted) => quoted,
            Err(QuoteError::Internal(error)) => panic!("quote: {error}"),
            Err(_) => return false,
        };
        let request = Place {
            quote: quoted.id,
            payer: Payer::Customer,
            kind: SaleKind::New,
            max_price: quoted.charged,
        };
        match place(self.backend, &self.customer, request).await {
            Ok(_) => true,
            Err(PlaceError::Internal(error)) => panic!("place: {error}"),
            Err(_) => false,
        }
    }

    async fn refund(&self, random: &mut StdRng) -> bool {
        let Some(order) = self
            .pick("select id from orders where state in ('fulfilled', 'refunded')")
            .await
        else {
            return false;
        };
        let is_whole = random.random_bool(0.3);
        let amount = Money::from_micros(random.random_range(1..4_000_000), self.shop.brand.currency);
        let request = Refund {
            order: OrderId::from(order),
            amount: (!is_whole).then_some(amount),
            destination: if random.random_bool(0.3) {
                RefundTo::Source
            } else {
                RefundTo::Wallet
            },
            reason: "The weather".into(),
            key: Uuid::new_v4().to_string(),
        };
        match refund(self.backend, &self.system, request).await {
            Ok(_) => true,
            Err(RefundError::Internal(error)) => panic!("refund: {error}"),
            Err(_) => false,
        }
    }

    async fn grant(&self, random: &mut StdRng) -> bool {
        let now = self.backend.now();
        let mut tx = self.backend.begin(&self.system).await.unwrap();
        let amount = Money::from_micros(random.random_range(1..3_000_000), self.shop.brand.currency);
        let new = Grant {
            owner: Owner::Customer(self.customer.user()),
            bucket: *Bucket::ALL.choose(random).expect("buckets"),
            amount: PositiveMoney::new(amount).expect("above zero"),
            funder: *[Funder::Platform, Funder::Reseller]
                .choose(random)
                .expect("funders"),
            expires_at: now + TimeDelta::hours(random.random_range(1..100)),
            key: Uuid::new_v4().to_string(),
            description: "Storm".into(),
        };
        wallet::grant(&mut tx, &self.system, now, &new).await.unwrap();
        tx.commit().await.unwrap();
        true
    }

    async fn expire(&self) -> bool {
        wallet::expire::expire(self.backend).await.unwrap() > 0
    }

    async fn pay_out(&self, random: &mut StdRng) -> bool {
        let payout = self.pick("select id from payouts").await.map(PayoutId::from);
        let done = match (random.random_range(0..5), payout) {
            (0, _) | (_, None) => return self.request_payout().await,
            (1 | 2, Some(id)) => approve_payout(self.backend, &self.system, id).await,
            (3, Some(id)) => mark_paid(self.backend, &self.system, id, "bank-1").await,
            (_, Some(id)) if random.random_bool(0.5) => {
                return_payout(self.backend, &self.system, id, "closed account").await
            }
            (_, Some(id)) => reject_payout(self.backend, &self.system, id, "storm").await,
        };
        match done {
            Ok(()) => true,
            Err(DecideError::Internal(error)) => panic!("payout: {error}"),
            Err(_) => false,
        }
    }

    async fn request_payout(&self) -> bool {
        let destination = Destination::iban("Storm Ltd", "DE89 3704 0044 0532 0130 00").unwrap();
        let key = Uuid::new_v4().to_string();
        let request = RequestPayout {
            key: &key,
            destination: &destination,
        };
        match request_payout(self.backend, &self.system, request).await {
            Ok(_) => true,
            Err(RequestPayoutError::Internal(error)) => panic!("payout: {error}"),
            Err(_) => false,
        }
    }

    async fn dispute(&self, random: &mut StdRng) -> bool {
        let Some(payment) = self.pick("select id from payments where state = 'paid'").await else {
            return false;
        };
        let payment = PaymentId::from(payment);
        let name = format!("D-{}-{}", payment, random.random_range(0..2));
        let amount = Money::from_micros(random.random_range(1..60) * 1_000_000, self.shop.brand.currency);
        let new = dispute::open::Open {
            payment,
            provider_dispute_id: name.clone(),
            amount: PositiveMoney::new(amount).expect("above zero"),
        };
        let opened = dispute::open::open(self.backend, &self.system, &new).await;
        let fee = Money::from_micros(1_500_000, self.shop.brand.currency);
        let closed = if random.random_bool(0.5) {
            dispute::win::win(self.backend, &self.system, payment, &name).await
        } else {
            dispute::lose::lose(self.backend, &self.system, payment, &name, fee).await
        };
        for result in [&opened, &closed] {
            if let Err(DisputeError::Internal(error)) = result {
                panic!("dispute: {error}");
            }
        }
        // Or soon everybody would be frozen.
        if let Err(DisputeError::Internal(error)) =
            dispute::thaw::thaw(self.backend, &self.system, payment).await
        {
            panic!("thaw: {error}");
        }
        opened.is_ok() && closed.is_ok()
    }

    async fn fund(&self, random: &mut StdRng) -> bool {
        let amount = Money::from_micros(random.random_range(1..200) * 1_000_000, self.shop.brand.currency);
        let key = Uuid::new_v4().to_string();
        let funding = FundFloat {
            amount: PositiveMoney::new(amount).expect("above zero"),
            key: &key,
            note: "storm",
        };
        fund_float(self.backend, &self.system, funding).await.is_ok()
    }

    async fn switch_mode(&self, random: &mut StdRng) -> bool {
        let mode = *[SettlementMode::PlatformCollects, SettlementMode::ResellerCollects]
            .choose(random)
            .expect("modes");
        match switch_mode(self.backend, &self.system, mode, "storm").await {
            Ok(_) => true,
            Err(SwitchModeError::Internal(error)) => panic!("mode: {error}"),
            Err(_) => false,
        }
    }

    /// A row of this reseller, any of them.
    async fn pick(&self, sql: &'static str) -> Option<Uuid> {
        let mut tx = self.backend.begin(&self.system).await.unwrap();
        let sql = format!("{sql} order by random() limit 1");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_optional(&mut *tx)
            .await
            .unwrap()
    }
}
