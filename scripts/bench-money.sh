#!/usr/bin/env bash
# Part of make bench: the money path of the optimised build beside hand-written SQL (pgbench) on the same cluster, which
# keeps what it commits (not the tests' fast one).
#   BENCH_ENTRIES   ledger sizes, default 1000,100000,10000000 (the last takes some minutes and 4 GB to fill)
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
unset PG_FAST
clouddail=$CARGO_TARGET_DIR/release/clouddail
POSTGRES_PROGRAMS=$(postgres_programs)
export POSTGRES_PROGRAMS LOG=${LOG:-error}

cargo build --release --features ssr,bench --bin clouddail-bench

use_own_world bench-money
export SANDBOX_FILE=memory # a file would be written anew with every order
export API_RATE_PER_SECOND=1000000 API_RATE_BURST=1000000
start_sandbox
prepare_database
launch "$clouddail" serve --no-worker
server_pid=$!
node scripts/wait-for.mjs "http://127.0.0.1:$PORT/readyz" "$server_pid" || did_not "the server did not become ready"
"$CARGO_TARGET_DIR/release/clouddail-bench" purchase --server "http://127.0.0.1:$PORT" --seconds "${BENCH_SECONDS:-8}"
stop_server

echo
fresh_database
prepare_database
"$CARGO_TARGET_DIR/release/clouddail-bench" rating --seconds "${BENCH_SECONDS:-8}"
stop_sandbox

echo
fresh_database
"$clouddail" migrate
"$CARGO_TARGET_DIR/release/clouddail-bench" wallet --entries "${BENCH_ENTRIES:-1000,100000,10000000}" --seconds "${BENCH_SECONDS:-8}"
