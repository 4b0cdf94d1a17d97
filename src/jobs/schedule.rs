//! When the regular jobs run (UTC, crontab notation).

/// Orders each minute, the catalogue each hour, the books each night, old answers each night.
pub const CRONTAB: &str = "\
* * * * * sweep_orders {}
17 * * * * sync_catalogue {}
30 2 * * * verify_books {}
10 3 * * * sweep_idempotency_keys {}
";
