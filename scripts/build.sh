#!/usr/bin/env bash
# Builds the server and its site.   usage: build.sh [dev|release]
# The browser's part is always the small build (profile wasm-release): it rarely changes, and then takes seconds.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
case ${1:-dev} in
    dev)     folder=debug server=() ;;
    release) folder=release server=(--release) ;;
    *) fail "usage: scripts/build.sh [dev|release]" ;;
esac
work=$root/target/wasm # between wasm-bindgen and the site

# ---- the server -----------------------------------------------------------------------------------------------------
[[ -e $CARGO_TARGET_DIR/$folder/clouddail ]] || say "the server ($folder; first time about 5 min)"
cargo build --features ssr --bin clouddail "${server[@]}"

# ---- the islands ----------------------------------------------------------------------------------------------------
wasm=$CARGO_TARGET_DIR/wasm32-unknown-unknown/wasm-release/clouddail.wasm
[[ -e $wasm ]] || say "the islands (first time about 2 min)"
cargo build --lib --target wasm32-unknown-unknown --features hydrate --profile wasm-release

stamp="$(sha256sum <"$wasm") $(sha256sum <scripts/build.sh) $(wasm_bindgen_version)"
if [[ $(cat "$work/stamp" 2>/dev/null || true) != "$stamp" ]]; then
    rm -rf "$work"
    # The page names the wasm file, so the glue code must not name one of its own.
    wasm-bindgen "$wasm" --target web --no-typescript --omit-default-module-path --out-dir "$work" --out-name shop
    # Just what the compiler emits for this target; wasm-opt refuses a module that uses more than it was told.
    end2end/node_modules/.bin/wasm-opt -Oz \
        --enable-bulk-memory --enable-bulk-memory-opt --enable-call-indirect-overlong --enable-multivalue \
        --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext \
        "$work/shop_bg.wasm" -o "$work/shop.wasm"
    rm "$work/shop_bg.wasm"
    echo "$stamp" >"$work/stamp"
fi

# ---- the site -------------------------------------------------------------------------------------------------------
scripts/style.sh
# The second place is where cargo puts the executables of tests.
node scripts/site.mjs "$work" public "$site" "$CARGO_TARGET_DIR/$folder/hash.txt" "$CARGO_TARGET_DIR/$folder/deps/hash.txt"
