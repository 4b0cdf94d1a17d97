#!/usr/bin/env bash
# make check: formatting, lints of both sides, and .sqlx up to date.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
scripts/setup.sh check
say "rustfmt"
cargo fmt --check
say "clippy and .sqlx: the server and the tests"
scripts/sqlx.sh --check
say "clippy: the islands"
cargo clippy --lib --target wasm32-unknown-unknown --features hydrate -- -D warnings
say "make check: all is well"
