"""Rich texts in forms and on pages: one field that takes Markdown as typed or HTML from the editor."""

from __future__ import annotations

from typing import Any

from flask import request
from markupsafe import Markup, escape
from wtforms import TextAreaField
from wtforms.widgets import TextArea

from cocreate.core.errors import Invalid
from cocreate.core.settings import settings
from cocreate.documents.rules import from_html, from_markdown, to_html, to_markdown
from cocreate.documents.tree import Tree

EMPTY: Tree = {"blocks": []}


class RichText(TextAreaField):
    """A field whose `tree` is the block tree of what was typed; `data` is its Markdown.

    The hidden field "<name>_format" says whether "markdown" (as typed) or "html" (from the editor) was sent. Give a tree
    as the field's value (`Form(data={"text": tree})`). What can't be taken is an error of the field."""

    widget = TextArea()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree: Tree = EMPTY
        self.typed_html = ""

    def process_data(self, value: Tree | None) -> None:
        self.tree = value or EMPTY
        self.data = to_markdown(self.tree)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = valuelist[0]
        is_html = request.form.get(f"{self.name}_format") == "html"
        try:
            self.tree = (from_html if is_html else from_markdown)(valuelist[0])
        except Invalid as refusal:
            # What was typed stays: the editor takes its HTML back, the plain field its text.
            self.typed_html = valuelist[0] if is_html else ""
            self.data = "".join(c for c in valuelist[0] if c != "\0" and not "\ud800" <= c <= "\udfff")
            raise ValueError(str(refusal.why)) from refusal
        self.data = to_markdown(self.tree)

    @property
    def html(self) -> str:
        """What the editor begins with."""
        return self.typed_html or with_prefix(to_html(self.tree))


def with_prefix(html: str) -> str:
    """Derived HTML with this site's own addresses made right for the path it runs under."""
    prefix = str(escape(settings().path_prefix))
    return (
        html.replace(' src="/', f' src="{prefix}/').replace(' href="/', f' href="{prefix}/')
        if prefix
        else html
    )


def for_reader(html: str) -> Markup:
    """Derived HTML of a document version, ready for a page: {{ version.html|rich }}."""
    return Markup(with_prefix(html))  # derived from the tree only, so safe by construction
