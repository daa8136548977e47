"""Gathers what the pages of answer sheets show: what can be taken along, and what a sheet that came back would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import request, url_for

from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import Sentence, _l
from cocreate.core.paging import int_key
from cocreate.core.policy import may
from cocreate.exchange import sheet_desk, sheet_queries
from cocreate.exchange.answer_columns import MOST_LINES
from cocreate.exchange.models import AnswerSheet, Choice, SheetLine
from cocreate.exchange.sheet_lines import COLUMN_NAMES
from cocreate.exchange.sheet_queries import Counts, Standing
from cocreate.http.actor import actor
from cocreate.outcomes import workbench
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.parts import parts
from cocreate.outcomes.workbench import Filter, Show
from cocreate.text.excerpt import excerpt
from cocreate.web.callcards import words
from cocreate.web.outcomes import bench
from cocreate.web.outcomes.desk import counter, lang_of

ROWS = 50
PARTS: dict[str, Sentence] = {
    "bad": _l("To mend"),
    "conflicts": _l("Changed on both sides"),
    "changed": _l("Changed in the file"),
    "new": _l("New answers"),
}


@dataclass(frozen=True)
class Line:
    """One line of a sheet as it is shown: the file's answer, and the one that stands on the site."""

    line: SheetLine
    one: Contribution | None
    lang: str
    excerpt: str
    file: Disposition
    file_parts: list[tuple[str, str]]
    site: Disposition | None
    site_parts: list[tuple[str, str]]
    field: Any
    choice: Choice | None

    @property
    def standing(self) -> int:
        return self.site.number if self.site is not None else 0


def index(call: Call, form: Any, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page on which sheets go out and come back."""
    chosen = bench.chosen(call, args)
    is_narrowed = any(args.get(name) for name in bench.KEPT if name not in ("sort", "after"))
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "form": form,
        "offers": _offers(call, chosen if is_narrowed else None, args),
        "most": MOST_LINES,
        "can_answer": may(actor(), "outcome.answer", call),
        "sent": sheet_queries.sent_by(call.id, actor().user_id),
    }


def _offers(call: Call, chosen: Filter | None, args: Mapping[str, str]) -> list[tuple[Sentence, int, Any]]:
    """What can be taken along, each as (name, how many, the address for a kind of file)."""
    unanswered = Filter(show=Show.UNANSWERED)
    found: list[tuple[Sentence, int, Any]] = []
    if chosen is not None:
        kept: dict[str, Any] = {
            name: value for name, value in args.items() if name in bench.KEPT and name != "after"
        }
        found.append((_l("What the workbench shows"), workbench.count(call.id, chosen), _to(call, kept)))
    found.append((_l("Unanswered"), workbench.count(call.id, unanswered), _to(call, {"show": "unanswered"})))
    found.append((_l("All contributions"), workbench.count(call.id, Filter()), _to(call, {})))
    return found


def _to(call: Call, kept: dict[str, Any]) -> Any:
    return lambda kind: url_for("sheets.download", slug=call.slug, kind=kind, **kept)


def looked_over(call: Call, sheet: AnswerSheet, form: Any) -> dict[str, Any]:
    """The context of a sheet that came back: its counts, and one page of the part that is open."""
    counts = sheet_queries.counts(sheet)
    part = request.args.get("part", "")
    part = part if part in PARTS else first_of(counts)
    page = sheet_queries.lines(sheet, part, after=int_key(request.args.get("after")), limit=ROWS)
    address = _address(call, sheet)
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "form": form,
        "sheet": sheet,
        "counts": counts,
        "part": part,
        "here": address(part=part, after=request.args.get("after")),
        "parts_of": [
            (name, address(part=key), key == part, counts.of(key))
            for key, name in PARTS.items()
            if counts.of(key)
        ],
        "lines": _shown(call, page.items),
        "next_url": address(part=part, after=page.next_key) if page.next_key else None,
        "can_answer": may(actor(), "outcome.answer", call),
    }


def first_of(counts: Counts) -> str:
    """The part that is looked at first: what needs somebody."""
    return next((part for part in PARTS if counts.of(part)), "new")


def _address(call: Call, sheet: AnswerSheet) -> Any:
    return lambda **more: url_for("sheets.look", slug=call.slug, sheet_id=sheet.id, **more)


def _shown(call: Call, found: Sequence[Standing]) -> list[Line]:
    ids = [line.contribution_id for line, _now in found if line.contribution_id]
    rows = contributions.by_ids(call.id, ids) if ids else {}
    return [_line(one, rows.get(one.line.contribution_id or 0)) for one in found]


def _line(found: Standing, one: Contribution | None) -> Line:
    line, now = found
    file = Disposition(**asdict(sheet_desk.draft_of(line)) if line.draft else {"degree": ""}, imported=False)
    number = now.number if now is not None else 0
    typed = choices(request.form).get(line.number)  # what a refused form held
    return Line(
        line=line,
        one=one,
        lang=lang_of(one) if one else "",
        excerpt=excerpt(one.body, 160) if one else "",
        file=file,
        file_parts=parts(file),
        site=now,
        site_parts=parts(now) if now is not None else [],
        field=COLUMN_NAMES.get(line.field, ""),
        choice=typed[0] if typed else line.choice if line.looked_at == number else None,
    )


def choices(form: Mapping[str, str]) -> dict[str, tuple[Choice, int]]:
    """What was chosen on the page, by number, each with the version that was looked at."""
    found: dict[str, tuple[Choice, int]] = {}
    for name, value in form.items():
        number = name.removeprefix("choice-")
        if number != name and value in set(Choice):
            found[number] = Choice(value), min(int_key(form.get(f"looked-{number}")) or 0, 2**31 - 1)
    return found
