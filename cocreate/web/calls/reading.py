"""Gathers what a call's page shows, in as few statements as it can."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from cocreate.calls import policy as of_calls
from cocreate.calls import queries as calls
from cocreate.calls.models import Call, Clause
from cocreate.clusters import queries as clusters
from cocreate.clusters.models import Cluster
from cocreate.contributions import queries as contributions
from cocreate.contributions.queries import Place
from cocreate.core.clock import now
from cocreate.core.paging import Page, int_key
from cocreate.documents import queries as documents
from cocreate.http.actor import actor
from cocreate.notices import queries as notices
from cocreate.web.callcards import agency_name, contacts, days_left, stages, words
from cocreate.web.contributionrows import lines
from cocreate.web.contributions.writing import WHO_SEES, begun_form, empty_form
from cocreate.web.media.views import address

HOUR = 3600
MANY = 3  # clusters that stand above the single contributions
RING = 2**31  # as many places as ring keys can have


def reading(call: Call, args: Mapping[str, str]) -> dict[str, Any]:
    """The context of a call's page; at most twelve statements with those of the frame.

    What everybody reads is given as functions, asked only when it has to be drawn anew (see web.fragments)."""
    clauses = cache(lambda: calls.clauses(call.id))
    wanted = args.get("clause")
    chosen = next((one for one in clauses() if str(one.id) == wanted), None) if wanted else None
    sort = "newest" if args.get("sort") == "newest" else "fair"
    start = int_key(args.get("from")) or fair_start(call)
    shown = contribution_page(call, sort, args.get("after"), start, chosen)
    is_collecting = of_calls.is_collecting.why_not(actor(), call) is None
    is_guest = actor().is_guest
    shared = Shared(call, clauses, chosen, is_collecting)
    form = begun_form(call, clauses) if is_collecting else None
    said = (sort, bool(shown.items), args.get("after") is None)
    return {
        "call": call,
        "words": words(call),
        "chosen": chosen,
        "is_collecting": is_collecting,
        "is_guest": is_guest,
        "key": (call.id, chosen.id if chosen else None, is_collecting, days_left(call)),
        "about": shared.about,
        "text": shared.text,
        "aside": shared.aside,
        "said_key": said,
        "said_head": lambda: shared.said(*said),
        "say": lambda: shared.say(is_guest),
        "clauses": clauses() if form else None,
        "figures": shared.figures,
        "is_followed": notices.follows(actor().user_id, call.id),
        "sort": sort,
        "is_first": args.get("after") is None,
        "many": _many(call, args),
        "lines": lines(call, shown.items),
        "next": shown.next_key and {"after": shown.next_key, "from": start if sort == "fair" else None},
        "form": form,
        "who_sees": WHO_SEES[call.visibility],
    }


def _many(call: Call, args: Mapping[str, str]) -> list[Cluster]:
    """What most people say, at the head of the first page."""
    if args.get("after") or args.get("clause") or not call.is_released:
        return []
    return [one for one in clusters.live(call.id, limit=MANY).items if one.size > 1]


class Shared:
    """What the pieces of a call's page are drawn from; each part is asked of the database once a request at most."""

    def __init__(
        self, call: Call, clauses: Callable[[], Sequence[Clause]], chosen: Clause | None, is_collecting: bool
    ) -> None:
        self.call, self.chosen, self.clauses = call, chosen, clauses
        self.given = {"call": call, "words": words(call), "chosen": chosen, "is_collecting": is_collecting}
        self.figures = cache(lambda: contributions.figures([call.id])[call.id])

    def about(self) -> dict[str, Any]:
        """Title, agency, figures and stages."""
        call = self.call
        return {
            **self.given,
            "agency": agency_name(call.agency),
            "stages": stages(call),
            "days_left": days_left(call),
            "figures": self.figures(),
        }

    def text(self) -> dict[str, Any]:
        """What is asked, and the draft with its clauses."""
        document = documents.latest(self.call.document_id) if self.call.document_id else None
        return {**self.given, "text": document, "clauses": self.clauses()}

    def said(self, sort: str, lists: bool, is_first: bool) -> dict[str, Any]:
        """The heading of what has been said."""
        return {**self.given, "figures": self.figures(), "sort": sort, "lists": lists, "is_first": is_first}

    def say(self, is_guest: bool) -> dict[str, Any]:
        """The form to say something, with nothing in it yet."""
        return {
            **self.given,
            "clauses": self.clauses(),
            "form": empty_form(self.clauses(), self.chosen),
            "who_sees": WHO_SEES[self.call.visibility],
            "is_guest": is_guest,
        }

    def aside(self) -> dict[str, Any]:
        """Files and other ways to answer."""
        files = [(one, address(file), megabytes(file.size)) for one, file in calls.files(self.call.id)]
        return {**self.given, "downloads": files, "contacts": contacts(self.call)}


def contribution_page(
    call: Call, sort: str, after: str | None, start: int, clause: Clause | None
) -> Page[Place]:
    """One page of what the public sees, the newest first, or in the fair order from a starting point."""
    clause_id = clause.id if clause else None
    if sort == "newest":
        return contributions.newest(call.id, before=int_key(after), clause_id=clause_id)
    return contributions.fair(call.id, start=start, after=int_key(after), clause_id=clause_id)


def fair_start(call: Call) -> int:
    """Where on the ring this reader starts: always the same place for a person, another one each hour for guests."""
    whose = actor().user_id or int(now().timestamp()) // HOUR
    digest = hashlib.sha256(f"{call.id}.{whose}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % RING


def megabytes(size: int) -> str:
    """The size of a file as people read it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(size // 1000, 1)} KB"
