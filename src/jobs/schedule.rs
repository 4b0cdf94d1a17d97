//! When the regular jobs run (UTC, crontab notation).

/// Orders each minute, the catalogue and the floats each hour, the books and what resellers are owed each night.
pub const CRONTAB: &str = "\
* * * * * sweep_orders {}
17 * * * * sync_catalogue {}
30 2 * * * verify_books {}
47 * * * * check_floats {}
45 1 * * * even_out {}
15 3 * * * issue_invoices {}
";
