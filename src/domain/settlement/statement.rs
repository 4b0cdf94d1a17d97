//! A reseller's statement: its earnings and its float over a period, from the ledger.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::store::{self, Movement, Span};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages, spreadsheet},
    shared::{
        currency::Currency,
        money::{Money, MoneyError},
    },
};

/// One kind of movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementLine {
    pub what: &'static str,
    pub count: i64,
    pub amount: Money,
}

/// One account over the period; `opening` and the lines sum to `closing`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementPart {
    pub opening: Money,
    pub lines: Vec<StatementLine>,
    pub closing: Money,
}

/// Both accounts of a reseller. Dates are UTC; `from` is included, `until` is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub currency: Currency,
    /// What the platform collected for the reseller.
    pub earnings: StatementPart,
    /// What the reseller holds at the platform.
    pub float: StatementPart,
}

/// The statement of `[from, until)`, in the shop's currency.
pub async fn statement(
    backend: &Backend,
    scope: &impl Manages,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Statement, Internal> {
    let reseller = scope.reseller();
    let span = Span {
        from: midnight(from),
        until: midnight(until),
    };
    let mut tx = backend.begin(scope).await?;
    let currency = store::currency_of(&mut tx, reseller).await?;
    let earnings = store::earnings_movements(&mut tx, reseller, currency, span).await?;
    let float = store::float_movements(&mut tx, reseller, currency, span).await?;
    let charges = store::charges(&mut tx, reseller, currency, span).await?;
    tx.commit().await?;
    let withheld = charges.iter().find(|found| !found.is_float && !found.is_refund);
    let (sales, commission) = withheld.map_or((0, Money::zero(currency)), |found| {
        (found.count, found.commission)
    });
    Ok(Statement {
        from,
        until,
        currency,
        earnings: earnings_part(&earnings, currency, sales, commission)?,
        float: part(&float, currency, float_word)?,
    })
}

/// Midnight, UTC.
pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// A sale's share before the commission, and the commission beside it.
fn earnings_part(
    movements: &[Movement],
    currency: Currency,
    sales: i64,
    commission: Money,
) -> Result<StatementPart, MoneyError> {
    let mut found = part(movements, currency, earnings_word)?;
    if sales > 0 {
        let net = match found.lines.iter().position(|line| line.what == SALES) {
            Some(at) => found.lines.remove(at).amount,
            None => Money::zero(currency),
        };
        let line = |what, amount| StatementLine {
            what,
            count: sales,
            amount,
        };
        found.lines.splice(
            0..0,
            [
                line(SALES, net.plus(commission)?),
                line("Commission", commission.negated()?),
            ],
        );
    }
    Ok(found)
}

const SALES: &str = "Sales";

fn earnings_word(kind: &str) -> &'static str {
    match kind {
        "sale" => SALES,
        "refund" => "Taken back by refunds",
        "payout" => "Payouts",
        "payout_returned" => "Payouts that came back",
        _ => "Other",
    }
}

fn float_word(kind: &str) -> &'static str {
    match kind {
        "sale" => "Charged for sales",
        "refund" => "Given back by refunds",
        "float_funding" => "Funded",
        "handover" => "Evened out with the platform",
        _ => "Other",
    }
}

fn part(
    movements: &[Movement],
    currency: Currency,
    word: impl Fn(&str) -> &'static str,
) -> Result<StatementPart, MoneyError> {
    let mut opening = Money::zero(currency);
    let mut lines: Vec<StatementLine> = vec![];
    for movement in movements {
        let Some(kind) = &movement.kind else {
            opening = movement.amount;
            continue;
        };
        let what = word(kind);
        match lines.iter_mut().find(|line| line.what == what) {
            Some(line) => {
                line.count += movement.count;
                line.amount = line.amount.plus(movement.amount)?;
            }
            None => lines.push(StatementLine {
                what,
                count: movement.count,
                amount: movement.amount,
            }),
        }
    }
    lines.sort_by_key(|line| line.what);
    let closing = lines
        .iter()
        .try_fold(opening, |sum, line| sum.plus(line.amount))?;
    Ok(StatementPart {
        opening,
        lines,
        closing,
    })
}

impl Statement {
    /// As a file for a spreadsheet: account, line, count, amount, currency.
    pub fn csv(&self) -> Result<String, Internal> {
        let mut file = csv::Writer::from_writer(vec![]);
        file.write_record(["account", "line", "count", "amount", "currency"])?;
        for (account, part) in [("earnings", &self.earnings), ("float", &self.float)] {
            let mut row = |what: &str, count: String, amount: Money| {
                file.write_record([account, what, &count, &amount.amount(), amount.currency().code()])
            };
            row("Opening balance", String::new(), part.opening)?;
            for line in &part.lines {
                row(line.what, line.count.to_string(), line.amount)?;
            }
            row("Closing balance", String::new(), part.closing)?;
        }
        spreadsheet::text(file)
    }
}
