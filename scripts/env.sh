# shellcheck shell=bash disable=SC2034
# Sourced first by every script: where things are, the settings in .env, and a few words the scripts share.
# What the caller has in the environment wins over .env, so `PORT=3100 make run` does what it says.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit
mkdir -p var

if [[ -f .env ]]; then
    callers_environment=$(export -p)
    set -a
    # shellcheck source=/dev/null
    source ./.env
    set +a
    eval "$callers_environment"
    unset callers_environment
fi

# Where cargo builds. CI may keep this outside the checkout; the site (wasm, styles, public files) always stays inside.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
[[ $CARGO_TARGET_DIR == /* ]] || CARGO_TARGET_DIR=$root/$CARGO_TARGET_DIR
site=$root/target/site

# Queries are checked against .sqlx, never against whatever DATABASE_URL happens to be set.
export SQLX_OFFLINE=${SQLX_OFFLINE:-true}

# The program lightest to share between checkouts and CI runs is the one slowest to build: wasm-bindgen.
tools=${CLOUDDAIL_TOOLS_DIR:-$root/var/tools}
export PATH=$tools/bin:$PATH

say()  { printf '==> %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

have() { command -v "$1" >/dev/null 2>&1; }

# The directory of PostgreSQL's server programs, empty when there is none. Debian keeps them off PATH.
postgres_programs() {
    local newest
    newest=$(find /usr/lib/postgresql -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -1)
    [[ -n $newest ]] || newest=$(command -v initdb || true)
    [[ -z $newest ]] || dirname "$newest"
}

# The version Cargo.toml pins; the command line tool must be exactly the same.
wasm_bindgen_version() { sed -n 's/^wasm-bindgen *=.*"=\([0-9.]*\)".*/\1/p' Cargo.toml; }

free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
