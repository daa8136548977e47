"""What stands in the places that an answer leaves open: each contribution's own number, author, clause, department."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import User
from cocreate.accounts.queries import local_today
from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.batches import pieces
from cocreate.core.i18n import Sentence, _l, day, use_language
from cocreate.handling import queries as handling
from cocreate.outcomes.rules import BRACED, LIMITS, PLACEHOLDERS, AnswerDraft
from cocreate.text.names import mask_name

WORD = re.compile(r"\{\s*([a-z_]{2,20})\s*\}")  # a placeholder misspelt, not braces in a sentence
CITIZEN = {"zh": "市民", "en": "a citizen"}


def named(draft: AnswerDraft) -> set[str]:
    """What the texts of an answer leave open."""
    texts = " ".join(str(value) for name, value in asdict(draft).items() if name in LIMITS)
    return set(BRACED.findall(texts)) & set(PLACEHOLDERS)


def problem(text: str, *, strict: bool = False) -> Sentence | None:
    """Why a text can't be filled: it names a place nobody knows. With `strict` every pair of braces is meant as one."""
    unknown = [one for one in (BRACED if strict else WORD).findall(text) if one not in PLACEHOLDERS]
    if not unknown:
        return None
    allowed = ", ".join("{" + one + "}" for one in PLACEHOLDERS)
    return _l(
        "Nothing is known to put in place of “%(wrong)s”. These can be filled in: %(allowed)s.",
        wrong="{" + unknown[0][:40] + "}",
        allowed=allowed,
    )


def values(
    call: Call, rows: Sequence[Contribution], names: Collection[str]
) -> Mapping[int, Mapping[str, str]]:
    """What stands in these places for each contribution, by id; one statement for each kind that has to be looked up.

    A name is masked as in public, whoever reads: the answer will be public."""
    authors = _authors(rows) if "name" in names else {}
    labels = {one.id: one.label for one in calls.clauses(call.id)} if "clause" in names else {}
    leads = _leads(call.id, [row.id for row in rows]) if "department" in names else {}
    with use_language(call.language):
        date = day(local_today())
    return {
        row.id: {
            "number": row.number,
            "title": row.title,
            "call": call.title,
            "agency": call.agency.name,
            "name": _name(row, authors) or CITIZEN.get(call.language, CITIZEN["zh"]),
            "clause": labels.get(row.clause_id or 0, ""),
            "department": leads.get(row.id, call.agency.name),
            "date": date,
        }
        for row in rows
    }


def _authors(rows: Sequence[Contribution]) -> dict[int, User]:
    ids = {row.author_id for row in rows if row.author_id is not None}
    return {key: user for some in pieces(ids) for key, user in accounts.users(some).items()}


def _leads(call_id: int, ids: Sequence[int]) -> dict[int, str]:
    return {key: agency.name for some in pieces(ids) for key, agency in handling.leads(call_id, some).items()}


def _name(row: Contribution, authors: Mapping[int, User]) -> str:
    author = authors.get(row.author_id or 0)
    if author is None:
        return mask_name(row.author_name)
    return "" if author.closed_at is not None else mask_name(author.name)
