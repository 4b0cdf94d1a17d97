#!/usr/bin/env bash
# Part of make bench: reports of a vendor at the door of the optimised build, 1,000 in flight, on a cluster that keeps what it
# commits: how many a second, how long the slowest wait; then again while the server is killed (SIGKILL) and started anew.
# Fails when one that was answered 200 is lost.
#   BENCH_WEBHOOKS   reports that come, default 50000
#   BENCH_PROFILE    release, or debug to try the script
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
unset PG_FAST
profile=${BENCH_PROFILE:-release}
clouddail=$CARGO_TARGET_DIR/$profile/clouddail
bench=$CARGO_TARGET_DIR/$profile/clouddail-bench
events=${BENCH_WEBHOOKS:-50000}
POSTGRES_PROGRAMS=$(postgres_programs)
export POSTGRES_PROGRAMS LOG=${LOG:-error}

flags=()
[[ $profile != release ]] || flags=(--release)
cargo build "${flags[@]}" --features ssr,bench --bin clouddail-bench --bin clouddail

serve() {
    launch "$clouddail" serve --no-worker
    server_pid=$!
    node scripts/wait-for.mjs "http://127.0.0.1:$PORT/readyz" "$server_pid" || did_not "the server did not become ready"
}

use_own_world bench-webhooks
export SANDBOX_FILE=memory
start_sandbox
prepare_database
serve
"$bench" webhooks --server "http://127.0.0.1:$PORT" --events "$events"

say "the same while the server is killed"
"$bench" webhooks --server "http://127.0.0.1:$PORT" --events "$events" &
sender=$!
sleep 3
kill -KILL "$server_pid"
wait "$server_pid" 2>/dev/null || true
serve
wait "$sender"
