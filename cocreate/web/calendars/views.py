"""Pages of system administrators: the working days of a year, day by day and as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.accounts.queries import local_today
from cocreate.calendars import queries, service
from cocreate.calendars.rules import FIRST_YEAR, LAST_YEAR
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _, _l
from cocreate.http.actor import actor
from cocreate.web.calendars.forms import ActForm, DayForm, YearForm
from cocreate.web.calendars.months import months, said_changes, weekdays
from cocreate.web.page import page, say

bp = Blueprint("calendars", __name__)
FILE_BODY = 2 * 1024 * 1024


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(_l("There is no calendar for this year."))
    return year


def _to(year: int) -> Response:
    return redirect(url_for("calendars.show", year=year), 303)


@bp.get("/admin/calendar")
@page(allow="calendar.read")
def index() -> Any:
    """This year's calendar."""
    return _to(local_today().year)


@bp.route("/admin/calendar/<int:year>", methods=["GET", "POST"])
@page(allow="calendar.read", of=_year)
def show(year: int) -> Any:
    """A year, with a form for one day."""
    form = DayForm(data={"day": _asked(year), "kind": request.args.get("kind", "holiday")})
    if form.submitted():
        named = (form.name.data or "", form.source.data or "")
        service.set_day(actor(), form.day.data, form.kind.data == "workday", *named)
        say(_("The day is entered. What is counted in working days follows it from now on."))
        return _to(form.day.data.year)
    days, today = queries.current(), local_today()
    return {
        "year": year,
        "years": range(max(FIRST_YEAR, year - 1), min(LAST_YEAR, year + 2)),
        "form": form,
        "days": days,
        "special": days.special(year),
        "months": months(year, days, today),
        "weekdays": weekdays(),
        "workdays": days.between(date(year, 1, 1), date(year, 12, 31)),
        "changes": said_changes(queries.changes()),
    }


def _asked(year: int) -> date | None:
    """The day that somebody tapped in the calendar."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None
    return day if day.year == year else None


@bp.post("/admin/calendar/<int:year>/remove")
@page(allow="calendar.change", of=_year)
def remove(year: int) -> Any:
    """Take an entered day out again."""
    if ActForm().submitted():
        try:
            day = date.fromisoformat(request.form.get("day", ""))
        except ValueError:
            raise NotFound(_l("This day was not entered here.")) from None
        service.remove_day(actor(), day)
        say(_("The day is taken out."))
    return _to(year)


@bp.route("/admin/calendar/<int:year>/enter", methods=["GET", "POST"])
@page(allow="calendar.change", of=_year, body=FILE_BODY)
def enter(year: int) -> Any:
    """A whole year at once."""
    form = YearForm()
    if form.submitted():
        counts = service.enter(actor(), form.text(), form.source.data or "")
        say(_("The calendar of %(years)s is entered in full.", years=", ".join(map(str, counts))))
        return _to(next(iter(counts)))
    return {"form": form, "year": year, "days": queries.current()}


@bp.post("/admin/calendar/<int:year>/withdraw")
@page(allow="calendar.change", of=_year)
def withdraw(year: int) -> Any:
    """Take a whole year out again."""
    if ActForm().submitted():
        service.withdraw_year(actor(), year)
        say(_("What was entered of %(year)s is taken out.", year=year))
    return _to(year)
