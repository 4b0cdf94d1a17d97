//! When the regular jobs run (UTC, crontab notation).

/// Orders each minute, credit and the catalogue each hour, the books and replaced gateway keys each night.
pub const CRONTAB: &str = "\
* * * * * sweep_orders {}
7 * * * * expire_credit {}
17 * * * * sync_catalogue {}
30 2 * * * verify_books {}
10 3 * * * forget_gateway_keys {}
";
