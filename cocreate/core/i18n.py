"""Two languages: which one is being read, and the words of gettext under their short names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.support import LazyProxy
from flask import Flask, g, has_request_context, request
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    get_locale,
    get_translations,
    gettext,
    ngettext,
)
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape


class Later(LazyString):
    """A sentence that is put into words when it is shown. It may name what somebody typed, so pages escape it."""

    def __html__(self) -> Markup:
        return escape(str(self))


def _l(string: str, **variables: Any) -> Later:
    return Later(gettext, string, **variables)


_ = gettext
_n = ngettext

Sentence = str | LazyProxy
LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
LOCALES = {code: Locale.parse(name) for code, name in LANGUAGES.items()}
DEFAULT = "zh"
ENVIRON_KEY = "cocreate.language"

babel = Babel()


def select_locale() -> Locale:
    """The locale of the present request: English under /en/, Chinese elsewhere."""
    code = request.environ.get(ENVIRON_KEY, DEFAULT) if has_request_context() else DEFAULT
    return LOCALES[code]


def language() -> str:
    """The language being read, "zh" or "en"."""
    known: str | None = g.get("language") if has_request_context() else None
    if known is None:
        locale = get_locale()
        known = "en" if locale is not None and locale.language == "en" else "zh"
        if has_request_context():
            g.language = known
    return known


def _catalogue() -> Any:
    """The words of the language being read, looked up once a page instead of once a word."""
    if not has_request_context():
        return get_translations()
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return found


def speak_in_templates(app: Flask) -> None:
    """Give templates `_`, `gettext` and `ngettext`, by the quick way."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak another language for a while, as when writing to somebody else."""
    names = ("catalogue", "language") if has_request_context() else ()
    before = {name: g.pop(name, None) for name in names}
    try:
        with force_locale(LANGUAGES.get(code, LANGUAGES[DEFAULT])):
            yield
    finally:
        for name in names:
            setattr(g, name, before[name])


def day(value: date | datetime) -> str:
    """A date as people write it: 2026年11月23日, or Nov 23, 2026."""
    return format_date(value, "medium" if language() == "en" else "long")


def moment(value: datetime) -> str:
    """A date with the time of day, in local time."""
    pattern = "MMM d, y, HH:mm" if language() == "en" else "y年M月d日 HH:mm"
    return format_datetime(value, pattern)


def number(value: int | float) -> str:
    """A number with the grouping of the language."""
    return format_decimal(value)


def percent(value: float) -> str:
    """A share from 0 to 1 as people write it, with one place behind the point where there is one."""
    return format_percent(value, "0.#%")
