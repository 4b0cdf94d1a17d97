#!/usr/bin/env bash
# Part of make bench: every page of the dashboard and the console over 100,000 customers and 1,000,000 orders, on the
# optimised build. Fails when a page's p95 is over 150 ms, when a page reads a table of more than 10,000 rows from end to
# end, or when a file of all orders needs memory.
#   BENCH_CUSTOMERS, BENCH_ORDERS   other sizes
#   BENCH_REQUESTS                  per page, default 40
#   BENCH_PLANS                     a file for the plans of the statements that read much
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
export PG_FAST=1 # the pages measured here only read
clouddail=$CARGO_TARGET_DIR/release/clouddail
orders=${BENCH_ORDERS:-1000000}
export LOG=${LOG:-error}

serve() {
    launch "$clouddail" serve --no-worker
    server_pid=$!
    node scripts/wait-for.mjs "http://127.0.0.1:$PORT/readyz" "$server_pid" || did_not "the server did not become ready"
}

ask() { scripts/postgres.sh psql -qAt -v ON_ERROR_STOP=1 -d "$database" "$@"; }

use_own_world bench-lists
export SANDBOX_FILE=memory
start_sandbox
prepare_database
say "$orders orders and all that belongs to them (some minutes)"
ask -v shop=aurora -v customers="${BENCH_CUSTOMERS:-100000}" -v orders="$orders" -f src/bench/sql/lists.sql >/dev/null
big=$(ask -c "select string_agg(relname, ',' order by relname) from pg_class
              where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > 10000")
result=0

# Each session of the database explains what it runs; the measured ones later do not.
ask -c "alter database $database set session_preload_libraries = 'auto_explain'" \
    -c "alter database $database set auto_explain.log_min_duration = 0" \
    -c "alter database $database set auto_explain.log_analyze = on" \
    -c "alter database $database set auto_explain.log_timing = off" \
    -c "alter database $database set auto_explain.log_nested_statements = on" \
    -c "alter database $database set auto_explain.log_format = json"
serve
log=$(scripts/postgres.sh log)
node scripts/lists-plans.mjs "$PORT" "$log" "$big" "$folder/read.json" "${BENCH_PLANS:-}" || result=1
stop_server
ask -c "alter database $database reset all"
: >"$log" # a hundred megabytes of plans

echo
serve
node scripts/lists.mjs "$PORT" "$folder/read.json" "${BENCH_REQUESTS:-40}" || result=1
stop_server
echo
serve
node scripts/lists-export.mjs "$PORT" "$server_pid" "$orders" || result=1
exit $result
