//! Cells and lines of files people open in a spreadsheet (CSV, RFC 4180).

use super::error::Internal;

/// How formulas begin.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as a cell that no spreadsheet takes for a formula: one that begins like a formula gets a `'` in front. A
/// plain number below zero stays one.
pub fn cell(text: &str) -> String {
    if text.starts_with(FORMULA) && !is_number(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn is_number(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|digits| {
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}

/// What [`cell`] was made of, when a file comes back.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(FORMULA) => text,
        _ => cell,
    }
}

/// A line of these cells, with its line end.
pub fn line<Cell: AsRef<[u8]>>(cells: impl IntoIterator<Item = Cell>) -> Result<String, Internal> {
    let mut file = csv::Writer::from_writer(vec![]);
    file.write_record(cells)
        .map_err(|error| Internal::broken(error.to_string()))?;
    text(file)
}

/// What was written.
pub fn text(file: csv::Writer<Vec<u8>>) -> Result<String, Internal> {
    let bytes = file
        .into_inner()
        .map_err(|error| Internal::broken(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Internal::broken(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text_and_quotes_stay() {
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(cell("Ann"), "Ann");
        assert_eq!(cell("-4.32"), "-4.32");
        assert_eq!(cell("-4+cmd"), "'-4+cmd");
        for text in ["=HYPERLINK(1)", "Ann", "'quoted'", "\u{2212}1", "-4.32", "-x"] {
            assert_eq!(plain(&cell(text)), text);
        }
        assert_eq!(line(["a", "b,c", "d\"e"]).unwrap(), "a,\"b,c\",\"d\"\"e\"\n");
    }
}
