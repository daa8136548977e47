"""What the trained models make of a text: findings that rank it, with the passage they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cocreate.core.i18n import Sentence, _l
from cocreate.screening.findings import RAISES, Finding, Kind
from cocreate.screening.linear import Model
from cocreate.screening.normal import Normal

PASSAGE = 80  # signs of a passage that is judged by itself; the models learnt from comments of this length
MOST_PASSAGES = 300
SHORT = 200  # signs up to which a text is like those the models learnt from
LONG_SPAM, LONG_ABUSE = 0.9, 0.75  # how likely it must be in a longer text, which is of another kind
MARGIN = 0.15  # by which a finding is less sure than the model
CONTACTS = {Kind.LINK, Kind.PERSONAL_DATA, Kind.WORD}
SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]*")

LIKE_SPAM: Sentence = _l("The wording is like that of advertising the model was trained on.")
LIKE_ABUSE: Sentence = _l("The wording is like that of abuse the model was trained on.")


def ranked(model: Model, normal: Normal, others: Iterable[Finding]) -> list[Finding]:
    """The findings of one model; `others` are those of the rules, which make advertising surer."""
    if model.kind == Kind.ABUSE:
        return list(_abuse(model, normal))
    return list(_spam(model, normal, others))


def _spam(model: Model, normal: Normal, others: Iterable[Finding]) -> Iterator[Finding]:
    """Advertising is a whole text; only with a way to reach somebody it is sure enough to raise."""
    likely = model.probability(normal)
    if likely < (model.threshold if len(normal.text) <= SHORT else max(model.threshold, LONG_SPAM)):
        return
    is_reachable = any(one.kind in CONTACTS for one in others)
    confidence = likely - MARGIN if is_reachable else min(likely - MARGIN, RAISES - 0.01)
    yield Finding(Kind.SPAM, 0, len(normal.original), max(confidence, MARGIN), LIKE_SPAM)


def _abuse(model: Model, normal: Normal) -> Iterator[Finding]:
    """Abuse is a passage: an angry but fair complaint is long, and only a few of its sentences are harsh."""
    passages = list(_passages(normal.text))
    least = model.threshold if len(passages) == 1 else max(model.threshold, LONG_ABUSE)
    for start, end in passages[:MOST_PASSAGES]:
        likely = model.likelihood(normal.text[start:end])
        if likely >= least:
            first, last = normal.span(start, end)
            yield Finding(Kind.ABUSE, first, last, max(likely - MARGIN, MARGIN), LIKE_ABUSE)


def _passages(text: str) -> Iterator[tuple[int, int]]:
    """Sentences of a paragraph put together to passages, without the white space around them."""
    start = 0
    for found in SENTENCE.finditer(text):
        is_full = found.end() - start > PASSAGE or text[found.start() - 1 : found.start()] == "\n"
        if is_full and found.start() > start:
            yield from _trimmed(text, start, found.start())
            start = found.start()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    passage = text[start:end]
    if passage.strip():
        yield start + len(passage) - len(passage.lstrip()), end - (len(passage) - len(passage.rstrip()))
