#!/usr/bin/env bash
# make run: everything from a fresh checkout to a demo in the browser. Ctrl-C stops all it started.
#   run.sh            PROFILE=release for the optimised build, PORT=3100 for another port
#   run.sh --watch    make dev: builds and restarts whenever a file changes
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
profile=${PROFILE:-dev}

case $profile in
    dev)     clouddail=$CARGO_TARGET_DIR/debug/clouddail ;;
    release) clouddail=$CARGO_TARGET_DIR/release/clouddail ;;
    *) fail "PROFILE is dev or release, not '$profile'" ;;
esac
scripts/setup.sh run
use_settings "$root/var"
port_is_free "$PORT" || fail "port $PORT is taken; another one: PORT=$((PORT + 100)) make ${MAKECMDGOALS:-run}"
port_is_free "${SANDBOX_ADDR##*:}" || fail "the sandbox carrier's address $SANDBOX_ADDR is taken; set SANDBOX_ADDR"

# shellcheck disable=SC2317  # called by the trap
stop_all() {
    trap '' INT TERM # a second Ctrl-C must not leave half of it running
    stop_server
    stop_sandbox
    [[ -n ${DATABASE_URL_IS_OURS:-} ]] && scripts/postgres.sh release $$
    say "stopped"
}
trap stop_all EXIT
trap 'exit 0' INT TERM

if [[ -z ${DATABASE_URL:-} ]]; then
    DATABASE_URL_IS_OURS=yes
    scripts/postgres.sh hold $$
    use_private_database
fi

scripts/build.sh "$profile"
start_sandbox
prepare_database
start_server

cat <<END

  CloudDail is running. Ctrl-C stops it.

  http://localhost:$PORT           the platform: its own shop, and /admin
  http://aurora.localhost:$PORT    Aurora Mobile (USD)
  http://kite.localhost:$PORT      Kite Travel (EUR)

  Sign in with the password demo-pass-1234 as
    admin@clouddail.test       super admin, on localhost
    owner@aurora.test          reseller, on aurora.localhost
    owner@kite.test            reseller, on kite.localhost
    customer@aurora.test       a customer with 50 USD               (/account)
    customer@kite.test         a customer with 50 EUR               (/account)
    owner@northwind.test       people of a company at Aurora        (/account)
      also finance@, manager@ and viewer@northwind.test

  Mail is not sent: read it at http://$SANDBOX_ADDR/mailbox or in ${MAIL_DIR#"$root/"}
  The sandbox carrier is http://$SANDBOX_ADDR, metrics are http://$METRICS_ADDR/metrics

END

if [[ ${1:-} != --watch ]]; then
    wait -n "$server_pid" "$sandbox_pid" || true
    fail "the server or the sandbox carrier stopped by itself"
fi

watched=(src style public migrations Cargo.toml Leptos.toml)
since=var/watched
touch "$since"
say "watching ${watched[*]}"
while true; do
    sleep 1 & wait $! # a plain sleep would hold back Ctrl-C
    [[ -n $(find "${watched[@]}" -newer "$since" -type f -print -quit 2>/dev/null) ]] || continue
    touch "$since"
    before=$(cksum <"$clouddail")
    scripts/build.sh "$profile" || { say "that did not build; the last good one is still running"; continue; }
    if [[ $(cksum <"$clouddail") != "$before" ]]; then
        stop_server
        "$clouddail" migrate || { say "that did not migrate"; continue; }
        start_server
    fi
    say "ready: http://localhost:$PORT"
done
