//! On whom far more is spent than usual.

use crate::shared::{currency::Currency, money::Money};

/// So many times the usual stands out.
const TIMES: i64 = 3;

/// Why a month's spend stands out from that of the three months (of 30 days) before it together; `None` when it does
/// not, or when there is nothing usual to compare with.
pub(super) fn unusual(month: i64, three_months: i64, currency: Currency) -> Option<String> {
    let usual = three_months / 3;
    (usual > 0 && month >= usual.saturating_mul(TIMES)).then(|| {
        let money = |micros| Money::from_micros(micros, currency);
        let usual = money(usual).round_down_to_minor().unwrap_or(money(usual));
        format!(
            "{} in the last 30 days, at least {TIMES} times the usual {usual} (mean of the 90 days before)",
            money(month)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_times_the_usual_stands_out_with_the_reason() {
        let usd: Currency = "USD".parse().unwrap();
        let said = unusual(30_000_000, 30_000_000, usd).unwrap();
        assert!(
            said.contains("at least 3 times the usual") && said.contains("10.00"),
            "{said}"
        );
        assert_eq!(unusual(29_000_000, 30_000_000, usd), None);
        assert_eq!(
            unusual(29_000_000, 0, usd),
            None,
            "a first purchase is not unusual"
        );
    }
}
