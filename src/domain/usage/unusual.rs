//! Who uses far more than usual.

use crate::shared::data::bytes_in_words;

/// So many times the usual stands out.
const TIMES: i64 = 3;
/// Less than this in a week stands out for nobody.
const LITTLE: i64 = 100_000_000;

/// Why a week's bytes stand out from those of the four weeks before it together; `None` when they do not, or when there
/// is nothing usual to compare with.
pub(super) fn unusual(week: i64, four_weeks: i64) -> Option<String> {
    let usual = four_weeks / 4;
    let is_unusual = usual > 0 && week >= LITTLE && week >= usual.saturating_mul(TIMES);
    is_unusual.then(|| {
        format!(
            "{} in the last 7 days, at least {TIMES} times the usual {} (mean of the 4 weeks before)",
            bytes_in_words(week),
            bytes_in_words(usual)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_times_the_usual_stands_out_with_the_reason() {
        let said = unusual(3_000_000_000, 4_000_000_000).unwrap();
        assert_eq!(
            said,
            "3 GB in the last 7 days, at least 3 times the usual 1 GB (mean of the 4 weeks before)"
        );
        assert_eq!(unusual(2_999_999_999, 4_000_000_000), None);
        assert_eq!(unusual(5_000_000_000, 0), None, "nothing to compare with");
        assert_eq!(unusual(90_000_000, 4), None, "too little to matter");
    }
}
