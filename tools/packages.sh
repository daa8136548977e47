#!/usr/bin/env bash
# What the tests need from the operating system: PostgreSQL, Chromium, a Chinese font, and Pango for PDF.
# As root on Debian they are installed when missing; otherwise what is missing is named, and this fails.
set -euo pipefail

has_postgresql() { [[ -n ${PG_BIN:-} ]] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_chromium() { [[ -n ${CHROMIUM:-} ]] || command -v chromium-headless-shell chromium chromium-browser >/dev/null; }
has_font() {
    [[ -n $(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" -iname '*cjk*' -print -quit 2>/dev/null) ]] ||
        { command -v fc-list && [[ -n $(fc-list :lang=zh-cn) ]]; } >/dev/null
}
has_library() { [[ -n $(find /usr/lib /usr/local/lib /lib -name "$1.so*" -print -quit 2>/dev/null) ]]; }

missing=()
has_postgresql || missing+=(postgresql)
has_chromium || missing+=(chromium-headless-shell)
has_font || missing+=(fonts-noto-cjk)
has_library libpango-1.0 || missing+=(libpango-1.0-0)
has_library libpangoft2-1.0 || missing+=(libpangoft2-1.0-0)
has_library libharfbuzz-subset || missing+=(libharfbuzz-subset0)
[[ ${#missing[@]} == 0 ]] && exit 0

if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    {
        echo "cocreate: the tests need these Debian packages, which are missing: ${missing[*]}"
        echo "          install them first: sudo apt-get install ${missing[*]}"
    } >&2
    exit 1
fi

echo "cocreate: installing for the tests: ${missing[*]} …" >&2
if [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
    # The tests start servers of their own; the package need not make and start one.
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >&2
apt-get -q install -y --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}" >&2
