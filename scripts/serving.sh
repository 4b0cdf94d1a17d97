# shellcheck shell=bash disable=SC2154
# Sourced by run.sh, e2e.sh and bench.sh: settings, start and stop of one sandbox carrier and one server.
# They expect `env.sh` sourced before, and DATABASE_URL and its two companions set before `prepare_database`.

server_pid='' sandbox_pid=''

# Every setting the binary needs, unless the caller has set it.   use_settings DATA_FOLDER
# Another port moves the other addresses along with it, so that two checkouts can run.
use_settings() {
    local data=$1 shift
    export PORT=${PORT:-3000}
    [[ $PORT =~ ^[0-9]+$ ]] || fail "PORT must be a number, not '$PORT'"
    shift=$(((PORT - 3000) % 20000))
    export BIND_ADDR=${BIND_ADDR:-127.0.0.1}
    export METRICS_ADDR=${METRICS_ADDR:-127.0.0.1:$((9100 + shift))}
    export SANDBOX_ADDR=${SANDBOX_ADDR:-127.0.0.1:$((4010 + shift))}
    export SANDBOX_URL=${SANDBOX_URL:-http://$SANDBOX_ADDR}
    export SANDBOX_FILE=${SANDBOX_FILE:-$data/sandbox.json}
    export SANDBOX_WEBHOOK_URL=${SANDBOX_WEBHOOK_URL:-http://127.0.0.1:$PORT}
    export MAIL_DIR=${MAIL_DIR:-$data/mail}
    export LEPTOS_SITE_ROOT=${LEPTOS_SITE_ROOT:-$site}
    export LEPTOS_SITE_ADDR=${LEPTOS_SITE_ADDR:-127.0.0.1:$PORT}
    mkdir -p "$MAIL_DIR"

    # The key that seals stored credentials: made once, then kept with the data it opens.
    if [[ -z ${SEAL_KEYS:-} ]]; then
        [[ -s $data/seal.key ]] || (umask 077 && echo "local:$(head -c 32 /dev/urandom | base64 -w0)" >"$data/seal.key")
        SEAL_KEYS=$(cat "$data/seal.key")
        export SEAL_KEYS
    fi
}

# Addresses nobody uses, for a server beside the one a person runs.
use_free_ports() {
    unset BIND_ADDR SANDBOX_URL SANDBOX_FILE SANDBOX_WEBHOOK_URL MAIL_DIR LEPTOS_SITE_ADDR SEAL_KEYS
    PORT=$(free_port)
    SANDBOX_ADDR=127.0.0.1:$(free_port)
    METRICS_ADDR=127.0.0.1:$(free_port)
    export PORT SANDBOX_ADDR METRICS_ADDR
}

# DATABASE_URL and its companions for a database of the private cluster.   use_private_database [NAME]
use_private_database() {
    local urls
    urls=$(scripts/postgres.sh url "${1:-}")
    set -a
    eval "$urls"
    set +a
}

# A database, a data folder, ports and a log of the caller's own, all gone when it ends but the log.   use_own_world NAME
use_own_world() {
    database=clouddail_${1//-/_}_$$
    folder=$root/var/$1-$$
    trap leave_own_world EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    scripts/postgres.sh hold $$
    fresh_database
    use_private_database "$database"
    mkdir -p "$folder"
    use_free_ports
    use_settings "$folder"
    serving_log=$root/var/$1-server.log
    : >"$serving_log"
}

fresh_database() {
    scripts/postgres.sh psql -q -d postgres -c "drop database if exists $database with (force)" -c "create database $database" 2>/dev/null
}

leave_own_world() {
    trap '' INT TERM
    stop_server
    stop_sandbox
    scripts/postgres.sh psql -q -d postgres -c "drop database if exists $database with (force)" 2>/dev/null || true
    scripts/postgres.sh release $$
    rm -rf "$folder"
}

# In the background, as a process of its own, with its output in $serving_log when there is one.
launch() {
    { [[ -z ${serving_log:-} ]] || exec >>"$serving_log" 2>&1; exec "$@"; } &
}

# What went wrong, and the log's end when the person has not seen it pass.
did_not() {
    [[ -z ${serving_log:-} ]] || tail -20 "$serving_log" >&2
    fail "$1"
}

start_sandbox() {
    launch "$clouddail" sandbox
    sandbox_pid=$!
    node scripts/wait-for.mjs "http://$SANDBOX_ADDR/_sandbox/calls" "$sandbox_pid" || did_not "the sandbox carrier did not start"
}

prepare_database() {
    launch "$clouddail" migrate && wait $! || did_not "the database could not be migrated"
    launch "$clouddail" seed-demo && wait $! || did_not "the demo could not be seeded"
}

start_server() {
    launch "$clouddail" serve
    server_pid=$!
    node scripts/wait-for.mjs "http://127.0.0.1:$PORT/readyz" "$server_pid" || did_not "the server did not become ready"
}

# Ask, wait as long as a graceful stop may take, then insist.
stop_process() {
    [[ -n $1 ]] && kill -TERM "$1" 2>/dev/null || return 0
    local tenths
    for ((tenths = 0; tenths < 200; tenths++)); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
}

stop_server()  { stop_process "$server_pid"; server_pid=''; }
stop_sandbox() { stop_process "$sandbox_pid"; sandbox_pid=''; }
