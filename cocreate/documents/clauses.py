"""An official draft taken apart into the clauses that citizens comment on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

NUMERALS = "〇零一二两三四五六七八九十百\\d"
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
LONGEST_HEADING = 40  # characters; a longer first line is the clause's own text

ARTICLE = re.compile(
    rf"(?P<label>第(?P<number>[{NUMERALS}]+)(?P<kind>[编章节条])(?:之[{NUMERALS}]+)?)(?P<gap>[\s:：、]*)(?P<rest>.*)"
)
ENGLISH = re.compile(
    r"(?P<label>(?P<kind>Part|Chapter|Section|Article|Clause)\s+(?P<number>\d+|[IVXLC]+)\b)"
    r"(?P<gap>[\s.:—–-]*)(?P<rest>.*)",
    re.IGNORECASE,
)
ITEM = re.compile(rf"(?P<label>(?P<number>[{NUMERALS}]+)、)(?P<gap>\s*)(?P<rest>.*)")
NUMBERED = re.compile(r"(?P<label>(?P<number>\d{1,3}(?:\.\d{1,3})*))(?P<gap>[.．、)）]\s*|\s+)(?P<rest>.*)")
BRACKETED = re.compile(r"[【〔\[(（](?P<heading>[^】〕\])）]{1,30})[】〕\])）]\s*(?P<rest>.*)")
REFERENCE = re.compile(
    "规定|所称|所列|第|的|和|及|至|中|到|或|与|以"
)  # 第三条规定的情形: a mention, no heading
SENTENCE_END = "。！？；：，.!?;:,"


@dataclass(frozen=True)
class Clause:
    """One numbered part of a draft; what comes before the first has no label."""

    label: str
    heading: str
    text: str


def split_clauses(plain: str) -> list[Clause]:
    """The clauses of a plain text in their order; every word of it stands in exactly one of them.

    The first of these ways of numbering of which a text has at least two: 第一条 (with 编, 章 and 节 as clauses of their
    own), Article 1 (with Part, Chapter, Section), 一、, and 1. or 1.1. [] when there is none of them."""
    lines = [line.strip() for line in plain.split("\n")]
    ways = ((ARTICLE, _is_article), (ENGLISH, _is_english), (ITEM, _follows), (NUMBERED, _follows))
    for pattern, accepts in ways:
        starts = _starts(lines, pattern, accepts)
        if len(starts) > 1:
            return _clauses(lines, starts)
    return []


Accepts = Callable[[re.Match[str], dict[str, int]], bool]


def _starts(lines: list[str], pattern: re.Pattern[str], accepts: Accepts) -> dict[int, re.Match[str]]:
    last: dict[str, int] = {}  # the number reached in each kind of heading
    starts = {}
    for at, line in enumerate(lines):
        found = pattern.fullmatch(line)
        if found is not None and accepts(found, last):
            starts[at] = found
    return starts


def _is_article(found: re.Match[str], last: dict[str, int]) -> bool:
    """Without a gap after it only the next number counts, and only when the sentence does not merely mention it."""
    number, rest = value_of(found["number"]), found["rest"]
    is_next = number == last.get(found["kind"], 0) + 1 and not REFERENCE.match(rest)
    if not (found["gap"] or not rest or BRACKETED.match(rest) or is_next):
        return False
    last[found["kind"]] = number
    return True


def _is_english(found: re.Match[str], last: dict[str, int]) -> bool:
    """Tell a heading from "Article 3 says that …" at the start of a line."""
    return not found["rest"][:1].islower()


def _follows(found: re.Match[str], last: dict[str, int]) -> bool:
    """Numbers go up by one; a list inside a clause that begins again at 1 belongs to the clause."""
    chief, _, below = found["number"].partition(".")
    number, reached = value_of(chief), last.get("", 0)
    if number != reached + (0 if below and number == reached else 1):
        return False
    last[""] = number
    return True


def _clauses(lines: list[str], starts: dict[int, re.Match[str]]) -> list[Clause]:
    edges = [*sorted(starts), len(lines)]
    preamble = "\n".join(filter(None, lines[: edges[0]]))
    made = [Clause("", "", preamble)] if preamble else []
    for start, end in zip(edges, edges[1:], strict=False):
        below = [line for line in lines[start + 1 : end] if line]
        made.append(_clause(starts[start], below))
    return made


def _clause(found: re.Match[str], below: list[str]) -> Clause:
    label, rest = found["label"].rstrip("、"), found["rest"].strip()
    bracketed = BRACKETED.fullmatch(rest)
    if bracketed:
        return Clause(label, bracketed["heading"], "\n".join(filter(None, [bracketed["rest"], *below])))
    is_division = (found.groupdict().get("kind") or "").lower() in ("编", "章", "节", "part", "chapter")
    is_heading = 0 < len(rest) <= LONGEST_HEADING and rest[-1] not in SENTENCE_END and bool(below)
    if rest and (is_heading or (is_division and len(rest) <= LONGEST_HEADING)):
        return Clause(label, rest, "\n".join(below))
    return Clause(label, "", "\n".join(filter(None, [rest, *below])))


def value_of(numeral: str) -> int:
    """The value of 十二, 一百零五, 12, 二〇 or XIV; 0 for what is none of these."""
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() else 0
    if not any(sign in numeral for sign in "十百"):
        return int("".join(str(DIGITS.get(sign, 0)) for sign in numeral))
    hundreds, _, rest = numeral.rpartition("百")
    tens, has_tens, ones = rest.rpartition("十")
    total = 100 * (DIGITS.get(hundreds, 0) if hundreds else 1 if "百" in numeral else 0)
    total += 10 * (DIGITS.get(tens.lstrip("零〇"), 1) if has_tens else 0)
    return total + DIGITS.get(ones.lstrip("零〇") or "零", 0)
