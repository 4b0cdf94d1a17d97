//! When the regular jobs run (UTC, crontab notation).

/// Minute, hour, day, month, weekday, and the job.
pub const CRONTAB: &str = "\
* * * * * sweep_orders {}
* * * * * sweep_withdrawals {}
* * * * * sweep_messages {}
* * * * * sweep_calls {}
* * * * * tell_balances {}
*/5 * * * * sweep_lines {}
*/5 * * * * sweep_numbers {}
*/5 * * * * sweep_approvals {}
7 * * * * expire_credit {}
17 * * * * sync_catalogue {}
47 * * * * check_floats {}
5 * * * * close_days {}
25 * * * * bill_companies {}
45 1 * * * even_out {}
30 2 * * * verify_books {}
45 2 * * * sweep_closed_accounts {}
10 3 * * * compare_inventories {}
15 3 * * * issue_invoices {}
20 3 * * * forget_gateway_keys {}
25 3 * * * sweep_idempotency_keys {}
35 3 * * * sweep_deliveries {}
40 3 * * * sweep_leftovers {}
5 6 * * * watch_rates {}
*/5 * * * * pull_usage {}
50 3 * * * keep_usage_months {}
";
