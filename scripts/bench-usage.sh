#!/usr/bin/env bash
# Part of make bench: readings of usage on their way in, beside COPY on the same cluster; then the pages of a company with
# 100,000 readings and with 10 million. Fails when a page's p95 is over 100 ms, or over 1.5 times that of the smaller one.
#   BENCH_USAGE_EVENTS   readings that come in a round, default 400000
#   BENCH_USAGE_SIZES    readings behind the pages, smaller first, default "100000 10000000" (the last takes some minutes
#                        and 4 GB)
#   BENCH_USAGE_LINES    lines of the company, default 1000
#   BENCH_REQUESTS       per page, default 40
#   BENCH_PROFILE        release, or debug to try the script
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
export PG_FAST=1 # both sides write to the same cluster
profile=${BENCH_PROFILE:-release}
clouddail=$CARGO_TARGET_DIR/$profile/clouddail
lines=${BENCH_USAGE_LINES:-1000}
POSTGRES_PROGRAMS=$(postgres_programs)
export POSTGRES_PROGRAMS LOG=${LOG:-error}

flags=()
[[ $profile != release ]] || flags=(--release)
cargo build "${flags[@]}" --features ssr,bench --bin clouddail-bench --bin clouddail

ask() { scripts/postgres.sh psql -qAt -v ON_ERROR_STOP=1 -d "$database" "$@"; }

use_own_world bench-usage
export SANDBOX_FILE=memory
start_sandbox
prepare_database
"$CARGO_TARGET_DIR/$profile/clouddail-bench" usage --events "${BENCH_USAGE_EVENTS:-400000}" --lines "$lines"

result=0
for events in ${BENCH_USAGE_SIZES:-100000 10000000}; do
    say "$events readings of $lines lines"
    ask -v lines="$lines" -f src/bench/sql/usage_lines.sql >/dev/null
    ask -v lines="$lines" -v events="$events" -f src/bench/sql/usage.sql >/dev/null
    launch "$clouddail" serve --no-worker
    server_pid=$!
    node scripts/wait-for.mjs "http://127.0.0.1:$PORT/readyz" "$server_pid" || did_not "the server did not become ready"
    echo
    node scripts/usage-pages.mjs "$PORT" "$events" "$folder/usage.json" "${BENCH_REQUESTS:-40}" || result=1
    stop_server
done
exit $result
