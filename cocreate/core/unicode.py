"""What may be inside a text: one normal form, nothing hidden, a length, and no cut through a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l

SURROGATE = re.compile("[\ud800-\udfff]")
NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
CONTROL = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FLAG_OR_INVISIBLE = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)"
    "|[\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_VARIANT = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
SECOND_VARIANT = re.compile(f"(?<={_VARIANT}){_VARIANT}+")
# Joiners mean something between emoji and in scripts that join letters; elsewhere they only hide something.
_JOINING = (
    "\u0300-\u1fff\u20d0-\u20ff\u2100-\u2bff\ua800-\uabff"
    "\ufb50-\ufdff\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0100-\U000e01ef"
)
STRAY_JOINER = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")
BLANK_RUN = re.compile(r"[ \t]*\n\s*|\t+")


@dataclass(frozen=True)
class Cleaned:
    """A text that can be stored, with a sentence for each kind of thing that was taken out of it."""

    text: str
    notes: tuple[Sentence, ...] = ()


def clean_text(text: str, limit: int) -> Cleaned:
    """A text of several lines, at most `limit` code points. Invalid when it is longer or can't be stored."""
    return _clean(text, limit, _trim_lines)


def clean_line(text: str, limit: int) -> Cleaned:
    """One line, at most `limit` code points; line breaks and tabs become spaces. Invalid likewise."""
    return _clean(text, limit, lambda kept: BLANK_RUN.sub(" ", kept).strip())


def _clean(text: str, limit: int, trim: Callable[[str], str]) -> Cleaned:
    refuse_unstorable(text)
    if len(text) > 20 * limit + 1000:  # before any work is spent on it
        raise Invalid(too_long(len(text), limit))
    pure = purify(text)
    kept = trim(pure.text)
    if len(kept) > limit:
        raise Invalid(too_long(len(kept), limit))
    return Cleaned(kept, pure.notes)


def purify(text: str) -> Cleaned:
    """The whole text in its one form, with nothing trimmed, counted or refused."""
    kept = NEWLINE.sub("\n", unicodedata.normalize("NFC", text))
    kept, controls = CONTROL.subn("", kept)
    kept, directions = DIRECTION.subn("", kept)
    visible = FLAG_OR_INVISIBLE.sub(lambda found: found["flag"] or "", kept)
    visible = SECOND_VARIANT.sub("", STRAY_JOINER.sub("", visible))
    notes = tuple(_notes(controls, directions, len(kept) - len(visible)))
    return Cleaned(unicodedata.normalize("NFC", visible), notes)


def _trim_lines(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines).rstrip()


def _notes(controls: int, directions: int, hidden: int) -> Iterator[Sentence]:
    if controls:
        yield _l("Control characters were taken out: %(count)s.", count=controls)
    if directions:
        yield _l("Characters that turn the direction of writing were taken out: %(count)s.", count=directions)
    if hidden:
        yield _l("Invisible characters were taken out: %(count)s.", count=hidden)


def refuse_unstorable(text: str) -> None:
    """Invalid when the text holds a NUL character or half of a surrogate pair, which no database can keep."""
    if "\0" in text:
        raise Invalid(_l("This text holds a NUL character, which can't be stored. Please type it again."))
    if SURROGATE.search(text):
        raise Invalid(_l("This text holds half a character, as a broken copy does. Please type it again."))


def too_long(count: int, limit: int) -> Sentence:
    """The sentence that tells how long a text is, how long it may be, and by how much to shorten it."""
    return _l(
        "This has %(count)s characters, and at most %(limit)s fit. Please shorten it by %(over)s.",
        count=count,
        limit=limit,
        over=count - limit,
    )


def boundary(text: str, index: int) -> int:
    """The largest place at or before `index` that does not fall inside one visible character.

    One visible character: a letter with its marks, an emoji with joiners and skin, a flag, a line break."""
    if index >= len(text):
        return len(text)
    index = max(index, 0)
    while index > 0 and _joined(text, index):
        index -= 1
    return index


def _joined(text: str, index: int) -> bool:
    before, after = text[index - 1], text[index]
    if after < "\u0300":
        return before == "\r" and after == "\n"
    if after in "\u200c\u200d" or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if "\U000e0020" <= after <= "\U000e007f":
        return True
    if "\U0001f1e6" <= after <= "\U0001f1ff":
        start = index
        while start > 0 and "\U0001f1e6" <= text[start - 1] <= "\U0001f1ff":
            start -= 1
        return (index - start) % 2 == 1
    return (
        before == "\u200d"
        or "\u1160" <= after <= "\u11ff"
        or unicodedata.category(after) in ("Mn", "Me", "Mc")
    )
