//! What holds for every price there can be.

use clouddail::{
    domain::pricing::{
        Basis, Rulebook, price, promote,
        promote::{Off, Terms},
        rounding::Rounding,
        rule::{Markup, Rule},
        rulebook::Margin,
    },
    shared::{
        currency::Currency,
        ids::PromoId,
        money::Money,
        price::{PriceStack, Service, Stage},
        promotion::{AppliedPromotion, FundedBy},
    },
};
use proptest::{option::weighted, prelude::*, sample::select};
use rust_decimal::Decimal;

use super::prices::{book, rate, rule, subject};

const CURRENCIES: [Currency; 4] = [Currency::USD, Currency::EUR, Currency::JPY, Currency::KWD];

fn amount(currency: Currency) -> impl Strategy<Value = Money> {
    (0..2_000_000_000_i64).prop_map(move |micros| Money::from_micros(micros, currency))
}

fn percentage() -> impl Strategy<Value = Decimal> {
    (0..1_000_000_000_i64).prop_map(|micros| Decimal::new(micros, 6))
}

fn markup(currency: Currency) -> impl Strategy<Value = Markup> {
    prop_oneof![
        percentage().prop_map(Markup::Percent),
        amount(currency).prop_map(Markup::Fixed),
        amount(Currency::USD).prop_map(Markup::Fixed),
    ]
}

fn any_rule(currency: Currency) -> impl Strategy<Value = Rule> {
    let service = weighted(0.3, select(Service::ALL.to_vec()));
    let country = weighted(0.3, select(vec!["US", "FR"]));
    let provider = weighted(0.3, select(vec!["twilio", "telna"]));
    (service, country, provider, markup(currency)).prop_map(|(service, country, provider, markup)| Rule {
        service,
        country: country.map(|code| code.parse().unwrap()),
        provider: provider.map(str::to_owned),
        ..rule("any", markup)
    })
}

/// Rules that do not tie.
fn rules(currency: Currency) -> impl Strategy<Value = Vec<Rule>> {
    proptest::collection::vec(any_rule(currency), 0..6).prop_map(|rules| {
        let mut kept: Vec<Rule> = vec![];
        for rule in rules {
            if kept.iter().all(|other| !other.ties_with(&rule)) {
                kept.push(rule);
            }
        }
        kept
    })
}

/// Mostly none, so that rules are not drowned by floors.
fn margin(currency: Currency) -> impl Strategy<Value = Margin> {
    (weighted(0.3, percentage()), weighted(0.3, amount(currency))).prop_map(move |(percent, fixed)| Margin {
        percent: percent.unwrap_or_default(),
        fixed: fixed.unwrap_or(Money::zero(currency)),
    })
}

fn any_book() -> impl Strategy<Value = Rulebook> {
    let rounding = select(vec![Rounding::None, Rounding::FiveCents, Rounding::NinetyNine]);
    (select(CURRENCIES.to_vec()), rounding).prop_flat_map(|(currency, rounding)| {
        let margins = (margin(currency), margin(currency));
        let rate_digits = 1..5_000_000_000_i64;
        (
            rules(currency),
            rules(currency),
            margins,
            0..10_001_i64,
            rate_digits,
        )
            .prop_map(move |(platform, reseller, margins, commission, digits)| {
                let mut dollars = rate("1");
                dollars.rate = Decimal::new(digits, 7);
                Rulebook {
                    platform,
                    reseller,
                    platform_margin: margins.0,
                    reseller_margin: margins.1,
                    rounding,
                    commission_percent: Decimal::new(commission, 2),
                    rates: vec![(Currency::USD, dollars)],
                    ..book(currency)
                }
            })
    })
}

fn any_service() -> impl Strategy<Value = Service> {
    select(Service::ALL.to_vec())
}

/// A cost, a supplier's minimum, and sometimes a code that the reseller bears.
#[derive(Debug, Clone)]
struct Sale {
    basis: Basis,
    code: Option<Terms>,
}

