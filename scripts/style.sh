#!/usr/bin/env bash
# One stylesheet out of style/main.css and what it imports: target/site/pkg/shop.css
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
mkdir -p "$site/pkg"
node scripts/style.mjs style/main.css "$site/pkg/shop.css"
