//! Messages and calls from set aside to paid: our verbs with a vendor that answers at once, beside hand-written SQL.

use std::sync::Arc;

use clouddail::{
    backend::Backend,
    boot::{config::Settings, wire},
    domain::{calls, error::Internal, messages, scope::System},
    shared::{
        call::CallState,
        currency::Currency,
        ids::{CallId, MessageId, ResellerId},
        message::MessageState,
        money::Money,
        price::{PriceStack, Stage, TraceStep},
    },
};
use sqlx::{Connection, PgConnection};

use crate::{
    floor::{pgbench, psql},
    instant::Instant,
    ledger::{Kind, id},
    rounds::{Figures, Rounds, median},
};

/// Customers who take turns.
const WALLETS: u64 = 1_000;
/// Micro-dollars of a segment, and of a minute of either leg.
const SEGMENT: i64 = 15_000;
const MINUTE: i64 = 20_000;
/// Minutes of both legs that are set aside for a call.
const HELD_MINUTES: i64 = 5;

#[derive(Clone, Copy)]
enum Use {
    Message,
    Call,
}

/// Prints the table. DATABASE_URL names a database with the demo in it; it is of no use afterwards.
pub async fn run(rounds: &Rounds) -> Result<(), Box<dyn std::error::Error>> {
    // More than one side gets through in a turn, at four thousand a second.
    let share = 4_000 * rounds.seconds;
    psql(include_str!("sql/purchase_setup.sql"), &[("wallets", WALLETS)])?;
    let mut owner = PgConnection::connect(&std::env::var("DATABASE_URL")?).await?;
    sqlx::query("create table bench_prices as select $1::jsonb as segment, $2::jsonb as minute")
        .bind(serde_json::to_value(price(SEGMENT))?)
        .bind(serde_json::to_value(price(MINUTE))?)
        .execute(&mut owner)
        .await?;
    let uses = share * (2 * rounds.count as u64 + 3);
    let prices = [SEGMENT, HELD_MINUTES * MINUTE].map(i64::unsigned_abs);
    let [message, call] = prices;
    psql(
        include_str!("sql/rating_setup.sql"),
        &[
            ("wallets", WALLETS),
            ("uses", uses),
            ("message", message),
            ("call", call),
        ],
    )?;
    let shop: uuid::Uuid = sqlx::query_scalar("select id from resellers where slug = 'aurora'")
        .fetch_one(&mut owner)
        .await?;
    let system = Arc::new(System::of(ResellerId::from(shop), "bench"));
    let mut backend = wire::backend(&Settings::from_env()).await?;
    backend.providers.messages = vec![Arc::new(Instant)];
    backend.providers.calls = vec![Arc::new(Instant)];
    for what in [Use::Message, Use::Call] {
        rate(&backend, &system, what, 0).await?;
    }
    psql(include_str!("sql/rating_template.sql"), &[])?;

    println!(
        "Rated per second: {} clients, {WALLETS} wallets of one reseller, {} rounds of {} s per side, median. The floor is \
         pgbench with the same rows and commits; our vendor answers at once.\n",
        rounds.clients, rounds.count, rounds.seconds
    );
    println!("| what | ours | floor | ours / floor | budget |\n| --- | ---: | ---: | ---: | ---: |");
    for (what, name, floor) in [
        (Use::Message, "messages", include_str!("sql/rate_message.sql")),
        (Use::Call, "calls", include_str!("sql/rate_call.sql")),
    ] {
        let figures = measure(rounds, share, (&backend, &system), what, floor).await?;
        println!(
            "| {name} | {:.0} | {:.0} | {:.0} % | ≥ 40 % |",
            median(figures.ours.clone()),
            median(figures.floor.clone()),
            figures.percent_of_floor()
        );
    }
    backend.close().await;
    Ok(())
}

async fn measure(
    rounds: &Rounds,
    share: u64,
    (backend, system): (&Backend, &Arc<System>),
    what: Use,
    floor: &str,
) -> Result<Figures, Box<dyn std::error::Error>> {
    let warm_up = Rounds {
        seconds: 1,
        ..*rounds
    };
    let mut figures = Figures::default();
    for round in 0..=rounds.count {
        let this = if round == 0 { &warm_up } else { rounds };
        let first = share * 2 * round as u64 + u64::from(this.clients);
        let (backend, system) = (backend.clone(), system.clone());
        let ours = this
            .drive(first, move |n| {
                let (backend, system) = (backend.clone(), system.clone());
                async move {
                    rate(&backend, &system, what, n)
                        .await
                        .expect("a use that is paid")
                }
            })
            .await;
        let theirs = pgbench(
            this,
            floor,
            &[
                ("first", first + share),
                ("clients", u64::from(this.clients)),
                ("wallets", WALLETS),
            ],
        )?;
        if round == 0 {
            // What autovacuum does within a minute of the first sales: plans made over empty tables are made anew.
            psql("vacuum (analyze)", &[])?;
        } else {
            figures.ours.push(ours);
            figures.floor.push(theirs);
        }
    }
    Ok(figures)
}

async fn rate(backend: &Backend, system: &System, what: Use, n: u64) -> Result<(), Internal> {
    let is_paid = match what {
        Use::Message => {
            let message = MessageId::from(id(Kind::Message, n));
            messages::advance(backend, system, message).await? == MessageState::Accepted
        }
        Use::Call => {
            let call = CallId::from(id(Kind::Call, n));
            calls::conclude(backend, system, call).await? == CallState::Completed
        }
    };
    if is_paid {
        Ok(())
    } else {
        Err(Internal::broken(format!("use {n} is not paid")))
    }
}

/// A price of the usual parts.
fn price(charged: i64) -> PriceStack {
    let usd = |micros| Money::from_micros(micros, Currency::USD);
    let step = |what: &str, stage, micros| TraceStep {
        what: what.to_owned(),
        stage,
        result: usd(micros),
    };
    let (cost, platform) = (charged / 2, charged * 6 / 10);
    PriceStack {
        provider_cost: usd(cost),
        fx: None,
        cost: usd(cost),
        platform_price: usd(platform),
        retail: usd(charged),
        discount: usd(0),
        charged: usd(charged),
        commission_percent: 10.into(),
        trace: vec![
            step("cost", Stage::Cost, cost),
            step("+20 % platform rule 'Everything'", Stage::Platform, platform),
            step("+66 % shop rule 'Everything'", Stage::Shop, charged),
        ],
        promotion: None,
    }
}