fn any_sale() -> impl Strategy<Value = Sale> {
    let off = prop_oneof![
        amount(Currency::USD).prop_map(Off::Fixed),
        (1..100_001_i64).prop_map(|thousandths| Off::Percent(Decimal::new(thousandths, 3))),
    ];
    let code = (off, weighted(0.3, amount(Currency::USD))).prop_map(|(off, maximum)| Terms {
        applied: AppliedPromotion {
            id: PromoId::from(uuid::Uuid::nil()),
            code: "LESS".into(),
            funded_by: FundedBy::Reseller,
        },
        off,
        maximum,
    });
    let minimum = weighted(0.3, amount(Currency::USD));
    (amount(Currency::USD), minimum, weighted(0.3, code)).prop_map(|(cost, minimum_price, code)| Sale {
        basis: Basis { cost, minimum_price },
        code,
    })
}

/// As orders price: the code, where it takes something off; metered services have none.
fn priced(book: &Rulebook, service: Service, sale: &Sale) -> PriceStack {
    let stack = price(book, &subject(service), &sale.basis).unwrap();
    let Some(code) = sale.code.as_ref().filter(|_| !service.is_metered()) else {
        return stack;
    };
    let promoted = promote(book, &stack, sale.basis.minimum_price, code).unwrap();
    promoted.unwrap_or(stack)
}

