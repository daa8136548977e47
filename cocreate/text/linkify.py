"""Plain text as paragraphs that are safe to show, with its web addresses made clickable."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

PARAGRAPH = re.compile(r"\n\s*\n")
# Only ASCII: in Chinese an address is followed by the next word without a space.
ADDRESS = re.compile(r"(?<![A-Za-z0-9])https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE)
TRAILING = ".,;:!?'*]"
REL = "nofollow ugc noopener"


def paragraphs(text: str) -> Markup:
    """One <p> for each run of lines without a blank line between them, single line breaks as <br>; "" for nothing."""
    blocks = [block.strip("\n") for block in PARAGRAPH.split(text)]
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>\n").join(links(line) for line in block.split("\n")))
        for block in blocks
        if block.strip()
    )


def links(text: str) -> Markup:
    """The text escaped, with its http and https addresses as links."""
    pieces: list[Markup] = []
    last = 0
    for found in ADDRESS.finditer(text):
        address = _without_trailing(found[0])
        if not _leads_somewhere(address):
            continue
        pieces += [escape(text[last : found.start()]), _link(address)]
        last = found.start() + len(address)
    return Markup("").join([*pieces, escape(text[last:])])


def _link(address: str) -> Markup:
    return Markup('<a href="{}" rel="{}">{}</a>').format(address, REL, address)


def _without_trailing(address: str) -> str:
    """Leave out the full stop of the sentence and a bracket that was opened before the address."""
    while address and (
        address[-1] in TRAILING or (address[-1] == ")" and address.count(")") > address.count("("))
    ):
        address = address[:-1]
    return address


def _leads_somewhere(address: str) -> bool:
    """Whether there is a host, and no name before an @ that could pass for one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc
