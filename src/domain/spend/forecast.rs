//! Where the month's spend is heading.

use std::collections::HashMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::shared::{
    currency::Currency,
    money::{Money, MoneyError},
    spend::{Forecast, ForecastEnd},
};

/// The days it is reckoned from: four whole weeks to yesterday.
pub(super) const LOOKS_BACK: u64 = 28;

/// The first day of the month.
pub(super) fn month_start(today: NaiveDate) -> NaiveDate {
    today - Days::new(u64::from(today.day0()))
}

/// From what was spent on each day. Today counts as spent so far; the days after it go on like the mean of the 28 days
/// before today, and the range is what weeks like the quietest and the busiest of the four would make of them. Nothing
/// is said until the first purchase, on `first`, is 28 days back.
pub(super) fn forecast(
    days: &HashMap<NaiveDate, i64>,
    first: Option<NaiveDate>,
    today: NaiveDate,
    currency: Currency,
) -> Result<Forecast, MoneyError> {
    let start = month_start(today);
    let end = start + Months::new(1);
    let left = (end - today).num_days() - 1;
    let of = |from: NaiveDate, until: NaiveDate| -> i64 {
        from.iter_days()
            .take_while(|day| *day < until)
            .filter_map(|day| days.get(&day))
            .sum()
    };
    let so_far = of(start, today + Days::new(1));
    let back = today - Days::new(LOOKS_BACK);
    let is_known = first.is_some_and(|first| first <= back);
    let money = |micros: i128| Money::from_micros(i64::try_from(micros).unwrap_or(i64::MAX), currency);
    let end = is_known.then(|| -> Result<ForecastEnd, MoneyError> {
        let weeks: Vec<i128> = (0..4)
            .map(|week| {
                let from = back + Days::new(week * 7);
                i128::from(of(from, from + Days::new(7)))
            })
            .collect();
        let rest = |sum: i128, days: i128| {
            (money(i128::from(so_far) + sum * i128::from(left) / days)).round_up_to_minor()
        };
        Ok(ForecastEnd {
            usual: rest(weeks.iter().sum(), 28)?,
            low: rest(weeks.iter().copied().min().unwrap_or_default(), 7)?,
            high: rest(weeks.iter().copied().max().unwrap_or_default(), 7)?,
        })
    });
    Ok(Forecast {
        so_far: Money::from_micros(so_far, currency),
        days_left: left,
        end: end.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn usd() -> Currency {
        "USD".parse().unwrap()
    }

    #[test]
    fn the_rest_of_the_month_is_like_the_last_four_weeks() {
        let today = day("2026-03-21");
        let days: HashMap<NaiveDate, i64> = (0..=28).map(|n| (today - Days::new(n), 1_000_000)).collect();
        let said = forecast(&days, Some(day("2026-01-01")), today, usd()).unwrap();
        assert_eq!((said.so_far.micros(), said.days_left), (21_000_000, 10));
        let end = said.end.unwrap();
        assert_eq!(
            (end.usual.micros(), end.low.micros(), end.high.micros()),
            (31_000_000, 31_000_000, 31_000_000)
        );
    }

    #[test]
    fn the_range_is_that_of_the_quietest_and_the_busiest_week() {
        let today = day("2026-03-21");
        // One order of 70.00 in the first of the four weeks, nothing else.
        let days = HashMap::from([(today - Days::new(25), 70_000_000)]);
        let end = forecast(&days, Some(day("2026-01-01")), today, usd())
            .unwrap()
            .end
            .unwrap();
        assert_eq!(
            (end.low.micros(), end.usual.micros(), end.high.micros()),
            (0, 25_000_000, 100_000_000)
        );
    }

    #[test]
    fn nothing_is_foretold_from_a_few_days_and_nothing_is_left_on_the_last() {
        let today = day("2026-03-31");
        let days = HashMap::from([(today, 5_000_000)]);
        let said = forecast(&days, Some(day("2026-03-20")), today, usd()).unwrap();
        assert_eq!((said.end, said.days_left), (None, 0));
        let said = forecast(&days, Some(day("2026-01-20")), today, usd()).unwrap();
        assert_eq!(said.end.unwrap().high.micros(), 5_000_000);
    }
}
