#!/usr/bin/env bash
# Makes .venv and installs the locked versions and cocreate itself; when nothing changed it only compares a checksum.
# Usage: tools/setup.sh run|dev. Once the development tools are in, they stay in.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=.venv
wanted=$1
[[ -e $venv/.dev ]] && wanted=dev

say() { printf 'cocreate: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

fingerprint() {
    { pwd; echo "$wanted"; cat "requirements/$wanted.lock" setup.cfg; } | sha256sum
}

find_python() {
    local name
    for name in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "Python 3.11 or later is needed, and none was found (tried python3 and python3.11 to python3.14)."
}

make_venv() {
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
            say "Installing the Debian package python3-venv …"
            { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python3-venv; } >&2 \
                || fail "The Debian package python3-venv is missing and could not be installed."
        else
            fail "Python's venv module is incomplete; install it first: apt-get install python3-venv"
        fi
    fi
    say "Making $venv with $("$python" --version) …"
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

stamp=$venv/.installed
if [[ -e $stamp && $(fingerprint) == "$(<"$stamp")" ]] && "$venv/bin/python" -c '' 2>/dev/null; then
    exit 0
fi

"$venv/bin/python" -c 'import pip' 2>/dev/null || make_venv
if [[ ! -x $venv/bin/uv ]]; then
    say "Fetching the installer …"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "uv>=0.8,<1"
fi
export VIRTUAL_ENV=$PWD/$venv UV_PYTHON_DOWNLOADS=never
say "Installing the libraries of requirements/$wanted.lock …"
[[ $wanted == dev ]] && touch "$venv/.dev"
"$venv/bin/uv" pip sync "requirements/$wanted.lock" >&2
"$venv/bin/uv" pip install --quiet --no-deps --editable . >&2
fingerprint >"$stamp"
say "Installed."
