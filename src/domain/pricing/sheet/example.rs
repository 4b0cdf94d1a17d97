//! A product that shows what a change of a rule does.

use crate::{
    domain::pricing::{
        price::{Basis, Subject, price},
        rule::Rule,
        rulebook::{Rulebook, most_specific},
    },
    shared::{
        ids::PlanId,
        money::{MICROS_PER_UNIT, Money},
        place::CountryCode,
        price::Service,
        pricing::SheetExample,
    },
};

/// A plan that can be an example.
pub(in crate::domain::pricing) struct ExamplePlan {
    pub id: PlanId,
    pub name: String,
    pub provider: String,
    /// `None` for regional and global plans.
    pub country: Option<CountryCode>,
    pub basis: Basis,
}

impl ExamplePlan {
    fn subject(&self) -> Subject<'_> {
        Subject {
            service: Service::DataPlan,
            country: self.country,
            provider: &self.provider,
            plan: Some(self.id),
        }
    }
}

/// The price of something the rule decides, in the books before and after. What is no data plan is priced at a cost of
/// 1.00, since asking suppliers for each country would take minutes. `numbers` is the supplier of everything else.
pub(super) fn example(
    plans: &[ExamplePlan],
    numbers: &str,
    rule: &Rule,
    before: &Rulebook,
    after: &Rulebook,
) -> SheetExample {
    let decides = |book: &Rulebook, subject: &Subject<'_>| {
        most_specific(&book.reseller, subject).is_some_and(|found| found.ties_with(rule))
    };
    let matched = || plans.iter().filter(|plan| rule.matches(&plan.subject()));
    let plan = matched()
        .find(|plan| decides(after, &plan.subject()) || decides(before, &plan.subject()))
        .or_else(|| matched().next());
    if let Some(plan) = plan {
        return of(plan.name.clone(), &plan.subject(), &plan.basis, before, after);
    }
    let subject = Subject {
        service: rule.service.unwrap_or(Service::NumberPurchase),
        country: rule.country,
        provider: rule.provider.as_deref().unwrap_or(numbers),
        plan: rule.plan,
    };
    let one = Money::from_micros(MICROS_PER_UNIT, before.currency);
    let product = format!("What costs {one} at the supplier");
    of(product, &subject, &Basis::of(one), before, after)
}

fn of(
    product: String,
    subject: &Subject<'_>,
    basis: &Basis,
    before: &Rulebook,
    after: &Rulebook,
) -> SheetExample {
    let charged = |book| price(book, subject, basis).ok().map(|stack| stack.charged);
    SheetExample {
        product,
        before: charged(before),
        after: charged(after),
    }
}
