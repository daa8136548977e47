"""Sentences that are put into words when they are shown."""

from __future__ import annotations

from cocreate.core.i18n import _l


def test_a_sentence_that_names_what_was_typed_is_escaped(app) -> None:
    said = _l("At most %(limit)s characters fit here.", limit="<img src=x onerror=alert(1)>")
    with app.test_request_context("/en/"):
        page = app.jinja_env.from_string("{{ said }}{{ '%s'|format(said) }}").render(said=said)
    assert "<img" not in page
    assert page.count("&lt;img") == 2
