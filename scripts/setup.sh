#!/usr/bin/env bash
# Installs what is missing, and only that.   usage: setup.sh [run|check|test]
#   run    PostgreSQL's server, the wasm compiler target, wasm-bindgen, the build's npm packages
#   check  without the browser's side: PostgreSQL, the wasm target, rustfmt and clippy
#   test   everything of run, and chromium, zbar-tools, poppler-utils, brotli, the tests' npm packages
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
purpose=${1:-run}

have cargo || fail "cargo is missing: install Rust from https://rustup.rs"
have node && have npm || fail "node and npm are missing: install Node.js 20 or newer"

# ---- packages of the system -----------------------------------------------------------------------------------------
packages=()
have cc || packages+=(build-essential)
[[ -n $(postgres_programs) ]] || packages+=(postgresql)
if [[ $purpose == test ]]; then
    have "${CHROMIUM:-chromium}" || packages+=(chromium)
    have zbarimg || packages+=(zbar-tools)
    have pdftotext || packages+=(poppler-utils)
    have brotli || packages+=(brotli)
fi
if ((${#packages[@]})); then
    have apt-get || fail "please install: ${packages[*]}"
    as_root=()
    if ((EUID != 0)); then
        have sudo || fail "please install (no sudo here): apt-get install ${packages[*]}"
        as_root=(sudo)
    fi
    say "system packages: ${packages[*]} (about 1 min)"
    "${as_root[@]}" apt-get update -qq >&2 \
        && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2 \
        || fail "apt could not install them; please install: ${packages[*]}"
fi

# ---- the compiler ---------------------------------------------------------------------------------------------------
wasm_library=$(rustc --print target-libdir --target wasm32-unknown-unknown)
if ! compgen -G "$wasm_library/libstd-*" >/dev/null; then
    say "the compiler's wasm target (about 10 s)"
    have rustup && rustup target add wasm32-unknown-unknown >&2 \
        || fail "the compiler has no wasm32-unknown-unknown library; with rustup: rustup target add wasm32-unknown-unknown"
fi
if [[ $purpose == check ]]; then
    have cargo-fmt && have cargo-clippy || rustup component add rustfmt clippy >&2 \
        || fail "rustfmt and clippy are missing; with rustup: rustup component add rustfmt clippy"
    exit 0
fi

# ---- wasm-bindgen ---------------------------------------------------------------------------------------------------
wanted=$(wasm_bindgen_version)
if [[ $(wasm-bindgen --version 2>/dev/null || true) != "wasm-bindgen $wanted" ]]; then
    say "wasm-bindgen $wanted (first time only, about 3 min)"
    # Without LTO it takes minutes less. Its lockfile may name a crate a mirror does not have yet; then without.
    export CARGO_PROFILE_RELEASE_LTO=false
    cargo install --quiet --locked wasm-bindgen-cli --version "$wanted" --root "$tools" >&2 \
        || cargo install --quiet wasm-bindgen-cli --version "$wanted" --root "$tools" >&2 \
        || fail "wasm-bindgen-cli $wanted could not be installed"
fi

# ---- npm packages ---------------------------------------------------------------------------------------------------
# The stamp is the lockfile's hash and how much of it is installed. Tests need all of it, a build only "dependencies".
stamp=end2end/node_modules/.installed
lock=$(cksum <end2end/package-lock.json)
installed=$(cat "$stamp" 2>/dev/null || true)
if [[ $installed != "$lock all" && ! ($purpose == run && $installed == "$lock build") ]]; then
    case $purpose in
        run) scope=build only=(--omit=dev) ;;
        *)   scope=all only=() ;;
    esac
    say "npm packages for ${scope/all/build and tests} (about 30 s)"
    (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel=error "${only[@]}" >&2) \
        || fail "npm could not install the packages of end2end/package-lock.json"
    echo "$lock $scope" >"$stamp"
fi
