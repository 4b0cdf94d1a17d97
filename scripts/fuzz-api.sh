#!/usr/bin/env bash
# make fuzz: an independent fuzzer (schemathesis, from PyPI) over the REST interface, against a server, a carrier and a
# database of their own.   fuzz-api.sh [EXAMPLES PER OPERATION]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/serving.sh
export PG_FAST=1
clouddail=${CLOUDDAIL:-$CARGO_TARGET_DIR/debug/clouddail}
fuzzer=$root/var/fuzzer
examples=${1:-300}

[[ -n ${CLOUDDAIL:-} ]] || { scripts/setup.sh test && scripts/build.sh dev; }
if [[ ! -x $fuzzer/bin/schemathesis ]]; then
    say "schemathesis, into var/fuzzer (about a minute)"
    python3 -m venv "$fuzzer"
    "$fuzzer/bin/pip" install -q 'schemathesis>=4,<5'
fi

use_own_world fuzz
# The fuzzer is meant to be faster than a reseller's system.
export API_RATE_PER_SECOND=100000 API_RATE_BURST=100000

say "a fresh demo on port $PORT (its log: var/fuzz-server.log)"
start_sandbox
prepare_database
start_server

# The platform's own host takes every shop's key, and its name is one every resolver knows.
url=http://localhost:$PORT
key='Authorization: Bearer cdk_test_aurora_4f9c2b7e1d8a4c6f'

# Once with ids that mostly do not exist, once with ids that do: schemathesis reads them from its settings file.
fuzz() {
    (cd "$folder" && "$fuzzer/bin/schemathesis" run "$url/api/v1/openapi.json" --header "$key" \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance,unsupported_method,ignored_auth \
        --max-examples "$examples" --no-color "$@")
}
send() { curl -sSf -H "$key" -H 'Content-Type: application/json' "$url/api/v1/$1" "${@:2}"; }
member() { node -pe 'JSON.parse(require("fs").readFileSync(0))'"$1"; }

say "$examples examples per operation on $url"
fuzz
say "the same with a customer, an order, an eSIM and a wallet that exist"
customer=$(send customers -d '{"email":"fuzz@example.test"}' | member .id)
plan=$(send 'esim/plans?country=FR&limit=1' | member '.data[0].id')
order=$(send orders -H 'Idempotency-Key: fuzz' -d "{\"customer_id\":\"$customer\",\"item\":{\"kind\":\"esim\",\"plan_id\":\"$plan\"}}")
wallet=$(scripts/postgres.sh psql -d "$database" -Atc "select 'wal_' || replace(id::text, '-', '') from wallets
    where owner_kind = 'reseller_float' and currency = 'USD'")
settings() { printf '[[operations]]\ninclude-path-regex = "%s"\nparameters = { "path.id" = "%s" }\n' "$1" "$2"; }
{
    settings '^/api/v1/customers/' "$customer"
    settings '^/api/v1/orders/' "$(member .id <<<"$order")"
    settings '^/api/v1/esims/' "$(member .esim_id <<<"$order")"
    settings '^/api/v1/wallets/' "$wallet"
} >"$folder/schemathesis.toml"
fuzz

say "the books after it"
"$clouddail" verify
