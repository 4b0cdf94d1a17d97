//! A purchase from end to end: a reseller's system posts an order, the server holds, asks the sandbox carrier (without
//! latency), books, and answers. Every request is another customer's in turn, all of one reseller.

use std::time::Duration;

use clouddail::{boot::config::Settings, boot::wire};
use serde_json::json;
use sqlx::Row;
use uuid::Uuid;

use crate::{
    floor::{pgbench, psql},
    ledger::{Kind, id},
    rounds::{Figures, Rounds, median},
};

/// Customers who take turns.
const WALLETS: u64 = 1_000;
/// Orders of one turn: more than either side gets through.
const SHARE: u64 = 200_000;
/// The key `seed-demo` makes for Aurora's system.
const KEY: &str = "cdk_test_aurora_4f9c2b7e1d8a4c6f";

/// Prints the table.
pub async fn run(rounds: &Rounds, server: &str) -> Result<(), Box<dyn std::error::Error>> {
    psql(include_str!("sql/purchase_setup.sql"), &[("wallets", WALLETS)])?;
    let buyer = Buyer {
        client: reqwest::Client::builder()
            .timeout(Duration::from_secs(30))
            .build()?,
        url: format!("{server}/api/v1/orders"),
        plan: ordinary_plan().await?,
    };
    buyer.buy(0).await.map_err(|error| error.to_string())?;
    psql(include_str!("sql/purchase_template.sql"), &[])?;

    let warm_up = Rounds {
        seconds: 2,
        ..*rounds
    };
    let mut figures = Figures::default();
    for round in 0..=rounds.count {
        let this = if round == 0 { &warm_up } else { rounds };
        let first = SHARE * (2 * round as u64 + 1);
        let buyer = buyer.clone();
        let ours = this
            .drive(first, move |n| {
                let buyer = buyer.clone();
                async move { buyer.buy(n).await.expect("a purchase") }
            })
            .await;
        let floor = pgbench(
            this,
            include_str!("sql/purchase.sql"),
            &[
                ("first", first + SHARE),
                ("clients", u64::from(this.clients)),
                ("wallets", WALLETS),
            ],
        )?;
        if round == 0 {
            // What autovacuum does within a minute of the first sales: plans made over empty tables are made anew.
            psql("vacuum (analyze)", &[])?;
        } else {
            figures.ours.push(ours);
            figures.floor.push(floor);
        }
    }
    println!(
        "A purchase through the REST interface, per second: {} clients, {} rounds of {} s per side, median. The floor \
         is pgbench with the same rows and commits, without HTTP, keys, prices or a carrier.\n",
        rounds.clients, rounds.count, rounds.seconds
    );
    println!("| ours | floor | ours / floor | budget |\n| ---: | ---: | ---: | ---: |");
    println!(
        "| {:.0} | {:.0} | {:.0} % | ≥ 35 % |",
        median(figures.ours.clone()),
        median(figures.floor.clone()),
        figures.percent_of_floor(),
    );
    Ok(())
}

/// A plan without a magic ending.
async fn ordinary_plan() -> Result<Uuid, Box<dyn std::error::Error>> {
    let backend = wire::backend(&Settings::from_env()).await?;
    let mut tx = backend.begin_system().await?;
    let row = sqlx::query(
        "select id from esim_data_plans where is_active and place_slug = 'fr' or provider_product_id = '114701'
         order by provider_product_id limit 1",
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(row.get("id"))
}

#[derive(Clone)]
struct Buyer {
    client: reqwest::Client,
    url: String,
    plan: Uuid,
}

impl Buyer {
    async fn buy(&self, n: u64) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let customer = id(Kind::Customer, n % WALLETS);
        let order = json!({
            "customer_id": format!("usr_{}", customer.simple()),
            "item": { "kind": "esim", "plan_id": format!("pln_{}", self.plan.simple()) },
        });
        let answer = self
            .client
            .post(&self.url)
            .header("host", "aurora.localhost")
            .header("idempotency-key", format!("bench-{n}"))
            .bearer_auth(KEY)
            .json(&order)
            .send()
            .await?;
        let status = answer.status();
        if status.as_u16() == 201 {
            return Ok(());
        }
        Err(format!("{status}: {}", answer.text().await?).into())
    }
}
