//! From seconds to money and back: the worked example, whole minutes, and that a limit is always paid for.

use clouddail::{
    domain::calls::rate::{Increments, RINGING_SECONDS, Rates},
    shared::{
        currency::Currency,
        money::Money,
        price::{PriceStack, Stage, TraceStep},
    },
};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn usd() -> Currency {
    "USD".parse().unwrap()
}

fn money(micros: i64) -> Money {
    Money::from_micros(micros, usd())
}

/// A rate of a minute: cost, platform price, retail price.
fn rate(cost: i64, platform: i64, retail: i64, commission: i64) -> PriceStack {
    PriceStack {
        provider_cost: money(cost),
        fx: None,
        cost: money(cost),
        platform_price: money(platform),
        retail: money(retail),
        discount: money(0),
        charged: money(retail),
        commission_percent: Decimal::from(commission),
        trace: vec![TraceStep {
            what: "cost".into(),
            stage: Stage::Cost,
            result: money(cost),
        }],
        promotion: None,
    }
}

#[test]
fn ten_minutes_are_three_dollars_and_each_gets_its_share() {
    for (commission, platform_share, reseller_share) in [(0, 700_000, 500_000), (10, 1_000_000, 200_000)] {
        let rates = Rates {
            first: None,
            second: Some(rate(180_000, 250_000, 300_000, commission)),
        };
        for seconds in [541, 599, 600] {
            let stack = rates.bill(Increments::USUAL, 0, seconds).unwrap().unwrap();
            assert_eq!(stack.charged, money(3_000_000));
            let shares = stack.shares().unwrap();
            assert_eq!(shares.provider, money(1_800_000));
            assert_eq!(shares.platform, money(platform_share));
            assert_eq!(shares.reseller, money(reseller_share));
        }
    }
}

#[test]
fn time_is_counted_in_steps_from_a_minimum() {
    let usual = Increments::USUAL;
    let counted = [0, 1, 59, 60, 61, 120, 121].map(|seconds| usual.billed(seconds));
    assert_eq!(counted, [0, 60, 60, 60, 120, 120, 180]);
    let fine = Increments { minimum: 30, step: 6 };
    let counted = [0, 1, 30, 31, 36, 37].map(|seconds| fine.billed(seconds));
    assert_eq!(counted, [0, 30, 30, 36, 36, 42]);
    let rates = Rates {
        first: None,
        second: Some(rate(100_000, 100_000, 100_000, 0)),
    };
    let half = rates.bill(fine, 0, 30).unwrap().unwrap();
    assert_eq!(half.charged, money(50_000));
}

#[test]
fn both_legs_are_rated_by_their_own_time() {
    let rates = Rates {
        first: Some(rate(8_500, 10_000, 12_000, 10)),
        second: Some(rate(14_000, 17_500, 20_000, 10)),
    };
    let stack = rates.bill(Increments::USUAL, 130, 61).unwrap().unwrap();
    assert_eq!(stack.charged, money(3 * 12_000 + 2 * 20_000));
    assert_eq!(stack.cost, money(3 * 8_500 + 2 * 14_000));
    let unanswered = rates.bill(Increments::USUAL, 20, 0).unwrap().unwrap();
    assert_eq!(unanswered.charged, money(12_000));
    assert_eq!(rates.bill(Increments::USUAL, 0, 0).unwrap(), None);
    assert_eq!(rates.minute().unwrap(), Some(money(32_000)));
}

proptest! {
    /// A limit is none, or at least one step, is paid for with the ringing before it, and one step more would not be.
    #[test]
    fn a_limit_is_the_longest_the_money_pays(
        available in 0_i64..20_000_000, first in 0_i64..400_000, second in 1_i64..900_000,
        most in 1_u32..20_000, step in 1_u32..120, minimum in 1_u32..120,
    ) {
        let increments = Increments { minimum, step };
        let rates = Rates {
            first: (first > 0).then(|| rate(first, first, first, 0)),
            second: Some(rate(second, second, second, 0)),
        };
        let price = |seconds| rates.slice(increments, seconds).unwrap().unwrap().charged.micros();
        match rates.time_limit(increments, money(available), most).unwrap() {
            None => {
                let shortest = increments.billed(1);
                prop_assert!(most < shortest || price(shortest) > available);
            }
            Some(limit) => {
                prop_assert!(limit >= increments.billed(1) && limit <= most && limit.is_multiple_of(step));
                prop_assert!(price(limit) <= available);
                prop_assert!(limit + step > most || price(limit + step) > available);
            }
        }
    }

    /// Whatever was talked within a slice costs no more than the slice.
    #[test]
    fn a_slice_covers_what_is_talked_in_it(
        held in 60_u32..4_000, ringing in 0_u32..=RINGING_SECONDS, talked in 0_u32..4_000,
    ) {
        let rates = Rates {
            first: Some(rate(8_500, 10_000, 12_000, 10)),
            second: Some(rate(14_000, 17_500, 20_000, 10)),
        };
        let talked = talked.min(held);
        let slice = rates.slice(Increments::USUAL, held).unwrap().unwrap();
        if let Some(bill) = rates.bill(Increments::USUAL, talked + ringing, talked).unwrap() {
            prop_assert!(bill.charged.micros() <= slice.charged.micros());
            let shares = bill.shares().unwrap();
            let sum = shares.provider.micros() + shares.platform.micros() + shares.reseller.micros();
            prop_assert_eq!(sum, bill.charged.micros());
        }
    }
}
