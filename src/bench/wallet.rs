//! Hold and capture alone: by ledger size, by number of wallets, by pattern.

use clouddail::{
    backend::Backend,
    boot::{config::Settings, wire},
    domain::{
        error::Internal,
        scope::System,
        wallet::{
            self, Charge, Purpose,
            open::Owner,
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::{
        currency::Currency,
        ids::{OrderId, ResellerId, UserId},
        money::{Money, PositiveMoney},
    },
};

use crate::{
    floor::{pgbench, psql},
    ledger::{Kind, Ledger, id},
    rounds::{Figures, Rounds, median},
};

/// Wallets of the comparisons that do not vary them.
const WALLETS: u64 = 10_000;
/// More than both sides get through in all rounds.
const ORDERS: u64 = 1_200_000;

/// Prints the table.
pub async fn run(rounds: &Rounds, entries: &[u64]) -> Result<(), Box<dyn std::error::Error>> {
    println!(
        "Hold + capture, operations per second: {} clients, {} rounds of {} s per side, median. The floor is pgbench \
         with the same rows and commits.\n",
        rounds.clients, rounds.count, rounds.seconds
    );
    println!("| entries before | wallets | pattern | ours | floor | ours / floor | per operation |");
    println!("| ---: | ---: | --- | ---: | ---: | ---: | ---: |");
    let smallest = entries.first().copied().unwrap_or(1_000);
    let mut costs = vec![];
    for (resellers, wallets, entries) in cases(entries, smallest) {
        let ledger = Ledger {
            resellers,
            wallets,
            entries,
            orders: ORDERS,
        };
        let figures = measure(rounds, &ledger).await?;
        let ours = median(figures.ours.clone());
        println!(
            "| {entries} | {wallets} | {} | {ours:.0} | {:.0} | {:.0} % | {:.2} ms |",
            if resellers == 1 {
                "one hot reseller"
            } else {
                "spread"
            },
            median(figures.floor.clone()),
            figures.percent_of_floor(),
            1000.0 * f64::from(rounds.clients) / ours,
        );
        costs.push((
            resellers,
            wallets,
            entries,
            figures.percent_of_floor(),
            1.0 / ours,
        ));
    }
    compare(&costs, smallest, entries.last().copied().unwrap_or(smallest));
    Ok(())
}

type Cost = (u64, u64, u64, f64, f64);

/// Sizes with the usual wallets; then wallets and patterns on the smallest ledger.
fn cases(entries: &[u64], smallest: u64) -> Vec<(u64, u64, u64)> {
    let mut cases: Vec<_> = entries.iter().map(|entries| (1, WALLETS, *entries)).collect();
    cases.extend([
        (1, 1, smallest),
        (1, 100, smallest),
        (100, 100, smallest),
        (100, WALLETS, smallest),
    ]);
    cases
}

fn compare(costs: &[Cost], smallest: u64, largest: u64) {
    let cost = |resellers, wallets, entries| {
        costs
            .iter()
            .find(|cost| (cost.0, cost.1, cost.2) == (resellers, wallets, entries))
            .map_or(f64::NAN, |cost| cost.4)
    };
    println!("\n| figure | measured | budget |\n| --- | ---: | ---: |");
    println!(
        "| hold + capture against its floor, 10,000 wallets | {:.0} % | ≥ 60 % |",
        costs.first().map_or(f64::NAN, |cost| cost.3)
    );
    println!(
        "| cost at {largest} entries against {smallest} | {:.2}× | ≤ 1.2× |",
        cost(1, WALLETS, largest) / cost(1, WALLETS, smallest)
    );
    println!(
        "| one hot reseller against spread, 10,000 wallets | {:.2}× | ≤ 1.2× |",
        cost(1, WALLETS, smallest) / cost(100, WALLETS, smallest)
    );
}

async fn measure(rounds: &Rounds, ledger: &Ledger) -> Result<Figures, Box<dyn std::error::Error>> {
    ledger.set_up()?;
    let backend = wire::backend(&Settings::from_env()).await?;
    let mut figures = Figures::default();
    // Each turn has orders of its own; a first short one on each side warms caches and plans.
    let share = ledger.orders / (2 * rounds.count as u64 + 2);
    let warm_up = Rounds {
        seconds: 1,
        ..*rounds
    };
    for round in 0..=rounds.count {
        let this = if round == 0 { &warm_up } else { rounds };
        let first = share * 2 * round as u64;
        let (backend, of) = (backend.clone(), *ledger);
        let ours = this
            .drive(first, move |n| {
                let backend = backend.clone();
                async move {
                    hold_and_capture(&backend, &of, n)
                        .await
                        .expect("a hold and its capture")
                }
            })
            .await;
        let floor = pgbench(
            this,
            include_str!("sql/hold_capture.sql"),
            &[
                ("first", first + share),
                ("clients", u64::from(this.clients)),
                ("wallets", ledger.wallets),
                ("resellers", ledger.resellers),
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
    backend.close().await;
    Ok(figures)
}

async fn hold_and_capture(
    backend: &Backend,
    ledger: &Ledger,
    n: u64,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let system = System::of(ResellerId::from(ledger.reseller(n)), "bench");
    let order = OrderId::from(id(Kind::Order, n));
    let usd = |micros| Money::from_micros(micros, Currency::USD);
    let charge = Charge {
        owner: Owner::Customer(UserId::from(ledger.customer(n))),
        amount: PositiveMoney::new(usd(1_000)).ok_or("a price")?,
    };
    let mut tx = backend.begin(&system).await?;
    wallet::hold(&mut tx, &system, backend.now(), Purpose::Order(order), &[charge]).await?;
    tx.commit().await?;

    let mut tx = backend.begin(&system).await?;
    wallet::capture(&mut tx, &system, backend.now(), Purpose::Order(order), |holds| {
        let mut legs = vec![
            (Account::ResellerEarnings, usd(200)),
            (Account::ProviderPayable, usd(500)),
            (Account::PlatformRevenue, usd(200)),
            (Account::Commission, usd(100)),
        ];
        for hold in holds {
            legs.insert(0, (Account::Wallet(hold.wallet), hold.amount.negated()?));
        }
        let reference = Reference {
            kind: "order",
            id: order.uuid(),
        };
        Transfer::new(
            format!("sale:{order}"),
            TransferKind::Sale,
            "eSIM France 1 GB".into(),
            reference,
            legs,
        )
        .map_err(|error| Internal::broken(error.to_string()))
    })
    .await?;
    tx.commit().await?;
    Ok(())
}
