#!/usr/bin/env bash
# Keeps .sqlx, the description of every query the compiler checks against.
#   sqlx.sh            writes it anew from the migrations: run it after changing a query or a migration
#   sqlx.sh --check    part of make check: clippy with fresh descriptions, which must equal the committed ones
# The query macros write what they learn from a live database into SQLX_OFFLINE_DIR, so no other tool is needed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
export PG_FAST=1
scripts/setup.sh check
case ${1:-} in
    '')      compile=(cargo check --features ssr --all-targets) ;;
    --check) compile=(cargo clippy --features ssr --all-targets -- -D warnings) ;;
    *) fail "usage: scripts/sqlx.sh [--check]" ;;
esac

database=clouddail_sqlx_$$
fresh=$(mktemp -d)
touch -r src/lib.rs "$fresh.time"
# shellcheck disable=SC2317  # called by the trap
clean_up() {
    # lib.rs gets its old time back: only this compilation had to happen again, not everybody's next build.
    [[ $(cksum <src/lib.rs) != "$content" ]] || touch -r "$fresh.time" src/lib.rs
    scripts/postgres.sh psql -q -d postgres -c "drop database if exists $database with (force)" 2>/dev/null || true
    scripts/postgres.sh release $$
    rm -rf "$fresh" "$fresh.time"
}
content=$(cksum <src/lib.rs)
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The server cannot migrate here: without .sqlx it does not compile. psql does the same, a file a transaction.
scripts/postgres.sh hold $$
scripts/postgres.sh psql -q -d postgres -c "create database $database"
for migration in migrations/*.sql; do
    scripts/postgres.sh psql -q -X -1 -v ON_ERROR_STOP=1 -d "$database" -f "$migration" >/dev/null || fail "$migration does not apply"
done
urls=$(scripts/postgres.sh url "$database")

touch src/lib.rs
SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$fresh DATABASE_URL=$(sed -n 's/^DATABASE_URL=//p' <<<"$urls") "${compile[@]}"

mkdir -p .sqlx
if [[ ${1:-} == --check ]]; then
    if ! diff -rq .sqlx "$fresh" >&2; then
        fail ".sqlx is not up to date: run scripts/sqlx.sh and commit"
    fi
else
    rm -f .sqlx/query-*.json
    find "$fresh" -name 'query-*.json' -exec cp {} .sqlx/ \;
    say ".sqlx describes $(find .sqlx -name 'query-*.json' | wc -l) queries"
fi
