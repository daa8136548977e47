"""Schemes of degrees as they are read: the built-in one, those that agencies made, and which one a call answers by."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from babel.support import LazyProxy

from cocreate.calls.models import Call
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import Sentence, _l, language, use_language
from cocreate.outcomes.desk_models import Scheme
from cocreate.outcomes.models import Outcome
from cocreate.outcomes.rules import BUILT_IN, DEGREES, Degree, Group

SLUG = re.compile(r"[a-z][a-z0-9-]{0,17}")
NO_SUCH = _l("There is no such scheme.")
BUILT_IN_SLUG = "built-in"  # how pages and commands call the scheme that has no row


def degree(key: str) -> Degree | None:
    """A degree by its key, whosever scheme it is of; a statement for each scheme that is not at hand yet."""
    slug, joint, _ = key.partition(":")
    if not joint:
        return DEGREES.get(key)
    scheme = db.session.get(Scheme, slug) if SLUG.fullmatch(slug) else None
    if scheme is None:
        return None
    # Held, or the session would let go of it and ask again for each line of a long table.
    db.session.info.setdefault("schemes", {})[slug] = scheme
    return degrees_of(scheme).get(key)


def known(keys: Collection[str]) -> dict[str, Degree]:
    """The built-in degrees, and those of other schemes that are among the keys."""
    others = {key: found for key in keys if key not in DEGREES and (found := degree(key))}
    return {**DEGREES, **others}


def degrees_of(scheme: Scheme | None) -> dict[str, Degree]:
    """The degrees to choose from, by key, in order; those of the built-in scheme for None."""
    if scheme is None:
        return dict(BUILT_IN)
    made = (_degree(scheme.slug, one) for one in scheme.degrees)
    return {one.key: one for one in made}


def of(call: Call) -> dict[str, Degree]:
    """The degrees that a call is answered by, by key, in the order of choice; at most two statements."""
    return of_call(call, db.session.get(Outcome, call.id))


def of_call(call: Call, outcome: Outcome | None) -> dict[str, Degree]:
    """The same where the outcome is at hand: the degrees it began with, else those of the agency now."""
    return degrees_of(scheme_of(call, outcome))


def scheme_of(call: Call, outcome: Outcome | None) -> Scheme | None:
    """The scheme a call is answered by; None is the built-in one."""
    return default_of(call.agency_path) if outcome is None else find(outcome.scheme)


def default_of(agency_path: str) -> Scheme | None:
    """What an agency answers by: its own default scheme or that of the nearest agency above; None is the built-in one."""
    ids = _ids(agency_path)
    found = db.session.scalars(sa.select(Scheme).where(Scheme.agency_id.in_(ids), Scheme.is_default)).all()
    return max(found, key=lambda one: ids.index(one.agency_id), default=None)


def find(slug: str) -> Scheme | None:
    """A scheme by its short name, if there is one; None for the built-in one too."""
    return db.session.get(Scheme, slug) if slug and slug != BUILT_IN_SLUG else None


def get(slug: str) -> Scheme:
    """A scheme by its short name. NotFound when there is none."""
    found = find(slug) if SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def of_path(agency_path: str) -> list[Scheme]:
    """The newest version of each scheme that an agency can answer by, its own and those of agencies above, by name."""
    mine = sa.select(Scheme).where(Scheme.agency_id.in_(_ids(agency_path)), Scheme.retired_at.is_(None))
    newest = {one.family: one for one in db.session.scalars(mine.order_by(Scheme.version))}
    return sorted(newest.values(), key=lambda one: (one.name, one.slug))


def versions(family: str) -> Sequence[Scheme]:
    """All versions of a scheme, the newest first."""
    mine = sa.select(Scheme).where(Scheme.family == family)
    return db.session.scalars(mine.order_by(Scheme.version.desc())).all()


def uses(slugs: Collection[str]) -> dict[str, int]:
    """How many calls answer, or have answered, by each of these schemes, in one statement; zeros are absent."""
    counted = sa.select(Outcome.scheme, sa.func.count()).where(Outcome.scheme.in_(slugs))
    return dict(db.session.execute(counted.group_by(Outcome.scheme)).all())


def plain(scheme: Scheme | None) -> dict[str, Any]:
    """A scheme as plain values, as files and commands hold it; what they hold can be saved again."""
    if scheme is None:
        return {**_BUILT_IN, "degrees": [_plain(one) for one in BUILT_IN.values()]}
    named = {"slug": scheme.slug, "version": scheme.version, "name": scheme.name, "name_en": scheme.name_en}
    return {**named, "default": scheme.is_default, "degrees": list(scheme.degrees)}


_BUILT_IN = {"slug": BUILT_IN_SLUG, "version": 1, "name": "内置办法", "name_en": "Built-in", "default": False}
# The keys of an agency's degrees are shorter, since they stand behind the scheme's name.
_SHORT = {
    "adopted_in_part": "in_part",
    "taken_as_idea": "idea",
    "already_covered": "covered",
    "out_of_scope": "passed_on",
}


def _plain(one: Degree) -> dict[str, Any]:
    with use_language("zh"):
        name = str(one.name)
    with use_language("en"):
        name_en = str(one.name)
    return {
        "key": _SHORT.get(one.key, one.key),
        "name": name,
        "name_en": name_en,
        "group": str(one.group),
        "like": one.key,
        "needs": list(one.needs),
        "may": list(one.may),
    }


def _ids(agency_path: str) -> list[int]:
    return [int(part) for part in agency_path.strip("/").split("/") if part]


def _degree(slug: str, one: Mapping[str, Any]) -> Degree:
    like = DEGREES[one["like"]]
    return Degree(
        f"{slug}:{one['key']}",
        _named(one["name"], one.get("name_en", "")),
        like.mark,
        Group(one["group"]),
        tuple(one["needs"]),
        tuple(one.get("may", ())),
        like.key,
    )


def _named(name: str, name_en: str) -> Sentence:
    """A name that is read in the reader's language, where it has one."""
    if not name_en:
        return name
    return LazyProxy(lambda: name_en if language() == "en" else name, enable_cache=False)
