//! Finds each line's order and says how they agree. Pure.

use std::collections::BTreeMap;

use super::{Owed, parse::BillLine};
use crate::shared::{
    currency::Currency,
    money::{MICROS_PER_UNIT, Money, MoneyError},
};

/// How a line of the provider and our books agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Matched,
    /// The provider bills what we owe nothing for, as far as we know.
    ProviderOnly,
    /// We owe what the provider does not bill.
    OursOnly,
    AmountDiffers,
}

impl Outcome {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::ProviderOnly => "provider_only",
            Self::OursOnly => "ours_only",
            Self::AmountDiffers => "amount_differs",
        }
    }
}

/// A line with its judgement.
#[derive(Debug, Clone)]
pub struct Judged {
    pub reference: String,
    pub description: String,
    /// What the provider bills; nothing where the line is ours alone.
    pub amount: Money,
    pub outcome: Outcome,
    pub cause: String,
    /// Which of the orders.
    pub order: Option<usize>,
    pub ours: Option<Money>,
}

/// Judges every line, and adds one for each order that was to be billed in the period and is not.
pub fn judge(
    lines: &[BillLine],
    orders: &[Owed],
    names: &BTreeMap<String, usize>,
    currency: Currency,
) -> Result<Vec<Judged>, MoneyError> {
    let mut billed: BTreeMap<usize, usize> = BTreeMap::new();
    let mut judged = Vec::with_capacity(lines.len());
    for (position, line) in lines.iter().enumerate() {
        let order = names.get(&line.reference).copied();
        let (outcome, cause, ours) = match order.map(|at| (at, &orders[at])) {
            None => {
                let cause = "Unknown to us: no order, number or eSIM of ours has this reference.";
                (Outcome::ProviderOnly, cause.to_owned(), None)
            }
            Some((at, order)) => match billed.get(&at) {
                Some(earlier) => {
                    let cause = format!("Billed twice: line {} has it already.", earlier + 1);
                    (Outcome::ProviderOnly, cause, None)
                }
                None => {
                    billed.insert(at, position);
                    against(line, order)?
                }
            },
        };
        judged.push(Judged {
            reference: line.reference.clone(),
            description: line.description.clone(),
            amount: line.amount,
            outcome,
            cause,
            order,
            ours,
        });
    }
    for (at, order) in orders.iter().enumerate() {
        if order.is_due && !billed.contains_key(&at) {
            judged.push(Judged {
                reference: order.reference.clone(),
                description: order.what.clone(),
                amount: Money::zero(currency),
                outcome: Outcome::OursOnly,
                cause: format!(
                    "Booked on {} as owed to the provider; the bill has no line for it.",
                    order.placed_at.format("%Y-%m-%d")
                ),
                order: Some(at),
                ours: Some(order.owed),
            });
        }
    }
    Ok(judged)
}

type Judgement = (Outcome, String, Option<Money>);

fn against(line: &BillLine, order: &Owed) -> Result<Judgement, MoneyError> {
    if order.owed.currency() != line.amount.currency() {
        let cause = format!(
            "Booked in {}, billed in {}.",
            order.owed.currency(),
            line.amount.currency()
        );
        return Ok((Outcome::AmountDiffers, cause, None));
    }
    if let Some(at) = order.gone_before {
        let cause = format!(
            "Released late: given back here on {}, before this bill's period began, and billed there.",
            at.format("%Y-%m-%d")
        );
        return Ok((
            Outcome::AmountDiffers,
            cause,
            Some(Money::zero(line.amount.currency())),
        ));
    }
    let day = order.updated_at.format("%Y-%m-%d");
    let cause = match order.state.as_str() {
        "released" => Some(format!(
            "Given back here on {day}, because the provider had not sold it; it is billed there."
        )),
        "held" | "submitted" | "unknown" => {
            Some("Still in flight here: its outcome is not known yet.".to_owned())
        }
        _ if order.owed.is_zero() => Some(format!("Refunded here on {day}, but billed there.")),
        _ => None,
    };
    if let Some(cause) = cause {
        return Ok((
            Outcome::AmountDiffers,
            cause,
            Some(Money::zero(line.amount.currency())),
        ));
    }
    let ours = order.owed.times(line.quantity.into())?;
    let difference = line.amount.minus(ours)?;
    if difference.micros().abs() <= minor_unit(line.amount.currency()) {
        let cause = if difference.is_zero() {
            String::new()
        } else {
            "Equal but for rounding.".to_owned()
        };
        return Ok((Outcome::Matched, cause, Some(ours)));
    }
    let cause = if order.owed == order.cost {
        format!(
            "Another price: booked at {} on {}, billed at {}.",
            ours.amount(),
            order.placed_at.format("%Y-%m-%d"),
            line.amount.amount()
        )
    } else {
        format!(
            "Refunded in part here on {day}: {} of {} is still owed, {} is billed.",
            order.owed.amount(),
            order.cost.amount(),
            line.amount.amount()
        )
    };
    Ok((Outcome::AmountDiffers, cause, Some(ours)))
}

/// One minor unit: half a cent of rounding on either side.
fn minor_unit(currency: Currency) -> i64 {
    MICROS_PER_UNIT / 10_i64.pow(currency.minor_digits())
}
