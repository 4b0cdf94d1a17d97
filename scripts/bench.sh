#!/usr/bin/env bash
# make bench: the optimised build against its budgets: the money path beside its floor (bench-money.sh), reports of vendors
# (bench-webhooks.sh), lists over a million rows (bench-lists.sh), usage of companies (bench-usage.sh), bytes of a first
# visit, CPU per page, Lighthouse.
#   PLAN_PATH names the plan page to measure; by default the first one the shop's home page leads to.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
export PG_FAST=1 # the pages measured here only read
clouddail=$CARGO_TARGET_DIR/release/clouddail

scripts/setup.sh test
scripts/build.sh release
scripts/bench-money.sh
scripts/bench-webhooks.sh
scripts/bench-lists.sh
scripts/bench-usage.sh

use_own_world bench
start_sandbox
prepare_database
start_server

home=http://aurora.localhost:$PORT/
if [[ -z ${PLAN_PATH:-} ]]; then
    PLAN_PATH=$(node scripts/first-link.mjs "$PORT" aurora.localhost '^/(esim|esims|plans)/.') || fail "the shop's home leads to no plan; set PLAN_PATH"
fi
plan=http://aurora.localhost:$PORT$PLAN_PATH

# Every table is printed, also when one before it was over its budget.
result=0
echo
node scripts/bytes.mjs "$home" "$plan" || result=1
printf '\nCPU of the server per cached-brand page, ms\n\n'
printf '| page | requests | mean | p50 | p95 | budget (p50) |\n| --- | ---: | ---: | ---: | ---: | ---: |\n'
node scripts/cpu.mjs "$server_pid" "$PORT" aurora.localhost / || result=1
node scripts/cpu.mjs "$server_pid" "$PORT" aurora.localhost "$PLAN_PATH" || result=1
echo
node scripts/lighthouse.mjs "$home" "$plan" || result=1
exit $result
