#!/usr/bin/env bash
# Part of make bench: the pages of the dashboard and the console over 100,000 customers and 1,000,000 orders, on the
# optimised build. Fails when a page's p95 is over 150 ms, or when a page read a big table from end to end.
#   BENCH_CUSTOMERS, BENCH_ORDERS   other sizes
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
export PG_FAST=1 # the pages measured here only read
clouddail=$CARGO_TARGET_DIR/release/clouddail
big='orders|order_lines|order_events|users|wallets|ledger_entries|ledger_transfers|audit_logs|mails|payments|esim_activations'
export LOG=${LOG:-error}

# How often each big table was read from end to end; a backend tells when it is idle or gone, so the server is stopped before.
scans() {
    scripts/postgres.sh psql -qAt -d "$database" -c "select pg_stat_clear_snapshot()" -c \
        "select relname || ' ' || seq_scan from pg_stat_user_tables where relname ~ '^($big)\$' order by 1" | sed '/^$/d'
}

use_own_world bench-lists
export SANDBOX_FILE=memory
start_sandbox
prepare_database
scripts/postgres.sh psql -q -d "$database" -v shop=aurora -v customers="${BENCH_CUSTOMERS:-100000}" \
    -v orders="${BENCH_ORDERS:-1000000}" -f src/bench/sql/lists.sql
launch "$clouddail" serve --no-worker
server_pid=$!
node scripts/wait-for.mjs "http://127.0.0.1:$PORT/readyz" "$server_pid" || did_not "the server did not become ready"

before=$(scans)
result=0
node scripts/lists.mjs "$PORT" || result=1
stop_server
after=$(scans)
echo
if [[ $before == "$after" ]]; then
    echo "no big table was read from end to end"
else
    echo "big tables read from end to end (table, times before | after):"
    diff --side-by-side --suppress-common-lines <(echo "$before") <(echo "$after") || true
    result=1
fi
exit $result
