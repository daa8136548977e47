"""The official particulars of an outcome: entered by its editors, before or after publication."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import Sentence, _l
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.core.unicode import clean_line
from cocreate.exchange import queries
from cocreate.exchange.events import ParticularsEntered
from cocreate.exchange.models import Particulars

LINES = ("index_number", "issuer", "signature")
FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Given:
    """What an editor enters; what is left empty is taken from the agency and the day of publication."""

    index_number: str = ""
    issuer: str = ""
    signature: str = ""
    written_on: date | None = None


def of_call(call_id: int) -> tuple[Given, int]:
    """What was entered for a call, and the number of that version, 0 when nobody has entered anything."""
    row = queries.particulars(call_id)
    if row is None:
        return Given(), 0
    return Given(**{one.name: getattr(row, one.name) for one in fields(Given)}), row.version


def enter(actor: Actor, call: Call, given: Given, *, seen: int | None = None) -> Particulars:
    """Keep the particulars of a call's outcome. Invalid by field; Conflict when a colleague changed them after version
    `seen`."""
    require(actor, "particulars.enter", call)
    kept = _checked(given)
    row = queries.particulars(call.id)
    if seen is not None and seen != (row.version if row else 0):
        raise Conflict(
            _l("A colleague has changed these particulars meanwhile. Load the page again to see them.")
        )
    if row is None:
        row = Particulars(call_id=call.id)
        db.session.add(row)
    for name, value in kept.items():
        setattr(row, name, value)
    db.session.flush()
    emit(ParticularsEntered(call.id))
    return row


def _checked(given: Given) -> dict[str, str | date | None]:
    kept = asdict(given)
    wrong: dict[str, Sentence] = {}
    for name in LINES:
        limit = getattr(Particulars, name).type.length
        kept[name] = clean_line(kept[name], 10_000).text.strip()
        if len(kept[name]) > limit:
            wrong[name] = _l("At most %(limit)s characters fit here.", limit=limit)
    day = given.written_on
    if day is not None and not FIRST_DAY <= day <= today(settings().timezone):
        wrong["written_on"] = _l("Please give a day between 2000 and today.")
    if wrong:
        raise Invalid.of(wrong)
    return kept
