//! The price engine by hand: each figure and each word of the trace.

use chrono::{DateTime, Utc};
use clouddail::{
    domain::pricing::{
        Basis, Rulebook, Subject, price,
        price::PriceError,
        promote,
        promote::{Off, Terms},
        rounding::Rounding,
        rule::{Markup, Rule},
        rulebook::Margin,
    },
    shared::{
        currency::Currency,
        ids::PromoId,
        money::Money,
        price::{FxSnapshot, PriceStack, Service},
        promotion::{AppliedPromotion, FundedBy},
    },
};
use rust_decimal::Decimal;

pub fn usd(text: &str) -> Money {
    Money::parse(text, Currency::USD).unwrap()
}

pub fn money(text: &str, currency: Currency) -> Money {
    Money::parse(text, currency).unwrap()
}

pub fn rule(name: &str, markup: Markup) -> Rule {
    Rule {
        name: name.into(),
        service: None,
        country: None,
        provider: None,
        plan: None,
        markup,
    }
}

pub fn percent(text: &str) -> Markup {
    Markup::Percent(text.parse().unwrap())
}

/// A shop called Aurora without any rules, floors or rates.
pub fn book(currency: Currency) -> Rulebook {
    let margin = Margin {
        percent: Decimal::ZERO,
        fixed: Money::zero(currency),
    };
    Rulebook {
        shop: "Aurora".into(),
        currency,
        commission_percent: Decimal::ZERO,
        platform: vec![],
        reseller: vec![],
        platform_margin: margin,
        reseller_margin: margin,
        rounding: Rounding::None,
        rates: vec![],
    }
}

pub fn rate(text: &str) -> FxSnapshot {
    FxSnapshot {
        rate: text.parse().unwrap(),
        as_of: DateTime::<Utc>::from_timestamp(1_772_496_000, 0).unwrap(),
        source: "European Central Bank".into(),
    }
}

pub fn subject(service: Service) -> Subject<'static> {
    Subject {
        service,
        country: Some("US".parse().unwrap()),
        provider: "twilio",
        plan: None,
    }
}

fn number(book: &Rulebook, basis: &Basis) -> PriceStack {
    price(book, &subject(Service::NumberPurchase), basis).unwrap()
}

/// Cost 0.18 a minute, the platform adds 0.07, the reseller 0.05; ten minutes take 3.00 from the wallet.
#[test]
fn the_worked_example_of_the_domain() {
    let mut book = book(Currency::USD);
    book.platform = vec![rule("voice", Markup::Fixed(usd("0.07")))];
    book.reseller = vec![rule("minute", Markup::Fixed(usd("0.05")))];
    let minute =
        |book: &Rulebook| price(book, &subject(Service::VoiceMinute), &Basis::of(usd("0.18"))).unwrap();
    let stack = minute(&book);
    assert_eq!((stack.platform_price, stack.retail), (usd("0.25"), usd("0.30")));
    assert_eq!((stack.discount, stack.charged), (usd("0"), usd("0.30")));
    assert_eq!(stack.fx, None);
    assert_eq!(
        stack.explain(),
        "cost 0.18 USD → +0.07 platform rule 'voice' → 0.25 → +0.05 Aurora → 0.30"
    );

    let call = stack.times(10).unwrap();
    assert_eq!(call.charged, usd("3.00"));
    assert_eq!(
        call.explain(),
        "cost 0.18 USD → +0.07 platform rule 'voice' → 0.25 → +0.05 Aurora → 0.30 → × 10 → 3.00"
    );
    let shares = call.shares().unwrap();
    assert_eq!(
        (shares.provider, shares.platform, shares.reseller),
        (usd("1.80"), usd("0.70"), usd("0.50"))
    );

    book.commission_percent = Decimal::TEN;
    let shares = minute(&book).times(10).unwrap().shares().unwrap();
    assert_eq!(
        (shares.provider, shares.platform, shares.reseller),
        (usd("1.80"), usd("1.00"), usd("0.20"))
    );
}

