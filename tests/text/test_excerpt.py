"""An excerpt is one line that ends where a reader would end it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cocreate.core.unicode import boundary
from cocreate.text.excerpt import excerpt

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    "text, limit, shown",
    [
        ("加装电梯", 4, "加装电梯"),
        ("加装电梯的费用", 4, "加装电…"),
        ("加装，电梯的费用", 4, "加装…"),
        ("一\n\n二\t三", 10, "一 二 三"),
        ("hello wonderful world", 18, "hello wonderful…"),
        ("pneumonoultramicroscopic", 10, "pneumonou…"),
        (f"好{FAMILY}好好好好", 6, "好…"),
        ("", 5, ""),
        ("一" + "\n" * 500 + "二", 5, "一…"),
    ],
)
def test_excerpt(text, limit, shown):
    assert excerpt(text, limit) == shown


@example("aaaaaaaaa\u200d，aa", 12)
@given(st.text(alphabet=f"加装，a b\n{FAMILY}🇨🇳é", max_size=200), st.integers(2, 60))
def test_an_excerpt_fits_and_begins_like_the_text(text, limit):
    shown = excerpt(text, limit)
    line = " ".join(text.split())
    assert len(shown) <= limit
    if shown != line:
        start = shown.removesuffix("…")
        assert line.startswith(start)
        assert boundary(line, len(start)) == len(start)
