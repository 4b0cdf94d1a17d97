#!/usr/bin/env bash
# make clean: removes what was built. What was entered (var/: databases, mail, keys) and the tools stay.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
rm -rf "$root/target" end2end/test-results end2end/playwright-report var/*.log