fn dearer(markup: Markup, by: i64) -> Markup {
    match markup {
        Markup::Percent(percent) => Markup::Percent(percent + Decimal::new(by, 6)),
        Markup::Fixed(amount) => Markup::Fixed(Money::from_micros(amount.micros() + by, amount.currency())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_dearer_cost_is_never_a_lower_price(
        book in any_book(), service in any_service(), sale in any_sale(), by in 0..1_000_000_000_i64,
    ) {
        let basis = Basis { cost: Money::from_micros(sale.basis.cost.micros() + by, Currency::USD), ..sale.basis };
        let more = Sale { basis, ..sale.clone() };
        let (less, more) = (priced(&book, service, &sale), priced(&book, service, &more));
        prop_assert!(less.platform_price.micros() <= more.platform_price.micros());
        prop_assert!(less.retail.micros() <= more.retail.micros());
        prop_assert!(less.charged.micros() <= more.charged.micros());
    }

    #[test]
    fn a_higher_markup_is_never_a_lower_price(
        book in any_book(), service in any_service(), sale in any_sale(), is_platforms in any::<bool>(), by in 0..1_000_000_000_i64,
    ) {
        let mut higher = book.clone();
        let rules = if is_platforms { &mut higher.platform } else { &mut higher.reseller };
        let wanted = subject(service);
        let applied = rules.iter_mut().filter(|rule| rule.matches(&wanted)).max_by_key(|rule| rule.specificity());
        if let Some(rule) = applied {
            rule.markup = dearer(rule.markup, by);
        }
        let (less, more) = (priced(&book, service, &sale), priced(&higher, service, &sale));
        prop_assert!(less.platform_price.micros() <= more.platform_price.micros());
        prop_assert!(less.retail.micros() <= more.retail.micros());
        prop_assert!(less.charged.micros() <= more.charged.micros());
    }

    #[test]
    fn no_price_is_below_a_floor(book in any_book(), service in any_service(), sale in any_sale()) {
        let stack = priced(&book, service, &sale);
        let above = |base: Money, margin: Margin| {
            let by_percent = base.plus(base.percent(margin.percent).unwrap()).unwrap();
            by_percent.micros().max(base.plus(margin.fixed).unwrap().micros())
        };
        prop_assert_eq!(book.convert(sale.basis.cost).unwrap().0, stack.cost);
        prop_assert!(stack.platform_price.micros() >= above(stack.cost, book.platform_margin));
        prop_assert!(stack.retail.micros() >= above(stack.platform_price, book.reseller_margin));
        if let Some(minimum) = sale.basis.minimum_price {
            prop_assert!(stack.charged.micros() >= book.convert(minimum).unwrap().0.micros());
        }
        prop_assert!(stack.charged.micros() >= stack.cost.micros());
        prop_assert!(!stack.charged.is_negative());
    }

    #[test]
    fn sums_are_exact_to_the_micro_unit(
        book in any_book(), service in any_service(), sale in any_sale(), quantity in 1..1000_u32,
    ) {
        let stack = priced(&book, service, &sale);
        for stack in [stack.times(quantity).unwrap(), stack.wholesale(), stack] {
            prop_assert_eq!(stack.retail.micros() - stack.discount.micros(), stack.charged.micros());
            prop_assert!(!stack.discount.is_negative());
            let shares = stack.shares().unwrap();
            let sum = shares.provider.micros() + shares.platform.micros() + shares.reseller.micros();
            prop_assert_eq!(sum, stack.charged.micros());
            prop_assert_eq!(stack.trace.last().unwrap().result, stack.charged);
            let text = serde_json::to_string(&stack).unwrap();
            prop_assert_eq!(serde_json::from_str::<PriceStack>(&text).unwrap(), stack);
        }
    }

    #[test]
    fn every_price_ends_where_its_rounding_says(book in any_book(), service in any_service(), sale in any_sale()) {
        let stack = priced(&book, service, &sale);
        let coin = 10_i64.pow(6 - book.currency.minor_digits());
        let has_coins = coin <= 10_000;
        let (step, ending) = match (book.rounding, has_coins) {
            (Rounding::None, _) => (coin, 0),
            (Rounding::FiveCents, true) => (50_000, 0),
            (Rounding::FiveCents, false) => (5_000_000, 0),
            (Rounding::NinetyNine, true) => (1_000_000, 990_000),
            (Rounding::NinetyNine, false) => (10_000_000, 9_000_000),
        };
        if !service.is_metered() {
            prop_assert_eq!(stack.retail.micros().rem_euclid(step), ending);
            prop_assert_eq!(stack.charged.micros() % coin, 0);
        }
        let before = stack.trace.iter().rev().find(|trace| !trace.what.starts_with("rounded") && !trace.what.contains(" code "));
        prop_assert!(stack.retail.micros() - before.unwrap().result.micros() < step.max(1));
    }

    #[test]
    fn the_order_of_rules_does_not_matter(
        (book, platform, reseller) in any_book().prop_flat_map(|book| {
            let (platform, reseller) = (Just(book.platform.clone()), Just(book.reseller.clone()));
            (Just(book), platform.prop_shuffle(), reseller.prop_shuffle())
        }),
        service in any_service(), sale in any_sale(),
    ) {
        let stack = priced(&book, service, &sale);
        let shuffled = Rulebook { platform, reseller, ..book.clone() };
        prop_assert_eq!(&stack, &priced(&shuffled, service, &sale));
        // The winner is never less specific than another that matches.
        let wanted = subject(service);
        let best = book.platform.iter().filter(|rule| rule.matches(&wanted)).max_by_key(|rule| rule.specificity());
        let only = Rulebook { platform: best.cloned().into_iter().collect(), ..book.clone() };
        prop_assert_eq!(&stack, &priced(&only, service, &sale));
    }

    /// Whoever reads the steps can follow them: they only go up, until the discount.
    #[test]
    fn steps_go_up_until_the_discount(book in any_book(), service in any_service(), sale in any_sale()) {
        let stack = priced(&book, service, &sale);
        let mut stages = stack.trace.iter().map(|step| step.stage as u8);
        let mut last = stages.next().unwrap();
        prop_assert!(stages.all(|stage| std::mem::replace(&mut last, stage) <= stage));
        let in_shop: Vec<_> = stack.trace.iter().filter(|step| step.stage != Stage::Cost).collect();
        for pair in in_shop.windows(2) {
            let is_discount = pair[1].what.contains(" code ");
            prop_assert!(is_discount || pair[0].result.micros() <= pair[1].result.micros());
        }
    }
}
