"""The rows of the table 意见采纳情况表 as one reader may see them: the page and every file take them from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions.bylines import byline, full_name
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _, language
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


def row_of(line: Line, view: View, labels: Mapping[int, str], office: str = "") -> Row:
    """A contribution with its answer as this reader may see them; `labels` names clauses by id."""
    one, answer = line.contribution, line.disposition
    is_own = one.author_id is not None and one.author_id == view.user_id
    is_shown = view.is_internal or one.is_listed or is_own
    return Row(
        contribution=one,
        answer=answer,
        by=_by(one, view) if is_shown else NOBODY,
        clause=labels.get(one.clause_id or 0, ""),
        body=one.body if is_shown else hidden_words(one),
        parts=named_parts(answer) if is_shown and answer is not None else {},
        office=(answer.source if answer is not None else "") or office,
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
    labels = clause_labels(call)
    office = office_of(call)
    for line in _lines(call.id, view, is_published):
        yield row_of(line, view, labels, office)


def office_of(call: Call) -> str:
    """Who answers for a call where nothing else is said: its agency."""
    return call.agency.name_en if language() == "en" and call.agency.name_en else call.agency.name


def _lines(call_id: int, view: View, is_published: bool) -> Iterator[Line]:
    after: int | None = None
    while True:
        page = _page(call_id, view, is_published, after)
        yield from page
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
