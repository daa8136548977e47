"""Words and rows for the tests of screening, and where the shared data is, when it is at hand."""

from pathlib import Path

import pytest

from cocreate.screening.lexicon import Lexicon
from cocreate.screening.lists import Word

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def shared(name: str) -> Path:
    """A file of the shared data; the test is skipped when it is not there."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the shared data is not at {path}")
    return path


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """A small list with short, long, Latin and everyday words."""
    words = [
        "代开发票",
        "口交",
        "枪支弹药",
        "买枪",
        "办假证",
        "强奸药",
        "招聘",
        "网络",
        "qq",
        "casino",
        "bad-site.com",
    ]
    return Lexicon.of([("ads", [Word(word, "ad") for word in words])])
