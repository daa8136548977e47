#!/usr/bin/env bash
# Builds the wheel, installs it into a fresh environment elsewhere, and runs it there on an empty home.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export UV_PYTHON_DOWNLOADS=never

echo "cocreate: building the wheel …" >&2
rm -rf build dist
.venv/bin/python -m build --installer uv >/dev/null

elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
echo "cocreate: trying the wheel in a fresh environment …" >&2
.venv/bin/uv venv --quiet --python .venv/bin/python "$elsewhere/venv"
.venv/bin/uv pip install --quiet --python "$elsewhere/venv/bin/python" \
    --constraint requirements/run.lock "$(ls dist/*.whl)[postgres]"
cd "$elsewhere"
export COCREATE_HOME=$elsewhere/home
unset COCREATE_DATABASE_URL COCREATE_DEMO
for command in "doctor" "calls list"; do
    # shellcheck disable=SC2086
    venv/bin/cocreate $command --json >out.json
    venv/bin/python -c 'import json, sys; json.load(open("out.json"))' ||
        { echo "cocreate: \`cocreate $command --json\` of the wheel printed no JSON." >&2; exit 1; }
    echo "cocreate: the wheel runs \`cocreate $command --json\`." >&2
done
"$elsewhere/venv/bin/python" "$root/tools/wheel_files.py" "$root"
