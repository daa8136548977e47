"""What this site is, and the rules that hold here: about, house rules, terms, personal data."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Blueprint
from markdown_it import MarkdownIt
from markupsafe import Markup

from cocreate.accounts import queries as accounts
from cocreate.accounts import texts
from cocreate.accounts.models import TextKind
from cocreate.core.i18n import language
from cocreate.core.settings import settings
from cocreate.core.site import site
from cocreate.moderation import community_rules
from cocreate.web.callcards import agency_name
from cocreate.web.page import PUBLIC, page

bp = Blueprint("help", __name__)


@bp.get("/about")
@page(allow=PUBLIC, cached=True)
def about() -> dict[str, Any]:
    """What this is for, how it works, and where everything is."""
    return {}


@bp.get("/rules")
@page(allow=PUBLIC, cached=True)
def rules() -> dict[str, Any]:
    """The house rules that reviewers decide by."""
    return {
        "rules": [
            (rule.title(language()), rule.text(language())) for rule in community_rules.in_force().values()
        ]
    }


@bp.get("/terms")
@page(allow=PUBLIC, cached=True)
def terms() -> dict[str, Any]:
    """The terms of use in force."""
    return _text(TextKind.TERMS)


@bp.get("/privacy")
@page(allow=PUBLIC, cached=True)
def privacy() -> dict[str, Any]:
    """How personal data is handled."""
    return _text(TextKind.PRIVACY)


def _text(kind: TextKind) -> dict[str, Any]:
    text = texts.read(kind, language())
    return {"text": _html(text.body).format(**_operator()), "version": text.version}


def _operator() -> dict[str, str]:
    """Who runs this site and how to reach them: what the footer says, otherwise the root agency."""
    marks, root, address = site(), accounts.root_agency(), settings().base_url
    contact = ", ".join(value for value in (root.contact or {}).values() if value) if root else ""
    return {
        "operator": marks.sponsor or (agency_name(root) if root else address),
        "contact": marks.contact or contact or address,
        "site": address,
    }


@cache
def _html(body: str) -> Markup:
    """Our own written files as HTML; HTML inside them is shown as text."""
    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(body))
