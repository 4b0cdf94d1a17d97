//! Who holds what after a sale, a refund before the payout and a refund after it: by hand, to the micro-unit.
//!
//! The provider asks 2.00 dollars; at 0.92 that is 1.84 euros. The dollar shop buys at 2.50 and sells at 3.00, the euro
//! shop buys at 2.30 and sells at 2.99. Commission is 0 or 10 % of what the customer pays: 0.30 dollars, 0.299 euros.

use clouddail::{
    domain::{
        scope::Customer,
        settlement::{
            approve_payout::approve_payout,
            fund_float::{FundFloat, fund_float},
            mark_paid::mark_paid,
            payable::payable,
            switch_mode::switch_mode,
        },
        tenancy::{
            Shop,
            shop::SettlementMode::{self, PlatformCollects, ResellerCollects},
        },
    },
    shared::money::{Money, PositiveMoney},
};

use crate::support::{
    World,
    settlement::{Price, money, system},
};

/// What each account has more than before, as people write it.
const ACCOUNTS: [&str; 10] = [
    "customer",
    "reseller_float",
    "provider_payable",
    "platform_revenue",
    "commission",
    "reseller_earnings",
    "reseller_sales",
    "payouts",
    "bank",
    "rounding",
];
type Row = [&'static str; 10];

const NOTHING: Row = ["0", "0", "0", "0", "0", "0", "0", "0", "0", "0"];

const DOLLARS: Price = Price {
    provider_cost: "2.00",
    cost: "2.00",
    platform: "2.50",
    charged: "3.00",
    commission: 0,
};
const EUROS: Price = Price {
    provider_cost: "2.00",
    cost: "1.84",
    platform: "2.30",
    charged: "2.99",
    commission: 0,
};

/// What `mode` leaves after: a sale; half of it given back; all of it given back; a sale that was paid out; that one
/// given back.
struct Case {
    mode: SettlementMode,
    is_euro: bool,
    commission: i32,
    sale: Row,
    half_back: Row,
    paid_out: Row,
    back_after_payout: Row,
}

#[rustfmt::skip]
const CASES: [Case; 8] = [
    Case { mode: PlatformCollects, is_euro: false, commission: 0,
        //                  customer   float     provider  platform  comm.     earned    sales    payouts bank    round.
        sale:              ["-3.00",  "0",      "2.00",   "0.50",   "0",      "0.50",   "0",     "0",    "0",    "0"],
        half_back:         ["-1.50",  "0",      "1.00",   "0.25",   "0",      "0.25",   "0",     "0",    "0",    "0"],
        paid_out:          ["-3.00",  "0",      "2.00",   "0.50",   "0",      "0",      "0",     "0",    "0.50", "0"],
        back_after_payout: ["0",      "0",      "0",      "0",      "0",      "-0.50",  "0",     "0",    "0.50", "0"] },
    Case { mode: PlatformCollects, is_euro: false, commission: 10,
        sale:              ["-3.00",  "0",      "2.00",   "0.50",   "0.30",   "0.20",   "0",     "0",    "0",    "0"],
        half_back:         ["-1.50",  "0",      "1.00",   "0.25",   "0.15",   "0.10",   "0",     "0",    "0",    "0"],
        paid_out:          ["-3.00",  "0",      "2.00",   "0.50",   "0.30",   "0",      "0",     "0",    "0.20", "0"],
        back_after_payout: ["0",      "0",      "0",      "0",      "0",      "-0.20",  "0",     "0",    "0.20", "0"] },
    Case { mode: PlatformCollects, is_euro: true, commission: 0,
        sale:              ["-2.99",  "0",      "1.84",   "0.46",   "0",      "0.69",   "0",     "0",    "0",    "0"],
        half_back:         ["-1.495", "0",      "0.92",   "0.23",   "0",      "0.345",  "0",     "0",    "0",    "0"],
        paid_out:          ["-2.99",  "0",      "1.84",   "0.46",   "0",      "0",      "0",     "0",    "0.69", "0"],
        back_after_payout: ["0",      "0",      "0",      "0",      "0",      "-0.69",  "0",     "0",    "0.69", "0"] },
    Case { mode: PlatformCollects, is_euro: true, commission: 10,
        // 0.391 earned: the bank moves 0.39.
        sale:              ["-2.99",  "0",      "1.84",   "0.46",   "0.299",  "0.391",  "0",     "0",    "0",    "0"],
        half_back:         ["-1.495", "0",      "0.92",   "0.23",   "0.1495", "0.1955", "0",     "0",    "0",    "0"],
        paid_out:          ["-2.99",  "0",      "1.84",   "0.46",   "0.299",  "0",      "0",     "0",    "0.39", "0.001"],
        back_after_payout: ["0",      "0",      "0",      "0",      "0",      "-0.391", "0",     "0",    "0.39", "0.001"] },
    // Nothing accrues and nothing is paid out where the reseller collects: the customer paid the reseller, and the
    // float paid the platform at once.
    Case { mode: ResellerCollects, is_euro: false, commission: 0,
        sale:              ["-3.00",  "-2.50",  "2.00",   "0.50",   "0",      "0",      "3.00",  "0",    "0",    "0"],
        half_back:         ["-1.50",  "-1.25",  "1.00",   "0.25",   "0",      "0",      "1.50",  "0",    "0",    "0"],
        paid_out:          ["-3.00",  "-2.50",  "2.00",   "0.50",   "0",      "0",      "3.00",  "0",    "0",    "0"],
        back_after_payout: NOTHING },
    Case { mode: ResellerCollects, is_euro: false, commission: 10,
        sale:              ["-3.00",  "-2.80",  "2.00",   "0.50",   "0.30",   "0",      "3.00",  "0",    "0",    "0"],
        half_back:         ["-1.50",  "-1.40",  "1.00",   "0.25",   "0.15",   "0",      "1.50",  "0",    "0",    "0"],
        paid_out:          ["-3.00",  "-2.80",  "2.00",   "0.50",   "0.30",   "0",      "3.00",  "0",    "0",    "0"],
        back_after_payout: NOTHING },
    Case { mode: ResellerCollects, is_euro: true, commission: 0,
        sale:              ["-2.99",  "-2.30",  "1.84",   "0.46",   "0",      "0",      "2.99",  "0",    "0",    "0"],
        half_back:         ["-1.495", "-1.15",  "0.92",   "0.23",   "0",      "0",      "1.495", "0",    "0",    "0"],
        paid_out:          ["-2.99",  "-2.30",  "1.84",   "0.46",   "0",      "0",      "2.99",  "0",    "0",    "0"],
        back_after_payout: NOTHING },
    Case { mode: ResellerCollects, is_euro: true, commission: 10,
        sale:              ["-2.99",  "-2.599", "1.84",   "0.46",   "0.299",  "0",      "2.99",  "0",    "0",    "0"],
        half_back:         ["-1.495", "-1.2995","0.92",   "0.23",   "0.1495", "0",      "1.495", "0",    "0",    "0"],
        paid_out:          ["-2.99",  "-2.599", "1.84",   "0.46",   "0.299",  "0",      "2.99",  "0",    "0",    "0"],
        back_after_payout: NOTHING },
];

async fn holdings(world: &World, shop: &Shop) -> Vec<Money> {
    let mut held = vec![];
    for account in ACCOUNTS {
        held.push(world.booked(shop, account).await);
    }
    held
}

/// A shop in the case's mode, with money in its float where it needs some.
async fn shop_of(world: &World, case: &Case) -> (std::sync::Arc<Shop>, Customer) {
    let (shop, customer) = if case.is_euro {
        (world.kite.clone(), world.kite_customer().await)
    } else {
        (world.aurora.clone(), world.aurora_customer().await)
    };
    let funding = FundFloat {
        amount: PositiveMoney::new(money("100", shop.brand.currency)).unwrap(),
        key: "start",
        note: "for the test",
    };
    fund_float(&world.backend, &system(&shop), funding).await.unwrap();
    switch_mode(&world.backend, &system(&shop), case.mode, "the test's mode")
        .await
        .unwrap();
    (shop, customer)
}

#[tokio::test]
async fn everybody_holds_what_the_table_says() {
    for case in &CASES {
        let world = World::new().await;
        let (shop, customer) = shop_of(&world, case).await;
        world.no_payout_minimum().await;
        let price = Price {
            commission: case.commission,
            ..if case.is_euro { EUROS } else { DOLLARS }
        };
        let currency = shop.brand.currency;
        let before = holdings(&world, &shop).await;
        let expect = async |step: &str, row: &Row| {
            let now = holdings(&world, &shop).await;
            for (index, account) in ACCOUNTS.iter().enumerate() {
                let more = now[index].minus(before[index]).unwrap();
                let what = format!(
                    "{account} after {step}: {:?} {currency} {} %",
                    case.mode, case.commission
                );
                assert_eq!(more, money(row[index], currency), "{what}");
            }
        };

        let first = world.sell(&shop, &customer, price).await;
        expect("the sale", &case.sale).await;
        world.give_back_percent(&shop, first, 1, 50).await;
        expect("half of it given back", &case.half_back).await;
        world.give_back_percent(&shop, first, 2, 50).await;
        expect("all of it given back", &NOTHING).await;

        let second = world.sell(&shop, &customer, price).await;
        world.backend.clock.advance(chrono::TimeDelta::days(14));
        if case.mode == PlatformCollects {
            let payout = world.request(&shop, "one").await.unwrap();
            approve_payout(&world.backend, &system(&shop), payout)
                .await
                .unwrap();
            mark_paid(&world.backend, &system(&shop), payout, "BANK-1")
                .await
                .unwrap();
        }
        expect("a sale that was paid out", &case.paid_out).await;
        world.give_back_percent(&shop, second, 1, 100).await;
        expect("a refund after the payout", &case.back_after_payout).await;
        let left = payable(&world.backend, &system(&shop)).await.unwrap().payable;
        assert_eq!(
            left,
            money(case.back_after_payout[5], currency),
            "carried forward"
        );
        world.prove().await;
    }
}
