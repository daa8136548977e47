"""Laws about addresses and templates: every address asks the policy, every page has its template."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from cocreate.wiring import POLICY
from tests.laws.house import ROOT, report

TEMPLATES = ROOT / "templates"
# Addresses that show nothing of anybody, so that there is nothing to ask.
ASKS_NOBODY = {
    "static": "files that are the same for everybody",
    "health.healthz": "whether the process lives",
    "health.readyz": "whether it can do its work",
}
# Folders that belong to no area of pages: what is sent, and what several areas share.
NOT_PAGES = {"mail", "sms"}


@pytest.fixture
def views(app: Flask) -> dict[str, Callable[..., object]]:
    """The view function of each endpoint that has an address."""
    endpoints = sorted({rule.endpoint for rule in app.url_map.iter_rules()})
    return {endpoint: app.view_functions[endpoint] for endpoint in endpoints}


def test_every_address_asks_the_policy(views: dict[str, Callable[..., object]]) -> None:
    found = [
        endpoint
        for endpoint, view in views.items()
        if endpoint not in ASKS_NOBODY and not hasattr(view, "page_allows")
    ]
    assert not found, report(
        "every address says who may ask for it",
        'put @page(allow="noun.verb", of=…) on the view, or @page(allow=PUBLIC) when everyone may',
        found,
    )


def test_every_act_that_an_address_asks_for_is_declared(views: dict[str, Callable[..., object]]) -> None:
    asked = {endpoint: view.page_allows for endpoint, view in views.items() if hasattr(view, "page_allows")}
    found = [f"{endpoint}: {act}" for endpoint, act in asked.items() if act not in POLICY]
    assert not found, report(
        "an address asks for an act that a room declares",
        "mend the name, or add it to the room's policy.py",
        found,
    )


def _returns(view: Callable[..., object]) -> Iterator[ast.expr]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(view))))
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value is not None)


def _is_context(value: ast.expr) -> bool:
    """Whether a returned expression is a template's context: {…}, dict(…), or {…} | more."""
    if isinstance(value, ast.BinOp):
        return _is_context(value.left) or _is_context(value.right)
    return isinstance(value, ast.Dict) or (isinstance(value, ast.Call) and ast.unparse(value.func) == "dict")


def test_every_page_has_its_template(views: dict[str, Callable[..., object]]) -> None:
    found = [
        f"{endpoint}: templates/{endpoint.replace('.', '/')}.html is missing"
        for endpoint, view in views.items()
        if hasattr(view, "page_allows")
        and any(map(_is_context, _returns(view)))
        and not (TEMPLATES / f"{endpoint.replace('.', '/')}.html").exists()
    ]
    assert not found, report(
        "the page of endpoint area.view is templates/area/view.html",
        "write the template, or mend its name",
        found,
    )


def _is_shared(template: Path) -> bool:
    """Whether a template is a part or a frame, which other templates include or extend."""
    area = template.parts[0]
    return (
        len(template.parts) == 1 or area in NOT_PAGES or any(part.startswith("_") for part in template.parts)
    )


def test_every_template_has_its_page(views: dict[str, Callable[..., object]]) -> None:
    templates = [path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html")]
    found = [
        f"templates/{template}"
        for template in sorted(templates)
        if not _is_shared(template) and template.with_suffix("").as_posix().replace("/", ".") not in views
    ]
    assert not found, report(
        "templates/area/view.html is the page of endpoint area.view, and parts begin with an underscore",
        "delete it, or name it after its view; a part that others include is called _part.html",
        found,
    )
