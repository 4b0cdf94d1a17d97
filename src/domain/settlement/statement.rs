//! A reseller's statement: its earnings and its float over a period, from the ledger.

use chrono::NaiveDate;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        figures::{self, accounts::Moved},
        scope::Manages,
        spreadsheet,
    },
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
    let mut tx = backend.begin_search(scope).await?;
    let currency = store::currency_of(&mut tx, scope.reseller()).await?;
    let moved = figures::accounts(&mut tx, scope, currency, from, until).await?;
    tx.commit().await?;
    Ok(Statement {
        from,
        until,
        currency,
        earnings: earnings_part(&moved, currency)?,
        float: part(
            &moved,
            currency,
            |moved| (moved.float_entries, moved.float),
            float_word,
        )?,
    })
}

/// A sale's share before the commission, and the commission beside it.
fn earnings_part(moved: &[Moved], currency: Currency) -> Result<StatementPart, MoneyError> {
    let entries = |moved: &Moved| (moved.earnings_entries, moved.earnings);
    let mut found = part(moved, currency, entries, earnings_word)?;
    let withheld = moved
        .iter()
        .find(|moved| moved.kind.as_deref() == Some("sale") && !moved.is_float);
    if let Some(Moved {
        transfers: sales,
        commission,
        ..
    }) = withheld
    {
        let net = match found.lines.iter().position(|line| line.what == SALES) {
            Some(at) => found.lines.remove(at).amount,
            None => Money::zero(currency),
        };
        let line = |what, amount| StatementLine {
            what,
            count: *sales,
            amount,
        };
        found.lines.splice(
            0..0,
            [
                line(SALES, net.plus(*commission)?),
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

/// One account: `entries` reads its entries and their sum.
fn part(
    moved: &[Moved],
    currency: Currency,
    entries: impl Fn(&Moved) -> (i64, Money),
    word: impl Fn(&str) -> &'static str,
) -> Result<StatementPart, MoneyError> {
    let mut opening = Money::zero(currency);
    let mut lines: Vec<StatementLine> = vec![];
    for moved in moved {
        let (count, amount) = entries(moved);
        let Some(kind) = &moved.kind else {
            opening = opening.plus(amount)?;
            continue;
        };
        if count == 0 {
            continue;
        }
        let what = word(kind);
        match lines.iter_mut().find(|line| line.what == what) {
            Some(line) => {
                line.count += count;
                line.amount = line.amount.plus(amount)?;
            }
            None => lines.push(StatementLine { what, count, amount }),
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
