#!/usr/bin/env bash
# make e2e: the browser journeys, against a server, a carrier and a database of their own.
#   e2e.sh [PLAYWRIGHT ARGUMENT…]     for example: e2e.sh shop --project=chromium
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
export PG_FAST=1
clouddail=$CARGO_TARGET_DIR/debug/clouddail

scripts/setup.sh test
scripts/build.sh dev

use_own_world e2e

say "a fresh demo on port $PORT (its log: var/e2e-server.log)"
start_sandbox
prepare_database
start_server

export BASE_PORT=$PORT
export PLATFORM_URL=http://localhost:$PORT AURORA_URL=http://aurora.localhost:$PORT KITE_URL=http://kite.localhost:$PORT
(cd end2end && node_modules/.bin/playwright test "$@")
