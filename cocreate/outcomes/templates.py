"""Texts that an agency answers with often, with placeholders that are filled for each contribution."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Invalid, NotFound
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.outcomes import filling, schemes
from cocreate.outcomes.desk_models import Template
from cocreate.outcomes.rules import LIMITS, AnswerDraft, filled

NAME_LIMIT = 80


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


def retire(actor: Actor, agency: Agency, template: Template, *, back: bool = False) -> Template:
    """Offer a template no longer, or again with `back`; answers that were written with it stay."""
    require(actor, "answer_template.change", agency)
    template.retired_at = None if back else now()
    db.session.flush()
    return template


def of_path(agency_path: str) -> Sequence[Template]:
    """The templates that are offered to an agency, its own and those of agencies above it, by name."""
    ids = [int(part) for part in agency_path.strip("/").split("/") if part]
    mine = sa.select(Template).where(Template.agency_id.in_(ids), Template.retired_at.is_(None))
    return db.session.scalars(mine.order_by(Template.name, Template.id)).all()


def for_call(call: Call, degrees: Collection[str]) -> list[Template]:
    """The templates that fit a call: those of no degree, and those of a degree of its scheme."""
    return [one for one in of_path(call.agency_path) if one.fields.get("degree", "") in ("", *degrees)]


def of_agency(agency: Agency) -> Sequence[Template]:
    """All templates of one agency, those that are offered first, by name."""
    mine = sa.select(Template).where(Template.agency_id == agency.id)
    return db.session.scalars(
        mine.order_by(Template.retired_at.is_not(None), Template.name, Template.id)
    ).all()


def draft_of(template: Template) -> AnswerDraft:
    """A template as the beginning of an answer."""
    fields: Mapping[str, Any] = template.fields
    return AnswerDraft(**{"degree": "", **fields})


def preview(template: Template, contribution: Contribution, call: Call) -> AnswerDraft:
    """What an answer to this contribution would say by the template; nothing is kept."""
    draft = draft_of(template)
    known = filling.values(call, [contribution], filling.named(draft))
    return filled(draft, known[contribution.id])


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
        why = filling.problem(text, strict=True)
        if why is not None:
            raise Invalid(why, name)
    known = schemes.degree(draft.degree) is not None
    return {"degree": draft.degree, **texts} if known else texts
