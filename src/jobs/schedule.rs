//! When the regular jobs run (UTC, crontab notation).

/// Orders and withdrawals each minute, the catalogue each hour, the books and closed accounts each night.
pub const CRONTAB: &str = "\
* * * * * sweep_orders {}
* * * * * sweep_withdrawals {}
17 * * * * sync_catalogue {}
30 2 * * * verify_books {}
45 2 * * * sweep_closed_accounts {}
";
