"""Threads that ended lately: somebody's words, and the sentence in which the agency took them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes import schemes
from cocreate.outcomes.models import Disposition
from cocreate.text.excerpt import excerpt
from cocreate.web.callcards import Words, agency_name, words
from cocreate.web.contributionrows import byline

TAKEN_UP = ("adopted", "adopted_in_part")
LOOKED_AT = 6  # the first answers of a call are enough to find one whose words are public


@dataclass(frozen=True)
class EndedThread:
    """A published call with one of its contributions and what became of it, where there is a public one."""

    call: Call
    words: Words
    agency: str
    taken_up: int
    answered: int
    said: str = ""
    by: str = ""
    number: str = ""
    became: str = ""


def ended_threads(published: Sequence[Call]) -> list[EndedThread]:
    """One thread for each call; two statements and one more for each call, so give it few."""
    counts = outcomes.by_degree([call.id for call in published]) if published else {}
    return [_thread(call, counts[call.id]) for call in published]


def _thread(call: Call, by_degree: dict[str, int]) -> EndedThread:
    looks = {key: one.look for key, one in schemes.known(by_degree).items() if by_degree.get(key)}
    taken_up = sum(by_degree[key] for key, look in looks.items() if look in TAKEN_UP)
    whole = EndedThread(call, words(call), agency_name(call.agency), taken_up, sum(by_degree.values()))
    adopted = next((key for key, look in looks.items() if look == "adopted"), None)
    found = _example(call, adopted) if adopted else None
    if found is None:
        return whole
    contribution, answer = found
    return EndedThread(
        call=whole.call,
        words=whole.words,
        agency=whole.agency,
        taken_up=taken_up,
        answered=whole.answered,
        said=excerpt(contribution.body, 90),
        by=byline(contribution),
        number=contribution.number,
        became=excerpt(answer.measure, 110),
    )


def _example(call: Call, degree: str) -> tuple[Contribution, Disposition] | None:
    """The first adopted contribution that everyone may read."""
    table = outcomes.adoption_table(call.id, is_published=True, degree=degree, limit=LOOKED_AT)
    for line in table.items:
        if line.contribution.is_listed and line.disposition is not None and line.disposition.measure:
            return line.contribution, line.disposition
    return None
