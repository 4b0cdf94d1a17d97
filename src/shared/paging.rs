//! A page of a list. The cursor is opaque to whoever holds it: the sort key and id of the last row seen, so that the
//! next page costs the same however deep it lies.

use serde::{Deserialize, Serialize};

/// Rows, and how to get the ones behind them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<Row> {
    pub rows: Vec<Row>,
    /// Goes into the address as `after`; `None` on the last page.
    pub next: Option<String>,
}

impl<Row> Page<Row> {
    /// A page of at most `size` rows out of `size + 1` that were read; the cursor is made of the last row shown.
    pub fn of(mut rows: Vec<Row>, size: usize, cursor: impl FnOnce(&Row) -> String) -> Self {
        let is_more = rows.len() > size;
        rows.truncate(size);
        let next = rows.last().filter(|_| is_more).map(cursor);
        Self { rows, next }
    }

    /// The same page with its rows turned into something else.
    pub fn map<Other>(self, each: impl FnMut(Row) -> Other) -> Page<Other> {
        Page {
            rows: self.rows.into_iter().map(each).collect(),
            next: self.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next_one() {
        let page = Page::of(vec![1, 2, 3], 2, |row| row.to_string());
        assert_eq!(
            (page.rows.as_slice(), page.next.as_deref()),
            (&[1, 2][..], Some("2"))
        );
        assert_eq!(Page::of(vec![1, 2], 2, |row: &i32| row.to_string()).next, None);
    }
}
