#!/usr/bin/env bash
# Refreshes public/fonts, assets/fonts, public/flags, public/icons.svg and public/licences from the npm packages in end2end/.
# Run it after changing a version or the list of icons, and commit the result: a build never needs it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
scripts/setup.sh test
from=end2end/node_modules

# ---- fonts: one variable file per script, weights 200–900 in each -----------------------------------------------------
say "fonts"
rm -rf public/fonts && mkdir -p public/fonts
for family in inter nunito source-serif-4; do
    for script in latin latin-ext; do
        cp "$from/@fontsource-variable/$family/files/$family-$script-wght-normal.woff2" "public/fonts/$family-$script.woff2"
    done
done
cp "$from/@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2" public/fonts/noto-sans-arabic.woff2

# ---- fonts documents are set in: whole faces, since a name may have any letter ---------------------------------------
mkdir -p assets/fonts
cp "$from/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf" assets/fonts/noto-sans-regular.ttf
cp "$from/@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf" assets/fonts/noto-sans-semibold.ttf

# ---- flags: countries by ISO 3166 code; shown small, so coats of arms need no fractions of a pixel --------------------
say "flags"
rm -rf public/flags && mkdir -p public/flags
cp "$from"/flag-icons/flags/4x3/[a-z][a-z].svg public/flags/
node scripts/assets.mjs flags public/flags

# ---- icons: <svg><use href="/icons.svg#search"/></svg> ----------------------------------------------------------------
say "icons"
node scripts/assets.mjs icons "$from/lucide-static/icons" public/icons.svg \
    search globe phone smartphone wallet receipt settings log-out log-in user check x copy printer download qr-code \
    arrow-right arrow-left chevron-right chevron-down circle-alert circle-check info clock refresh-cw shield-check mail \
    map-pin wifi signal credit-card plus minus trash-2 external-link menu moon sun house history message-square hash \
    package gauge languages key-round eye life-buoy calendar building-2 users file-text lock

# ---- licences -------------------------------------------------------------------------------------------------------
rm -rf public/licences && mkdir -p public/licences
for family in inter nunito source-serif-4 noto-sans-arabic; do
    cp "$from/@fontsource-variable/$family/LICENSE" "public/licences/$family.txt"
done
cp "$from/@expo-google-fonts/noto-sans/LICENSE_FONT" public/licences/noto-sans.txt
cp "$from/flag-icons/LICENSE" public/licences/flag-icons.txt
cp "$from/lucide-static/LICENSE" public/licences/lucide.txt
du -sh public/* >&2
