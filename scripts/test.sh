#!/usr/bin/env bash
# make test: the whole suite. TEST_DATABASE_URL, a superuser's URL, takes the place of the private test cluster.
#   test.sh [ARGUMENT OF cargo test…]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
export PG_FAST=1
scripts/setup.sh test
scripts/build.sh dev # the pages under test name the site's files

if [[ -z ${TEST_DATABASE_URL:-} ]]; then
    trap 'scripts/postgres.sh release $$' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    scripts/postgres.sh hold $$
    TEST_DATABASE_URL=$(scripts/postgres.sh url postgres | sed -n 's/^DATABASE_URL=//p')
    export TEST_DATABASE_URL
fi

# Both halves run even when the first fails; then their summaries again, together and last.
result=0
cargo test --features ssr --no-fail-fast "$@" 2>&1 | tee var/test.log || result=1
scripts/e2e.sh 2>&1 | tee var/e2e.log || result=1

echo
say "summary"
grep -E '^test result:|^error' var/test.log || echo "cargo test gave no result: see var/test.log"
grep -E '^ +[0-9]+ (passed|failed|flaky|skipped|did not run|interrupted)|^error' var/e2e.log || echo "the browser tests gave no result: see var/e2e.log"
exit $result