#[test]
fn anybody_can_read_the_trace() {
    let mut book = book(Currency::USD);
    book.platform = vec![rule("US local", percent("25"))];
    book.reseller = vec![rule("mine", Markup::Fixed(usd("0.50")))];
    assert_eq!(
        number(&book, &Basis::of(usd("2"))).explain(),
        "cost 2.00 USD → +25 % platform rule 'US local' → 2.50 → +0.50 Aurora → 3.00"
    );
    let mut book = self::book(Currency::EUR);
    book.rates = vec![(Currency::USD, rate("0.92"))];
    book.reseller = vec![rule("mine", Markup::Fixed(usd("0.50")))];
    let stack = number(&book, &Basis::of(usd("2")));
    assert_eq!(
        stack.explain(),
        "cost 2.00 USD → at 0.92 EUR per USD (European Central Bank, 3 Mar 2026) → 1.84 EUR → +0.50 USD at 0.92 EUR \
         per USD (European Central Bank, 3 Mar 2026) Aurora → 2.30"
    );
    assert_eq!(stack.fx, Some(rate("0.92")));
}

#[test]
fn the_most_specific_rule_wins_wherever_it_stands() {
    let general = rule("all", percent("50"));
    let mut local = rule("US", percent("10"));
    local.country = Some("US".parse().unwrap());
    for rules in [vec![general.clone(), local.clone()], vec![local, general]] {
        let mut book = book(Currency::USD);
        book.platform = rules;
        assert_eq!(number(&book, &Basis::of(usd("2"))).charged, usd("2.20"));
    }
}

#[test]
fn a_currency_without_a_rate_is_not_for_sale() {
    let euros = Basis::of(money("1", Currency::EUR));
    let mut book = book(Currency::USD);
    let number = subject(Service::NumberPurchase);
    assert_eq!(price(&book, &number, &euros), Err(PriceError::NoRate));
    // Nor is a rule's amount taken for as many dollars.
    book.platform = vec![rule("euros", Markup::Fixed(money("1", Currency::EUR)))];
    assert_eq!(
        price(&book, &number, &Basis::of(usd("1"))),
        Err(PriceError::NoRate)
    );
}

#[test]
fn fractions_of_a_cent_are_rounded_up_except_in_unit_prices() {
    let mut book = book(Currency::USD);
    book.platform = vec![rule("third", percent("33.3"))];
    let stack = number(&book, &Basis::of(usd("1")));
    assert_eq!((stack.platform_price, stack.charged), (usd("1.333"), usd("1.34")));
    assert!(
        stack
            .explain()
            .ends_with("→ rounded up to the smallest coin → 1.34")
    );
    book.rounding = Rounding::NinetyNine;
    let message = price(&book, &subject(Service::Sms), &Basis::of(usd("0.0075"))).unwrap();
    assert_eq!(message.charged.micros(), 9_998);
}

#[test]
fn prices_end_as_the_currency_allows() {
    let (none, five, nine) = (Rounding::None, Rounding::FiveCents, Rounding::NinetyNine);
    for (currency, rounding, from, to) in [
        (Currency::USD, none, "3.001", "3.01"),
        (Currency::USD, five, "3.00", "3.00"),
        (Currency::USD, five, "3.000001", "3.05"),
        (Currency::USD, nine, "2.99", "2.99"),
        (Currency::USD, nine, "2.990001", "3.99"),
        (Currency::USD, nine, "0.01", "0.99"),
        (Currency::JPY, none, "1200.4", "1201"),
        (Currency::JPY, five, "1201", "1205"),
        (Currency::JPY, nine, "1200", "1209"),
        (Currency::JPY, nine, "1209", "1209"),
        (Currency::KWD, none, "1.0001", "1.001"),
        (Currency::KWD, five, "1.001", "1.050"),
        (Currency::KWD, nine, "1.001", "1.990"),
    ] {
        let rounded = rounding.up(money(from, currency)).unwrap();
        assert_eq!(rounded, money(to, currency), "{rounding:?} of {from} {currency}");
    }
}

