"""Texts that an agency answers with often, with placeholders that are filled for each contribution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Invalid, NotFound
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.outcomes import schemes
from cocreate.outcomes.desk_models import Template
from cocreate.outcomes.rules import LIMITS, PLACEHOLDERS, AnswerDraft

NAME_LIMIT = 80
BRACED = re.compile(r"\{([^{}]*)\}")


def save(
    actor: Actor, agency: Agency, name: str, draft: AnswerDraft, template: Template | None = None
) -> Template:
    """Keep a text under a name, as a new template or in place of one. Invalid, by field.

    Which degree it goes with may be left open; a day is not part of a template."""
    require(actor, "answer_template.change", agency)
    named = " ".join(name.split())
    if not named or len(named) > NAME_LIMIT:
        raise Invalid(_l("Please give it a name of at most %(limit)s characters.", limit=NAME_LIMIT), "name")
    fields = _checked(draft)
    row = template or Template(agency_id=agency.id)
    row.name, row.fields, row.by_id, row.at = named, fields, actor.user_id, now()
    db.session.add(row)
    db.session.flush()
    return row


def delete(actor: Actor, agency: Agency, template: Template) -> None:
    """Let go of a template; answers that were written with it stay."""
    require(actor, "answer_template.change", agency)
    db.session.delete(template)
    db.session.flush()


def of_path(agency_path: str) -> Sequence[Template]:
    """The templates of an agency and of those above it, by name."""
    ids = [int(part) for part in agency_path.strip("/").split("/") if part]
    mine = sa.select(Template).where(Template.agency_id.in_(ids))
    return db.session.scalars(mine.order_by(Template.name, Template.id)).all()


def get(agency: Agency, template_id: int) -> Template:
    """One template of an agency. NotFound when it has none of this id."""
    found = db.session.get(Template, template_id)
    if found is None or found.agency_id != agency.id:
        raise NotFound(_l("There is no such template."))
    return found


def _checked(draft: AnswerDraft) -> dict[str, str]:
    texts = {name: str(value).strip() for name, value in asdict(draft).items() if name in LIMITS and value}
    texts = {name: text for name, text in texts.items() if text}
    if not texts:
        raise Invalid(_l("Write at least one part of the answer."), "reason")
    for name, text in texts.items():
        if len(text) > LIMITS[name]:
            raise Invalid(_l("At most %(limit)s characters fit here.", limit=LIMITS[name]), name)
        for found in BRACED.findall(text):
            if found not in PLACEHOLDERS:
                allowed = ", ".join("{" + one + "}" for one in PLACEHOLDERS)
                raise Invalid(_l("Only these can be filled in: %(allowed)s.", allowed=allowed), name)
    known = schemes.degree(draft.degree) is not None
    return {"degree": draft.degree, **texts} if known else texts
