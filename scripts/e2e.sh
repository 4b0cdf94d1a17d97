#!/usr/bin/env bash
# make e2e: the browser journeys, against a server, a carrier and a database of their own.
#   e2e.sh [PLAYWRIGHT ARGUMENT…]     for example: e2e.sh shop --project=chromium
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
export PG_FAST=1
clouddail=$CARGO_TARGET_DIR/debug/clouddail
database=clouddail_e2e_$$
folder=$root/var/e2e-$$

scripts/setup.sh test
scripts/build.sh dev

# shellcheck disable=SC2317  # called by the trap
clean_up() {
    trap '' INT TERM
    stop_server
    stop_sandbox
    scripts/postgres.sh psql -q -d postgres -c "drop database if exists $database with (force)" 2>/dev/null || true
    scripts/postgres.sh release $$
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

scripts/postgres.sh hold $$
scripts/postgres.sh psql -q -d postgres -c "create database $database"
use_private_database "$database"
mkdir -p "$folder"
use_free_ports
use_settings "$folder"

say "a fresh demo on port $PORT (its log: var/e2e-server.log)"
serving_log=$root/var/e2e-server.log
: >"$serving_log"
start_sandbox
prepare_database
start_server

export BASE_PORT=$PORT
export PLATFORM_URL=http://localhost:$PORT AURORA_URL=http://aurora.localhost:$PORT KITE_URL=http://kite.localhost:$PORT
(cd end2end && node_modules/.bin/playwright test "$@")
