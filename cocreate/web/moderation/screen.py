"""What the queue's pages show: the list on the left, the chosen case on the right, and the addresses between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for
from flask_babel import format_timedelta

from cocreate.accounts import queries as accounts
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.clock import now
from cocreate.core.i18n import _, _l, language
from cocreate.http.actor import actor
from cocreate.moderation import queries
from cocreate.moderation.models import Case, Reason
from cocreate.moderation.queries import Chosen, Item
from cocreate.web import callcards
from cocreate.web.moderation.preview import name_of

REASONS = {
    Reason.NEW: _l("New"),
    Reason.EDIT: _l("Changed"),
    Reason.COMMENT: _l("Comment"),
    Reason.REPORT: _l("Reported"),
}
LANGUAGES = {"zh": "中文", "en": "English"}
MODERATOR = "moderator"


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    item: Item
    name: str
    lang: str
    due: str
    is_late: bool
    call: str
    url: str
    is_current: bool
    is_own: bool
    taken_by: str

    @property
    def pick(self) -> str:
        """What the line's tick box sends."""
        return f"{self.item.contribution.number}:{self.item.case.version}"


def kept() -> dict[str, Any]:
    """The filters in the address, those that are set, so that links keep them."""
    names = ("call", "reason", "language", "after")
    given = {name: request.args.get(name, "")[:100] for name in names}
    return {name: value for name, value in given.items() if value and value.isprintable()}


def chosen() -> Chosen:
    """What the moderator wants to see; unknown values count as all."""
    given = kept()
    reason, code = given.get("reason"), given.get("language")
    return Chosen(
        call=given.get("call"),
        reason=Reason(reason) if reason in set(Reason) else None,
        language=code if code in LANGUAGES else None,
    )


def onward(case: Case | None, contribution: Contribution, call: Call) -> str:
    """The address of the next case in the present choice, or of the list when nothing is left to do."""
    place = Item(case, contribution, call).key if case else None
    following = queries.next_item(actor().user_id, actor().paths(MODERATOR), chosen(), after=place)
    if following is None:
        return url_for("moderation.index", **filters())
    return url_for("moderation.case", number=following.contribution.number, **kept())


def queue(current: str = "", also_named: Iterable[int | None] = ()) -> dict[str, Any]:
    """The list with its filters, in three statements; `names` holds the people on the page by id."""
    paths = actor().paths(MODERATOR)
    page = queries.queue(paths, chosen(), after=kept().get("after"))
    names = names_of([*(item.case.claimed_by_id for item in page.items), *also_named])
    waiting = queries.waiting(paths)
    return {
        "rows": [_row(item, current, names) for item in page.items],
        "names": names,
        "waiting": waiting,
        "filters": filters(),
        "kept": kept(),
        "calls": [(one.slug, _title(one), one.count) for one in waiting.by_call],
        "reasons": REASONS,
        "languages": LANGUAGES,
        "next_url": url_for("moderation.index", **filters(), after=page.next_key) if page.next_key else None,
    }


def due_words(due_at: datetime) -> str:
    """How long is left, or by how much it is late."""
    left = due_at - now()
    time = format_timedelta(abs(left), threshold=1)
    return _("%(time)s left", time=time) if left.total_seconds() >= 0 else _("%(time)s late", time=time)


def lang_of(contribution: Contribution) -> str:
    """The language of the words, as browsers name it."""
    return "en" if contribution.revision.language == "en" else "zh-Hans"


def taken_by(case: Case | None, names: dict[int, str]) -> str:
    """Who else holds the case now, or ""."""
    if case is None or not case.is_taken_from(actor().user_id, now()):
        return ""
    return names.get(case.claimed_by_id or 0, _("A colleague"))


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Colleagues' names by id, in one statement, or none when there is nobody to name."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return {user_id: user.name for user_id, user in accounts.users(wanted).items()} if wanted else {}


def filters() -> dict[str, Any]:
    return {name: value for name, value in kept().items() if name != "after"}


def _row(item: Item, current: str, names: dict[int, str]) -> Row:
    contribution = item.contribution
    return Row(
        item=item,
        name=name_of(contribution),
        lang=lang_of(contribution),
        due=due_words(item.case.due_at),
        is_late=item.case.due_at < now(),
        call=callcards.words(item.call).title,
        url=url_for("moderation.case", number=contribution.number, **kept()),
        is_current=contribution.number == current,
        is_own=contribution.author_id is not None and contribution.author_id == actor().user_id,
        taken_by=taken_by(item.case, names),
    )


def _title(one: queries.CallWaits) -> str:
    return one.title_en if language() == "en" and one.title_en else one.title
