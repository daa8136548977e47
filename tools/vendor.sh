#!/bin/sh
# Builds static/js/editor.js from frontend/editor with Node, and notes what is in it in static/vendor.json.
# Only for changing the editor or its packages: running and testing use the committed files.
set -eu
cd "$(dirname "$0")/../frontend/editor"
npm ci --no-audit --no-fund
npx --no-install esbuild index.js --bundle --minify --format=esm --target=es2020 \
    --legal-comments=none --metafile=node_modules/meta.json --outfile=node_modules/editor.js
cd ../..
"${PYTHON:-python3}" tools/vendor.py frontend/editor static/js/editor.js
