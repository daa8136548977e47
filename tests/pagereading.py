"""What a browser would make of a page: its forms with their fields, and whether anything in it would run."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT = {"text", "search", "tel", "email", "url", "textarea", "password"}


@dataclass
class PageForm:
    """One form: where it posts to, the fields as they stand, and which of them take typed words."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class Reading(HTMLParser):
    """Reads a page into `forms` and `alive`: scripts of its own, handlers, and addresses that run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.alive: list[str] = []
        self._form: PageForm | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self._look(tag, named)
        if tag == "form":
            self._form = (
                PageForm(named.get("action", "")) if named.get("method", "").lower() == "post" else None
            )
            if self._form:
                self.forms.append(self._form)
        elif self._form is not None and tag in {"input", "textarea", "select", "option"}:
            self._field(self._form, tag, named)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""

    def _field(self, form: PageForm, tag: str, named: dict[str, str]) -> None:
        name = named.get("name", "")
        kind = named.get("type", "text") if tag == "input" else tag
        if kind == "select":
            self._select = name
        elif kind == "option" and self._select:
            form.fields.setdefault(self._select, named.get("value", ""))
            if "selected" in named or not form.fields[self._select]:
                form.fields[self._select] = named.get("value", "")
        elif kind in TEXT and name:
            form.fields[name] = named.get("value", "")
            form.typed.append(name)
        elif kind in {"radio", "checkbox"} and name:
            form.fields.setdefault(name, named.get("value", "y"))
        elif kind != "file" and name:
            form.fields[name] = named.get("value", "")

    def _look(self, tag: str, named: dict[str, str]) -> None:
        if tag == "script" and not named.get("src", "").startswith("/static/"):
            self.alive.append(f"<script {named}>")
        for name, value in named.items():
            if name.startswith("on") or name == "style" or value.strip().lower().startswith("javascript:"):
                self.alive.append(f"<{tag} {name}={value[:80]}>")
