#!/usr/bin/env bash
# make storm: the long storms of src/tests/storm. STORM_OPERATIONS, STORM_KILLS and STORM_SEED may be given.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
export PG_FAST=1
export STORM_OPERATIONS=${STORM_OPERATIONS:-12000} STORM_KILLS=${STORM_KILLS:-50}
scripts/setup.sh test
if [[ -z ${TEST_DATABASE_URL:-} ]]; then
    trap 'scripts/postgres.sh release $$' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    scripts/postgres.sh hold $$
    TEST_DATABASE_URL=$(scripts/postgres.sh url postgres | sed -n 's/^DATABASE_URL=//p')
    export TEST_DATABASE_URL
fi
LOG=${LOG:-error} cargo test --features ssr --test integration -- storm --nocapture --test-threads 1
