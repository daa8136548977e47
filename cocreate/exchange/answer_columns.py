"""The columns of a spreadsheet of answers: what each is called, what can be written in it, and the seal on each line."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app

from cocreate.core.i18n import LANGUAGES, Sentence, _l, use_language

MOST_LINES = 20_000  # that one sheet of answers holds, out and in
FIELDS = ("degree", "measure", "reason", "reference", "since", "passed_to", "review_date")


@dataclass(frozen=True)
class Column:
    """A column: its key, its heading, its width in characters, and whether an editor writes in it."""

    key: str
    name: Sentence
    width: int
    is_open: bool = False
    is_hidden: bool = False


COLUMNS = (
    Column("number", _l("Contribution number"), 14),
    Column("received", _l("Received on"), 11),
    Column("channel", _l("Channel"), 9),
    Column("by", _l("Sent by"), 10),
    Column("clause", _l("Clause it is about"), 10),
    Column("words", _l("Contribution"), 52),
    Column("degree", _l("Adoption"), 13, is_open=True),
    Column("measure", _l("What is done"), 32, is_open=True),
    Column("reason", _l("Reason"), 36, is_open=True),
    Column("reference", _l("Covered by"), 16, is_open=True),
    Column("since", _l("Since"), 11, is_open=True),
    Column("passed_to", _l("Passed on to"), 14, is_open=True),
    Column("review_date", _l("Looked at again on"), 13, is_open=True),
    Column("call", _l("Call"), 10, is_hidden=True),
    Column("version", _l("Version of the answer"), 8, is_hidden=True),
    Column("seal", _l("Seal of the line"), 18, is_hidden=True),
)
NEEDED = ("number", *FIELDS, "call", "version", "seal")


def seal(call_id: int, number: str, version: int) -> str:
    """What proves that a line came out of this installation for this call, with this number and version."""
    key = str(current_app.secret_key).encode()
    text = f"answers\x1f{call_id}\x1f{number}\x1f{version}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:16]


def known_headings() -> dict[str, str]:
    """Keys of columns by heading, in every language, as `folded` writes them."""
    found = {folded(one.key): one.key for one in COLUMNS}
    for code in LANGUAGES:
        with use_language(code):
            found |= {folded(str(one.name)): one.key for one in COLUMNS}
    return found


def folded(text: str) -> str:
    """A heading or a choice without what makes no difference: width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def names_of(keys: Iterable[str]) -> str:
    """The headings of these columns, for a sentence."""
    wanted = set(keys)
    return "、".join(str(one.name) for one in COLUMNS if one.key in wanted)
