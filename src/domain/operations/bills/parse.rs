//! Reads the file. Pure.

use crate::shared::{currency::Currency, money::Money};

/// Largest file, in bytes.
pub const BYTES_MAX: usize = 20 * 1024 * 1024;
/// Most lines.
pub const LINES_MAX: usize = 200_000;
/// Errors told at once.
const ERRORS_MAX: usize = 50;
/// Longest reference and description, in characters.
const REFERENCE_MAX: usize = 100;
const DESCRIPTION_MAX: usize = 500;

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// What names the thing.
    pub reference: String,
    pub description: String,
    /// The line's total.
    pub amount: Money,
    /// Months, pieces; 1 where the file has no such column.
    pub quantity: u32,
}

/// What is wrong with a line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// Of the file; the header is line 1.
    pub line: u64,
    pub what: String,
}

/// Why a file is no bill. Nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("the file is larger than 20 MB")]
    TooLarge,
    #[error("the file has more than 200000 lines")]
    TooMany,
    #[error("the file has no lines")]
    Empty,
    #[error(
        "the header must be `reference,description,amount,currency` or the same with `,quantity`; it is `{0}`"
    )]
    Header(String),
    #[error("{} lines cannot be read", .0.len())]
    Lines(Vec<LineError>),
}

/// The lines of a bill, all in one currency.
pub fn parse(file: &[u8]) -> Result<(Currency, Vec<BillLine>), ParseError> {
    if file.len() > BYTES_MAX {
        return Err(ParseError::TooLarge);
    }
    // Spreadsheets like to begin with a byte-order mark.
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
    let header = reader
        .headers()
        .map_err(|error| ParseError::Header(error.to_string()))?;
    let names: Vec<String> = header.iter().map(str::to_ascii_lowercase).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if !matches!(
        names[..],
        ["reference", "description", "amount", "currency"]
            | ["reference", "description", "amount", "currency", "quantity"]
    ) {
        return Err(ParseError::Header(names.join(",").chars().take(200).collect()));
    }
    let (mut lines, mut errors) = (vec![], vec![]);
    let mut currency = None;
    for record in reader.records() {
        if lines.len() >= LINES_MAX {
            return Err(ParseError::TooMany);
        }
        let read = record
            .map_err(|error| (error.position().map_or(0, csv::Position::line), words(&error)))
            .and_then(|record| {
                let number = record.position().map_or(0, csv::Position::line);
                line(&record, &mut currency).map_err(|what| (number, what))
            });
        match read {
            Ok(line) => lines.push(line),
            Err((line, what)) => errors.push(LineError { line, what }),
        }
        if errors.len() >= ERRORS_MAX {
            break;
        }
    }
    match currency {
        _ if !errors.is_empty() => Err(ParseError::Lines(errors)),
        Some(currency) if !lines.is_empty() => Ok((currency, lines)),
        _ => Err(ParseError::Empty),
    }
}

fn line(record: &csv::StringRecord, currency: &mut Option<Currency>) -> Result<BillLine, String> {
    let field = |at: usize| record.get(at).unwrap_or_default();
    let code = field(3);
    let own: Currency = code.parse().map_err(|_| format!("`{code}` is no currency"))?;
    let of_bill = *currency.get_or_insert(own);
    if of_bill != own {
        return Err(format!("a bill has one currency: {of_bill} above, {own} here"));
    }
    let reference = field(0);
    if reference.is_empty() || reference.chars().count() > REFERENCE_MAX {
        return Err(format!("a reference has 1 to {REFERENCE_MAX} characters"));
    }
    let amount = field(2);
    let amount = Money::parse(amount, own).map_err(|error| format!("`{amount}` is no amount: {error}"))?;
    let quantity = match field(4) {
        "" => 1,
        text => text
            .parse()
            .ok()
            .filter(|quantity| *quantity > 0)
            .ok_or_else(|| format!("`{text}` is no quantity"))?,
    };
    Ok(BillLine {
        reference: reference.to_owned(),
        description: field(1).chars().take(DESCRIPTION_MAX).collect(),
        amount,
        quantity,
    })
}

fn words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "not UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("{len} fields where the header has {expected_len}")
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(file: &str) -> Vec<(u64, String)> {
        match parse(file.as_bytes()) {
            Err(ParseError::Lines(errors)) => {
                errors.into_iter().map(|error| (error.line, error.what)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_bill_is_read_to_the_micro_unit() {
        let file = "\u{FEFF}Reference,Description,Amount,Currency,Quantity\n\
                    +14155550100,\"Number, monthly\",1.15,USD,1\n8944000,Plan,0.0075,USD,\n";
        let (currency, lines) = parse(file.as_bytes()).unwrap();
        assert_eq!((currency, lines.len()), (Currency::USD, 2));
        assert_eq!(lines[0].description, "Number, monthly");
        assert_eq!(lines[1].amount.micros(), 7_500);
    }

    #[test]
    fn every_wrong_line_is_told_by_its_number() {
        let header = "reference,description,amount,currency\n";
        let file =
            format!("{header}a,b,1.00,USD\n,b,1.00,USD\na,b,x,USD\na,b,1.00,EUR\na,b,1.00,XXXX\na,b\n");
        let found = errors(&file);
        let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7], "{found:?}");
        assert_eq!(found[4].1, "2 fields where the header has 4");
    }

    #[test]
    fn what_is_no_bill_is_refused() {
        assert_eq!(
            parse(b"reference,description,amount,currency\n"),
            Err(ParseError::Empty)
        );
        assert!(matches!(parse(b"a,b,c\n1,2,3\n"), Err(ParseError::Header(_))));
        assert!(matches!(parse(b""), Err(ParseError::Header(_))));
        assert_eq!(parse(&vec![b'a'; BYTES_MAX + 1]), Err(ParseError::TooLarge));
        let many =
            "reference,description,amount,currency\n".to_owned() + &"a,b,1,USD\n".repeat(LINES_MAX + 1);
        assert_eq!(parse(many.as_bytes()), Err(ParseError::TooMany));
    }
}
