"""Forms of those who group contributions."""

from __future__ import annotations

import re

from flask import request
from wtforms import HiddenField

from cocreate.calls.models import Call
from cocreate.clusters import queries
from cocreate.clusters.rules import TITLE_LIMIT
from cocreate.core.i18n import _l
from cocreate.web.form import Form, TextArea, TextLine

NUMBER = re.compile(r"\d{4}-\d+")


class TitleForm(Form):
    """What a cluster has in common, in one line. `seen` is how it read before."""

    title = TextLine(_l("What they have in common"), render_kw={"maxlength": TITLE_LIMIT})
    seen = HiddenField()


class NumbersForm(Form):
    """Numbers of contributions, as they were typed or pasted."""

    typed = TextArea(_l("Numbers of contributions"))


def chosen(call: Call) -> list[int]:
    """Row ids of the contributions whose boxes were marked or whose numbers were typed. NotFound names what is not there."""
    marked = request.form.getlist("numbers")
    typed = NUMBER.findall(request.form.get("typed", ""))
    return queries.groupable(call.id, [number[:20] for number in marked + typed])
