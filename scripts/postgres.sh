#!/usr/bin/env bash
# The private PostgreSQL of this checkout.
#   postgres.sh start | stop | status
#   postgres.sh url [DATABASE]      DATABASE_URL, APP_DATABASE_URL and WORKER_DATABASE_URL, one per line
#   postgres.sh psql [ARGUMENT…]
#   postgres.sh log                 the file it writes to
#   postgres.sh hold PID            start it for a script, which says
#   postgres.sh release PID         when it is done: the last to release it stops it
# PG_FAST=1 means the tests' cluster instead: a second one, which survives no power cut and is quicker for it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

name=postgres
settings="-c max_connections=100"
if [[ ${PG_FAST:-} == 1 ]]; then
    name=postgres-test
    settings="-c max_connections=400 -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
fi
owner=clouddail_owner

# PostgreSQL refuses to run as root, so root runs it as the user Debian's package made for it.
as_server() { "$@"; }
if ((EUID == 0)); then
    id postgres >/dev/null 2>&1 || fail "PostgreSQL does not run as root and there is no user 'postgres' here; run this as another user"
    as_server() { (cd / && runuser -u postgres -- "$@"); }
fi

home=$root/var/$name
if ! as_server test -x "$root/var"; then
    home=/var/lib/postgresql/clouddail-$(cksum <<<"$root" | cut -d' ' -f1)/$name
    [[ $1 != start && $1 != hold ]] || say "user postgres cannot enter $root; its data is in $home"
fi
data=$home/data port_file=$home/port log=$home/log users=$root/var/$name.users

programs=$(postgres_programs)
if [[ -f $data/PG_VERSION && -d /usr/lib/postgresql/$(cat "$data/PG_VERSION")/bin ]]; then
    programs=/usr/lib/postgresql/$(cat "$data/PG_VERSION")/bin # made by an older one that is still installed
fi
[[ -n $programs ]] || fail "PostgreSQL is not installed; make setup installs it"

running() { as_server "$programs/pg_ctl" status -D "$data" >/dev/null 2>&1; }

address() { echo "postgres://$1@127.0.0.1:$(cat "$port_file")/${2:-clouddail}"; }

create() {
    say "PostgreSQL: a new cluster in ${home#"$root/"} (about 3 s)"
    mkdir -p "$home"
    ((EUID != 0)) || chown postgres: "$home"
    as_server "$programs/initdb" -D "$data" -U "$owner" --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
}

# Loopback only, and no Unix socket: a checkout's path is easily longer than the 107 bytes a socket may have.
start() {
    local attempt
    [[ -f $data/PG_VERSION ]] || create
    running && return
    for attempt in 1 2 3; do # somebody may take the port between choosing and using it
        port=$(cat "$port_file" 2>/dev/null || true)
        [[ -n $port && $attempt == 1 ]] && port_is_free "$port" || port=$(free_port)
        if as_server "$programs/pg_ctl" start -w -t 60 -s -D "$data" -l "$log" \
            -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= $settings" >/dev/null 2>&1; then
            echo "$port" >"$port_file"
            [[ $name != postgres ]] || ensure_database
            return
        fi
    done
    fail "PostgreSQL did not start: $(tail -1 "$log" 2>/dev/null) (all of it: $log)"
}

ensure_database() {
    local there
    there=$("$programs/psql" -X -At -c "select 1 from pg_database where datname = 'clouddail'" "$(address "$owner" postgres)")
    [[ $there == 1 ]] || "$programs/createdb" --maintenance-db="$(address "$owner" postgres)" clouddail
}

stop() {
    rm -rf "$users"
    ! running || as_server "$programs/pg_ctl" stop -m fast -w -s -D "$data"
}

# Scripts may overlap (two test runs, a run and a bench): each leaves its process id, and the last one stops the cluster.
somebody_holds_it() {
    local user
    for user in "$users"/*; do
        [[ -e $user ]] || return 1
        [[ ${user##*/} == by-hand ]] || kill -0 "${user##*/}" 2>/dev/null || { rm -f "$user"; continue; }
        return 0
    done
    return 1
}

# One at a time, or two first starts would each make the cluster.
exec 9>"var/$name.lock"
! have flock || flock 9

case ${1:-} in
    start)   start 9>&-; mkdir -p "$users"; touch "$users/by-hand" ;;
    stop)    stop 9>&- ;;
    status)  running ;;
    hold)    start 9>&-; mkdir -p "$users"; touch "$users/$2" ;;
    release) rm -f "$users/$2"; somebody_holds_it || stop 9>&- ;;
    url)
        [[ -s $port_file ]] || fail "PostgreSQL was never started here; scripts/postgres.sh start"
        echo "DATABASE_URL=$(address "$owner" "${2:-}")"
        echo "APP_DATABASE_URL=$(address clouddail_app "${2:-}")"
        echo "WORKER_DATABASE_URL=$(address clouddail_worker "${2:-}")"
        ;;
    log)     echo "$log" ;;
    psql)
        shift
        [[ -s $port_file ]] || fail "PostgreSQL was never started here; scripts/postgres.sh start"
        export PGHOST=127.0.0.1 PGUSER=$owner PGDATABASE=${PGDATABASE:-clouddail}
        PGPORT=$(cat "$port_file") exec "$programs/psql" "$@" 9>&-
        ;;
    *) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
