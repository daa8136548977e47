"""Pages for the texts that an agency answers with often: the list, writing, trying on a contribution, retiring."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import Agency
from cocreate.calls import queries as calls
from cocreate.contributions import queries as contributions
from cocreate.core.i18n import _
from cocreate.core.policy import require
from cocreate.http.actor import actor
from cocreate.outcomes import schemes, templates
from cocreate.outcomes.desk_models import Template
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.parts import parts
from cocreate.outcomes.rules import PLACEHOLDERS
from cocreate.web.answer_templates.forms import ActForm, TemplateForm
from cocreate.web.page import page, say

bp = Blueprint("answer_templates", __name__)
ONE = "/desk/agencies/<slug>/templates/<int(max=9223372036854775807):template_id>"
of_slug = accounts.agency


@bp.get("/desk/agencies/<slug>/templates")
@page(allow="answer_template.change", of=of_slug)
def index(agency: Agency) -> dict[str, Any]:
    """The templates of an agency, with what is offered no longer at the end."""
    return {"agency": agency, "templates": templates.of_agency(agency), "form": ActForm()}


@bp.route("/desk/agencies/<slug>/templates/new", methods=["GET", "POST"])
@page(allow="answer_template.change", of=of_slug)
def new(agency: Agency) -> Any:
    """Write a template."""
    form = TemplateForm(_degrees(agency))
    if form.submitted():
        row = templates.save(actor(), agency, form.name.data or "", form.draft())
        say(_("The template is kept. Editors find it where they answer."))
        return _to(agency, row)
    return _context(agency, form)


@bp.route(ONE, methods=["GET", "POST"])
@page(allow="answer_template.change", of=of_slug)
def edit(agency: Agency, template_id: int) -> Any:
    """Change a template, and see what it says to one contribution."""
    row = templates.get(agency, template_id)
    form = TemplateForm(_degrees(agency), data={"name": row.name, **row.fields})
    if form.submitted():
        templates.save(actor(), agency, form.name.data or "", form.draft(), row)
        say(_("The template is kept. Editors find it where they answer."))
        return _to(agency, row)
    number = request.args.get("number", "").replace("\0", "").strip()[:40]
    return _context(agency, form) | {"row": row, "number": number} | _tried(row, number)


@bp.post(ONE + "/retire")
@page(allow="answer_template.change", of=of_slug)
def retire(agency: Agency, template_id: int) -> Response:
    """Offer a template no longer, or again."""
    is_back = request.form.get("back") == "1"
    templates.retire(actor(), agency, templates.get(agency, template_id), back=is_back)
    say(_("The template is offered again.") if is_back else _("The template is offered no longer."))
    return redirect(url_for("answer_templates.index", slug=agency.slug), 303)


def _to(agency: Agency, row: Template) -> Response:
    return redirect(url_for("answer_templates.edit", slug=agency.slug, template_id=row.id), 303)


def _degrees(agency: Agency) -> Any:
    return schemes.degrees_of(schemes.default_of(agency.path))


def _context(agency: Agency, form: TemplateForm) -> dict[str, Any]:
    return {"agency": agency, "form": form, "placeholders": PLACEHOLDERS}


def _tried(row: Template, number: str) -> dict[str, Any]:
    """What the template says to the contribution with this number, as far as the reader works on its call."""
    found = contributions.find(number) if number else None
    if found is None:
        return {"said": [], "why": contributions.NO_SUCH if number else None}
    call = calls.get_by_id(found.call_id)
    require(actor(), "outcome.work", call)
    draft = templates.preview(row, found, call)
    return {"said": parts(Disposition(**vars(draft), imported=False)), "why": None}