#[test]
fn each_floor_that_bites_is_a_step() {
    let mut book = book(Currency::USD);
    book.platform_margin = Margin {
        percent: Decimal::TEN,
        fixed: usd("0.30"),
    };
    book.reseller_margin.fixed = usd("0.25");
    book.rounding = Rounding::FiveCents;
    let basis = Basis {
        minimum_price: Some(usd("5")),
        ..Basis::of(usd("2"))
    };
    let stack = number(&book, &basis);
    assert_eq!(
        stack.explain(),
        "cost 2.00 USD → platform's minimum margin 10 % → 2.20 → platform's minimum margin 0.30 USD → 2.30 → Aurora's \
         minimum margin 0.25 USD → 2.55 → supplier's minimum selling price 5.00 USD → 5.00"
    );
    assert_eq!((stack.platform_price, stack.charged), (usd("2.30"), usd("5.00")));
    // A floor that does not bite says nothing.
    let stack = number(&book, &Basis::of(usd("20.01")));
    assert_eq!(
        stack.explain(),
        "cost 20.01 USD → platform's minimum margin 10 % → 22.011 → Aurora's minimum margin 0.25 USD → 22.261 → rounded \
         up to a multiple of five → 22.30"
    );
}

#[test]
fn a_discount_stops_at_the_cost_and_at_the_suppliers_minimum() {
    let mut book = book(Currency::USD);
    book.reseller = vec![rule("mine", Markup::Fixed(usd("1")))];
    let off = |amount: &str, minimum: Option<&str>| {
        let terms = Terms {
            applied: AppliedPromotion {
                id: PromoId::from(uuid::Uuid::nil()),
                code: "LESS".into(),
                funded_by: FundedBy::Reseller,
            },
            off: Off::Fixed(usd(amount)),
            maximum: None,
        };
        let stack = number(&book, &Basis::of(usd("2")));
        assert_eq!(stack.retail, usd("3"));
        let promoted = promote(&book, &stack, minimum.map(usd), &terms).unwrap()?;
        assert_eq!(promoted.retail, usd("3"));
        assert_eq!(
            promoted.retail.minus(promoted.discount).unwrap(),
            promoted.charged
        );
        Some(promoted)
    };
    let stack = off("0.40", None).unwrap();
    assert_eq!(stack.charged, usd("2.60"));
    assert!(stack.explain().ends_with("→ 3.00 → −0.40 code LESS → 2.60"));
    assert_eq!(stack.shares().unwrap().reseller, usd("0.60"));
    let stack = off("1.40", None).unwrap();
    assert_eq!(stack.charged, usd("2"));
    assert!(
        stack
            .explain()
            .ends_with("→ −1.00 code LESS (more would cross a floor) → 2.00")
    );
    assert_eq!(off("9", None).unwrap().charged, usd("2"));
    assert_eq!(off("9", Some("2.50")).unwrap().charged, usd("2.50"));
    assert!(off("-1", None).is_none());
}

/// What a reseller's own system pays out of the float.
#[test]
fn wholesale_is_the_platform_price_and_its_steps() {
    let mut book = book(Currency::EUR);
    book.rates = vec![(Currency::USD, rate("0.92"))];
    book.commission_percent = Decimal::TEN;
    book.platform = vec![rule("US local", percent("25"))];
    book.reseller = vec![rule("mine", percent("50"))];
    let basis = Basis {
        minimum_price: Some(usd("9")),
        ..Basis::of(usd("2"))
    };
    let stack = number(&book, &basis).wholesale();
    let euros = |text| money(text, Currency::EUR);
    assert_eq!(
        (stack.platform_price, stack.charged),
        (euros("2.30"), euros("2.30"))
    );
    assert_eq!((stack.retail, stack.discount), (euros("2.30"), euros("0")));
    assert_eq!(
        stack.explain(),
        "cost 2.00 USD → at 0.92 EUR per USD (European Central Bank, 3 Mar 2026) → 1.84 EUR → +25 % platform rule 'US \
         local' → 2.30"
    );
    let shares = stack.shares().unwrap();
    assert_eq!(
        (shares.provider, shares.platform, shares.reseller),
        (euros("1.84"), euros("0.46"), euros("0"))
    );
}
