//! The database's own locks: a trigger or a constraint that is gone is a corruption before it lets one in.

use sqlx::PgConnection;

/// Tables that refuse every change of a row.
const APPEND_ONLY: [&str; 8] = [
    "audit_logs",
    "ledger_transfers",
    "ledger_entries",
    "order_lines",
    "order_events",
    "refunds",
    "reseller_invoices",
    "invoice_logos",
];

/// Triggers that prove what is written: table and name.
const PROOFS: [(&str, &str); 4] = [
    ("ledger_entries", "transfers_balance"),
    ("wallets", "wallet_agrees_with_entries"),
    ("organization_invoices", "issued_invoice_stays"),
    ("organization_invoice_lines", "issued_lines_stay"),
];

/// Constraints and unique indexes that money and inventory rest on.
const LOCKS: [&str; 20] = [
    "wallet_never_overdrawn",
    "one_cash_wallet",
    "cash_has_no_expiry",
    "credit_limit_on_cash",
    "transfer_key_once",
    "hold_key_once",
    "hold_has_one_purpose",
    "one_hold_per_wallet_and_order",
    "payment_key_once",
    "payment_provider_id_once",
    "order_once_per_quote",
    "refund_key_once",
    "refund_within_price",
    "withdrawal_key_once",
    "payout_key_once",
    "number_held_once",
    "movement_on_one_document",
    "invoice_number_once",
    "invoice_sequence_once",
    "one_invoice_of_a_month",
];

pub(in crate::domain::operations) async fn missing_guards(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    let mut tables = vec![];
    let mut triggers = vec![];
    for table in APPEND_ONLY {
        for trigger in ["append_only", "append_only_whole"] {
            tables.push(table.to_owned());
            triggers.push(trigger.to_owned());
        }
    }
    for (table, trigger) in PROOFS {
        tables.push(table.to_owned());
        triggers.push(trigger.to_owned());
    }
    let locks: Vec<String> = LOCKS.map(str::to_owned).to_vec();
    sqlx::query_scalar!(
        r#"select format('trigger %s on %s is %s', w.name, w.relation,
                         case when t.oid is null then 'gone' else 'switched off' end) as "finding!"
           from unnest($1::text[], $2::text[]) as w (relation, name)
           left join pg_trigger t on t.tgrelid = to_regclass('public.' || w.relation) and t.tgname = w.name
           where t.tgenabled is distinct from 'O' and t.tgenabled is distinct from 'A'
           union all
           select format('constraint %s is gone or not valid', w.name)
           from unnest($3::text[]) as w (name)
           left join pg_constraint c
               on c.conname = w.name and c.connamespace = 'public'::regnamespace and c.convalidated
           left join pg_class i on i.relname = w.name and i.relnamespace = 'public'::regnamespace
           left join pg_index x on x.indexrelid = i.oid and x.indisvalid and x.indisunique
           where c.oid is null and x.indexrelid is null
           union all
           select format('table %s does not force row-level security', c.relname)
           from pg_class c
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'reseller_id' and a.attnotnull
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
             and not (c.relrowsecurity and c.relforcerowsecurity)
           union all
           select format('foreign key %s of %s is not valid', conname, conrelid::regclass)
           from pg_constraint
           where connamespace = 'public'::regnamespace and contype = 'f' and not convalidated"#,
        &tables,
        &triggers,
        &locks,
    )
    .fetch_all(conn)
    .await
}
