"""Personal data in a text: numbers, contacts and homes, each with the reason a person reads."""

from __future__ import annotations

from collections.abc import Iterator

from cocreate.core.i18n import Sentence, _l
from cocreate.screening.contacts import Hit, contacts
from cocreate.screening.digits import readings, windows
from cocreate.screening.findings import Finding, Kind
from cocreate.screening.homes import homes
from cocreate.screening.normal import Normal
from cocreate.screening.numbers import number_kind

WHY: dict[str, Sentence] = {
    "id_number": _l("This is an ID number."),
    "bank_card": _l("This looks like the number of a bank card; its check digit is right."),
    "mobile": _l("This looks like a mobile number."),
    "landline": _l("This looks like a telephone number."),
    "email": _l("This looks like an e-mail address."),
    "plate": _l("This looks like the plate of a vehicle."),
    "account": _l("This looks like somebody's account with a messenger."),
    "address": _l("This looks like the address of somebody's home."),
}

MOST = 500  # findings of one text


def personal_data(normal: Normal) -> list[Finding]:
    """What identifies or reaches a person, in the order of the text; findings do not overlap."""
    taken = bytearray(len(normal.text))
    found: list[Finding] = []
    for start, end, sort, confidence in _hits(normal.text):
        if any(taken[start:end]):
            continue
        if len(found) == MOST:
            break
        taken[start:end] = b"\1" * (end - start)
        first, last = normal.span(start, end)
        found.append(Finding(Kind.PERSONAL_DATA, first, last, confidence, WHY[sort], sort))
    return sorted(found, key=lambda one: one.start)


def _hits(text: str) -> Iterator[Hit]:
    """Every hit; those that say more stand before those that say less of the same signs."""
    yield from contacts(text)
    for reading in readings(text):
        yield from _numbers(reading, text)
    yield from homes(text)


def _numbers(reading: str, text: str) -> Iterator[Hit]:
    past = 0
    for window in windows(reading, text):
        if window.start < past:
            continue
        kind = number_kind(window, text)
        if kind is not None:
            past = window.end
            yield window.start, window.end, *kind
