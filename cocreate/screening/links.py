"""Links in a text, and which of them deserve a look: bare numbers for hosts, shorteners, disguised names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cocreate.core.i18n import Sentence, _l
from cocreate.screening.findings import Finding, Kind
from cocreate.screening.normal import Normal
from cocreate.screening.wordbook import sections

TOP = "|".join(sections("hosts")["endings"])
HOST = rf"(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,6}}(?:{TOP})(?:\.(?:cn|hk|tw|uk|jp|kr))?"
NUMERIC = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}"
LINK = re.compile(
    rf"(?<![a-z0-9@._-])(?:(?P<scheme>(?:https?|ftp|hxxps?)\s?:\s?//)(?P<host>[^\s/?#\u4e00-\u9fff，。；、]{{1,253}})"
    rf"|(?P<bare>{HOST})(?![a-z0-9-]))(?::[0-9]{{1,5}})?(?:[/?#][a-z0-9\-._~:/?#\[\]@!$&'()*+=%]*)?"
)
SHORTENERS = frozenset(sections("hosts")["shorteners"])
PUBLIC = (".gov.cn", ".edu.cn", ".mil.cn")
APPS = re.compile(r"\.(?:apk|exe|ipa|msi|bat|scr|js|vbs)(?:$|[?#])")

ORDINARY: Sentence = _l("The text holds a link.")
NUMBERED: Sentence = _l("The link leads to a number instead of a name, as honest sites hardly do.")
SHORTENED: Sentence = _l("The link is shortened, so that it does not say where it leads.")
DISGUISED: Sentence = _l("The name of the site mixes scripts or hides who it is.")
PROGRAM: Sentence = _l("The link leads to a program to install.")


def links(normal: Normal) -> list[Finding]:
    """Every link of a text; those that hide where they lead are surer than those that are just there."""
    return [_finding(normal, found) for found in _found(normal.text)]


def _found(text: str) -> Iterator[re.Match[str]]:
    return LINK.finditer(text)


def _finding(normal: Normal, found: re.Match[str]) -> Finding:
    start, end = normal.span(found.start(), found.end())
    host = (found["bare"] or found["host"]).split("@")[-1].split(":")[0]
    confidence, why = _judged(host, found, normal.original[start:end])
    return Finding(Kind.LINK, start, end, confidence, why, host)


def _judged(host: str, found: re.Match[str], written: str) -> tuple[float, Sentence]:
    if host.endswith(PUBLIC):
        return 0.1, ORDINARY
    if re.fullmatch(NUMERIC, host):
        return 0.8, NUMBERED
    if host in SHORTENERS:
        return 0.7, SHORTENED
    if APPS.search(found[0]):
        return 0.85, PROGRAM
    if "xn--" in host or "@" in (found["host"] or "") or _is_mixed(written):
        return 0.8, DISGUISED
    return 0.3, ORDINARY


def _is_mixed(written: str) -> bool:
    """Whether letters of other scripts stand among Latin ones."""
    scripts = {unicodedata.name(sign, "?").split()[0] for sign in written if sign.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "ARMENIAN"})
