"""Hostile and odd strings to try on every field: a few of our own, and the shared collection where it is at hand."""

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "adversarial-input"


def lines(name: str) -> list[dict]:
    """The entries of one file of the shared collection; the test is skipped when the collection is not there."""
    path = SHARED / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"the shared collection of hostile input is not at {path}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def strings() -> list[str]:
    """Every string of the shared collection: for fields that hold any text."""
    named = {
        "naughty_strings": "value",
        "xss_payloads": "payload",
        "sanitizer_dompurify": "payload",
        "sanitizer_html5lib": "input",
        "sql_injection": "payload",
        "csv_formula_injection": "payload",
    }
    return [entry[key] for name, key in named.items() for entry in lines(name)]
