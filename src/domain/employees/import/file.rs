//! The lines of a file of employees (CSV, RFC 4180; commas or semicolons).

use crate::domain::employees::details::Written;

/// Lines a file has at most.
pub const ROWS_MAX: usize = 2_000;

/// Why no line could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("not a text")]
    NotText,
    /// These columns are not in the first line.
    #[error("columns are missing: {0:?}")]
    Columns(Vec<&'static str>),
    #[error("no lines below the first")]
    Empty,
    #[error("too many lines")]
    TooLong,
    /// The line is not written as CSV.
    #[error("line {0} cannot be read")]
    Line(u64),
}

/// The columns there are; the first three are needed.
const COLUMNS: [&str; 8] = [
    "email",
    "first_name",
    "last_name",
    "phone_model",
    "cost_centre",
    "team",
    "starts_on",
    "ends_on",
];
const NEEDED: usize = 3;

/// The line numbers of the file, and what stands there. Columns may come in any order; others are left alone.
pub fn lines(text: &str) -> Result<Vec<(i64, Written)>, FileError> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .map_err(|_| FileError::NotText)?
        .iter()
        .map(|name| {
            name.trim()
                .to_lowercase()
                .replace([' ', '-'], "_")
                .replace("center", "centre")
        })
        .collect();
    let places = COLUMNS.map(|column| names.iter().position(|name| name == column));
    let missing: Vec<_> = COLUMNS
        .into_iter()
        .zip(places)
        .take(NEEDED)
        .filter_map(|(column, place)| place.is_none().then_some(column))
        .collect();
    if !missing.is_empty() {
        return Err(FileError::Columns(missing));
    }
    let mut lines = vec![];
    for record in reader.records() {
        let record =
            record.map_err(|error| FileError::Line(error.position().map_or(0, csv::Position::line)))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == ROWS_MAX {
            return Err(FileError::TooLong);
        }
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |index: usize| {
            let cell = places[index]
                .and_then(|place| record.get(place))
                .unwrap_or_default();
            plain(cell.trim()).to_owned()
        };
        let written = Written {
            email: cell(0),
            first_name: cell(1),
            last_name: cell(2),
            phone_model: cell(3),
            cost_centre: cell(4),
            team: cell(5),
            starts_on: cell(6),
            ends_on: cell(7),
        };
        lines.push((i64::try_from(line).unwrap_or_default(), written));
    }
    if lines.is_empty() {
        return Err(FileError::Empty);
    }
    Ok(lines)
}

/// Our own files put a `'` before what a spreadsheet would take for a formula; see `spreadsheet::cell`.
fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_and_lines_keep_their_numbers() {
        let found = lines("\u{feff}Last name;Email;First-Name;Cost Center\nKing;ada@b.test;Ada;'+1\n;;;\nRoe;r@b.test;Ro;\n").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].0, found[0].1.cost_centre.as_str()), (2, "+1"));
        assert_eq!((found[1].0, found[1].1.last_name.as_str()), (4, "Roe"));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert_eq!(
            lines("name,email\n"),
            Err(FileError::Columns(vec!["first_name", "last_name"]))
        );
        assert_eq!(lines("email,first_name,last_name\n"), Err(FileError::Empty));
        let long = format!("email,first_name,last_name\n{}", "a,b,c\n".repeat(ROWS_MAX + 1));
        assert_eq!(lines(&long), Err(FileError::TooLong));
    }
}
