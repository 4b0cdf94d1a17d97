//! What a company's reports share: how an address asks for them, where a page of their rows ends, what its rows are called.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::place;

/// A field that names nothing there could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct Unreadable;

/// A field that says something.
pub fn word(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// An id, if one is given.
pub fn id<Id: FromStr>(text: Option<&String>) -> Result<Option<Id>, Unreadable> {
    word(text)
        .map(|text| text.parse().map_err(|_| Unreadable))
        .transpose()
}

/// `1234.key`: what the last row of a page is sorted by, and its key.
pub fn end_of(sort: i64, key: &str) -> String {
    format!("{sort}.{key}")
}

/// Reads it. A text with a zero in it is no text to the database.
pub fn after(text: Option<&String>) -> Option<(i64, String)> {
    let (sort, key) = word(text).filter(|text| !text.contains('\0'))?.split_once('.')?;
    Some((sort.parse().ok()?, key.to_owned()))
}

/// `France` for `FR`; what is no country's code stays.
pub fn country_name(code: &str) -> String {
    code.parse()
        .map_or_else(|_| code.to_owned(), |code| place::country(code).name)
}

/// `12 Nov 2026` for `2026-11-12`.
pub fn day_name(day: &str) -> String {
    day.parse::<NaiveDate>()
        .map_or_else(|_| day.to_owned(), |day| day.format("%-d %b %Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_it_ended_and_nonsense_begins_anew() {
        let read = |text: &str| after(Some(&text.to_owned()));
        assert_eq!(read(&end_of(-5, "a.b")), Some((-5, "a.b".to_owned())));
        for odd in ["", "5", "x.key", "5.k\0y"] {
            assert_eq!(read(odd), None, "{odd:?}");
        }
        assert_eq!(day_name("2026-11-02"), "2 Nov 2026");
        assert_eq!(country_name("ZZZ"), "ZZZ");
    }
}
