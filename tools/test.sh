#!/usr/bin/env bash
# Runs the suite: everything on SQLite, then everything but the browser's stories on a real PostgreSQL.
# Usage: tools/test.sh [sqlite|postgresql]
set -uo pipefail
cd "$(dirname "$0")/.."
status=0

suite() {
    echo "cocreate: tests on $1 …" >&2
    .venv/bin/pytest --quiet --numprocesses "${TEST_PROCESSES:-2}" --db "$1" "${@:2}" || status=1
}

[[ ${1:-sqlite} == sqlite ]] && suite sqlite
[[ ${1:-postgresql} == postgresql ]] && suite postgresql -m "not browser"
exit $status
