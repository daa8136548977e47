"""The rows of the table 意见采纳情况表 as one reader may see them: the page and every file take them from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cocreate.accounts.models import Agency
from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions.bylines import byline, full_name
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _, language
from cocreate.exchange.passages import Passages
from cocreate.handling import queries as handling
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes import workbench
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.parts import named_parts
from cocreate.outcomes.queries import Line
from cocreate.outcomes.workbench import Filter

BATCH = 500
NOBODY = "—"


@dataclass(frozen=True)
class View:
    """Who reads: the public, a signed-in person who sees their own words, or staff who see everything."""

    user_id: int | None = None
    is_internal: bool = False


PUBLIC = View()
INTERNAL = View(is_internal=True)


@dataclass(frozen=True)
class Row:
    """One line of the table. Where `is_shown` is false, `by`, `body` and `parts` hold nothing of what was sent."""

    contribution: Contribution
    answer: Disposition | None
    by: str
    clause: str
    body: str
    parts: Mapping[str, tuple[str, str]]
    passage: str
    office: str
    is_shown: bool
    is_own: bool

    @property
    def number(self) -> str:
        return self.contribution.number

    @property
    def lang(self) -> str:
        return "en" if self.contribution.revision.language == "en" else "zh-Hans"

    @property
    def words(self) -> str:
        """Title and text, the title only where the text does not begin with it."""
        if not self.is_shown:
            return self.body
        title = self.contribution.title.rstrip("…")
        return self.body if self.body.startswith(title) else f"{self.contribution.title}\n{self.body}"


@dataclass(frozen=True)
class Around:
    """What lines are shown with beside themselves: clauses by their id; offices and passages by that of a contribution.

    `office` answers for all whose department is not named."""

    clauses: Mapping[int, str]
    office: str = ""
    offices: Mapping[int, str] = field(default_factory=dict)
    passages: Mapping[int, str] = field(default_factory=dict)


def row_of(line: Line, view: View, around: Around) -> Row:
    """A contribution with its answer as this reader may see them."""
    one, answer = line.contribution, line.disposition
    is_own = one.author_id is not None and one.author_id == view.user_id
    is_shown = view.is_internal or one.is_listed or is_own
    return Row(
        contribution=one,
        answer=answer,
        by=_by(one, view) if is_shown else NOBODY,
        clause=around.clauses.get(one.clause_id or 0, ""),
        body=one.body if is_shown else hidden_words(one),
        parts=named_parts(answer) if is_shown and answer is not None else {},
        passage=around.passages.get(one.id, "") if is_shown else "",
        office=(answer.source if answer is not None else "") or around.offices.get(one.id, around.office),
        is_shown=is_shown,
        is_own=is_own,
    )


def _by(one: Contribution, view: View) -> str:
    return full_name(one) if view.is_internal else byline(one)


def hidden_words(one: Contribution) -> str:
    """What stands in the place of words that the public may not see."""
    if one.is_private:
        return _("Not shown, as the author asked.")
    return _("The words are not public in this call.")


def rows(call: Call, view: View, *, is_published: bool) -> Iterator[Row]:
    """All lines of a call's table in order of arrival, read in batches so that memory stays flat.

    For staff these are all contributions, also those without an answer."""
    look = Surroundings(call, is_told=is_published or view.is_internal)
    for page in _pages(call.id, view, is_published):
        around = look.around(page)
        for line in page:
            yield row_of(line, view, around)


class Surroundings:
    """Finds what lines are shown with, for one batch after the other: two statements each, and two at the beginning.

    Where words stand in the outcome's text is told only when `is_told`: before, nobody may know that text."""

    def __init__(self, call: Call, *, is_told: bool) -> None:
        self._call = call
        self._clauses = clause_labels(call)
        self._passages = Passages(call.id) if is_told else None

    def around(self, lines: Sequence[Line]) -> Around:
        """What these lines are shown with."""
        ids = [line.contribution.id for line in lines]
        leads = handling.leads(self._call.id, ids)
        return Around(
            clauses=self._clauses,
            office=office_of(self._call),
            offices={key: agency_name(agency) for key, agency in leads.items()},
            passages=self._passages.of(ids) if self._passages is not None else {},
        )


def office_of(call: Call) -> str:
    """Who answers for a call where nothing else is said: its agency."""
    return agency_name(call.agency)


def agency_name(agency: Agency) -> str:
    """What an agency is called in the reader's language."""
    return agency.name_en if language() == "en" and agency.name_en else agency.name


def _pages(call_id: int, view: View, is_published: bool) -> Iterator[Sequence[Line]]:
    after: int | None = None
    while True:
        page = _page(call_id, view, is_published, after)
        if page:
            yield page
        if len(page) < BATCH:
            return
        after = page[-1].contribution.id


def _page(call_id: int, view: View, is_published: bool, after: int | None) -> Sequence[Line]:
    if view.is_internal:
        return workbench.page(call_id, Filter(), after=str(after or 0), limit=BATCH).items
    return outcomes.adoption_table(call_id, is_published=is_published, after=after, limit=BATCH).items


def clause_labels(call: Call) -> dict[int, str]:
    """The labels of a call's clauses by row id."""
    return {clause.id: clause.label for clause in calls.clauses(call.id)}


def explanation(parts: Mapping[str, tuple[str, str]], without: Iterable[str] = ()) -> str:
    """What an answer says as one text: a single reason or measure as it is, several parts a line each with their names."""
    chosen = {field: part for field, part in parts.items() if field not in set(without)}
    if len(chosen) == 1 and next(iter(chosen)) in ("measure", "reason"):
        return next(iter(chosen.values()))[1]
    return "\n".join(labelled(name, text) for name, text in chosen.values())


def labelled(name: str, text: str) -> str:
    """A text after its name, with the colon of the language."""
    return f"{name}: {text}" if language() == "en" else f"{name}：{text}"
