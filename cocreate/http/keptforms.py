"""Nothing typed is lost to an expired session: a refused form is kept and stands there again after signing in."""

from __future__ import annotations

import secrets
from datetime import timedelta

import sqlalchemy as sa
from flask import g, request, session
from werkzeug.datastructures import MultiDict

from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.http.models import KeptForm

LIFE = timedelta(days=1)
MAX_CHARACTERS = 200_000
NEVER = {"csrf_token", "password", "code"}


def typed() -> list[tuple[str, str]]:
    """The words this request posted and may be shown again, as (field, text); keys and choices are left out."""
    posted = request.form.items(multi=True)
    return [
        (name, text) for name, text in posted if name not in NEVER and (not text.isascii() or " " in text)
    ]


def keep(path: str) -> None:
    """Keep what this request posted for the page at `path`, commit it on its own, and remember it in the session."""
    posted = request.form.items(multi=True)
    fields = [[_storable(name), _storable(value)] for name, value in posted if name not in NEVER]
    if not fields or sum(len(value) for name, value in fields) > MAX_CHARACTERS:
        return
    key = secrets.token_urlsafe(18)
    db.session.add(KeptForm(key=key, path=path, fields=fields))
    db.session.execute(sa.delete(KeptForm).where(KeptForm.kept_at < now() - LIFE))
    db.session.commit()
    session["kept"] = key


def _storable(text: str) -> str:
    """Without what no database can hold; the form says so itself when it is sent again."""
    return "".join(sign for sign in text if sign != "\0" and not "\ud800" <= sign <= "\udfff")


def take() -> MultiDict[str, str] | None:
    """What was kept for this page, once: it is dropped when the page is committed."""
    key = session.get("kept")
    if key is None or request.method != "GET":
        return None
    if "kept_form" not in g:
        row = db.session.scalar(sa.select(KeptForm).where(KeptForm.key == key))
        if row is not None and row.path != request.path:
            return None
        session.pop("kept")
        g.kept_form = None
        if row is not None:
            g.kept_form = MultiDict((name, value) for name, value in row.fields)
            db.session.delete(row)
    return g.kept_form
