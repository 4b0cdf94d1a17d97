//! Reads a file of prices. Pure.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;

use super::decide::RowError;
use crate::{
    domain::{
        pricing::rule::{Markup, Rule},
        spreadsheet,
    },
    shared::{currency::Currency, ids::RuleId, money::Money, price::Service},
};

/// Most rows of a file.
pub const ROWS_MAX: usize = 1_000;
/// Columns without which nothing is known of a row.
const NEEDED: [&str; 4] = ["rule", "name", "adds", "value"];

/// Why a file is not one of prices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("the header lacks the column {0}")]
    Header(&'static str),
    #[error("the file has no rows")]
    Empty,
    #[error("the file has more than 1,000 rows")]
    TooMany,
}

/// When a row's rule ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    Open,
    Now,
    At(DateTime<Utc>),
}

/// A row that can be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// The rule it is an edit of; `None` adds one.
    pub id: Option<RuleId>,
    pub rule: Rule,
    /// `None` is now.
    pub from: Option<DateTime<Utc>>,
    pub until: Until,
}

/// Rows with their line in the file, the header being line 1.
pub(super) type Rows = Vec<(u64, Result<Row, RowError>)>;

/// Reads a file. A fixed markup without a currency is in `currency`.
pub(super) fn read(text: &str, currency: Currency) -> Result<Rows, ReadError> {
    // Spreadsheets like to begin with a byte-order mark, and where decimals have commas they separate by semicolons.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.contains(';') && !first.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .map(|header| header.iter().map(str::to_ascii_lowercase).collect())
        .unwrap_or_default();
    if let Some(lacking) = NEEDED
        .into_iter()
        .find(|name| !header.iter().any(|column| column == name))
    {
        return Err(ReadError::Header(lacking));
    }
    let mut rows = vec![];
    for record in reader.records() {
        if rows.len() >= ROWS_MAX {
            return Err(ReadError::TooMany);
        }
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                rows.push((line, row(&header, &record, currency)));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                rows.push((line, Err(RowError::Unreadable)));
            }
        }
    }
    if rows.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(rows)
}

fn row(header: &[String], record: &csv::StringRecord, currency: Currency) -> Result<Row, RowError> {
    if record.len() != header.len() {
        return Err(RowError::Cells {
            found: record.len(),
            wanted: header.len(),
        });
    }
    let cell = |name: &str| {
        let at = header.iter().position(|column| column == name);
        spreadsheet::plain(at.and_then(|at| record.get(at)).unwrap_or_default())
    };
    let id = match cell("rule") {
        "" => None,
        text => Some(text.parse().map_err(|_| RowError::Id)?),
    };
    let plan = match cell("plan") {
        "" => None,
        text => Some(text.parse().map_err(|_| RowError::Plan)?),
    };
    let service = match cell("service") {
        "" if plan.is_some() => Some(Service::DataPlan),
        "" => None,
        word => Some(Service::parse(word).ok_or(RowError::Service)?),
    };
    let country = match cell("country") {
        "" => None,
        text => Some(text.parse().map_err(|_| RowError::Country)?),
    };
    let rule = Rule {
        name: cell("name").to_owned(),
        service,
        country,
        provider: None,
        plan,
        markup: markup(cell("adds"), cell("value"), cell("currency"), currency)?,
    };
    let until = match cell("until") {
        "" => Until::Open,
        text if text.eq_ignore_ascii_case("now") => Until::Now,
        text => Until::At(moment(text).ok_or(RowError::Day("until"))?),
    };
    let from = match cell("from") {
        "" => None,
        text => Some(moment(text).ok_or(RowError::Day("from"))?),
    };
    Ok(Row {
        id,
        rule,
        from,
        until,
    })
}

fn markup(adds: &str, value: &str, code: &str, currency: Currency) -> Result<Markup, RowError> {
    match adds {
        "percent" => value
            .parse::<Decimal>()
            .map(|percent| Markup::Percent(percent.normalize()))
            .map_err(|_| RowError::Percent),
        "fixed" => {
            let currency = match code {
                "" => currency,
                code => code.parse().map_err(|_| RowError::Currency)?,
            };
            Money::parse(value, currency)
                .map(Markup::Fixed)
                .map_err(|_| RowError::Amount)
        }
        _ => Err(RowError::Adds),
    }
}

/// A moment as the file has it, or a day, which is its beginning (UTC).
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let day = || {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(day.and_time(NaiveTime::MIN).and_utc())
    };
    text.parse().ok().or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_may_move_and_spreadsheets_may_separate_by_semicolons() {
        let text = "\u{feff}value;adds;name;rule\n12.5;percent;All;\n";
        let rows = read(text, Currency::EUR).unwrap();
        let row = rows[0].1.as_ref().unwrap();
        assert_eq!(
            (rows[0].0, row.rule.markup),
            (2, Markup::Percent(Decimal::new(125, 1)))
        );
        assert_eq!((row.id, row.from, row.until), (None, None, Until::Open));
    }

    #[test]
    fn each_bad_row_says_what_is_wrong_and_the_others_are_read() {
        let text = "rule,name,adds,value,until\n,A,percent,x,\n,B,double,1,\nrul_7,C,percent,1,\n,D,percent,1,soon\n\
                    ,E,percent\n,F,fixed,0.30,2027-01-01\n";
        let rows = read(text, Currency::EUR).unwrap();
        let errors: Vec<_> = rows
            .iter()
            .filter_map(|(line, row)| row.as_ref().err().map(|error| (*line, error.clone())))
            .collect();
        assert_eq!(
            errors,
            [
                (2, RowError::Percent),
                (3, RowError::Adds),
                (4, RowError::Id),
                (5, RowError::Day("until")),
                (6, RowError::Cells { found: 3, wanted: 5 }),
            ]
        );
        assert!(rows[5].1.is_ok());
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        assert_eq!(read("a,b\n1,2\n", Currency::EUR), Err(ReadError::Header("rule")));
        assert_eq!(
            read("rule,name,adds,value\n", Currency::EUR),
            Err(ReadError::Empty)
        );
        let long = format!("rule,name,adds,value\n{}", ",A,percent,1\n".repeat(ROWS_MAX + 1));
        assert_eq!(read(&long, Currency::EUR), Err(ReadError::TooMany));
    }
}
