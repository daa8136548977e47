"""A difference always adds up to both texts, and reads well."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.unicode import boundary
from cocreate.text.difference import Op, difference


def shown(pieces):
    marks = {Op.SAME: "{}", Op.REMOVED: "[-{}-]", Op.ADDED: "[+{}+]"}
    return "".join(marks[op].format(text) for op, text in pieces)


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("费用由业主承担。不变。", "费用由业主和政府承担。不变。", "费用由业主[+和政府+]承担。不变。"),
        ("一句。二句。", "一句。新句。二句。", "一句。[+新句。+]二句。"),
        ("The cat sat.", "The dog sat.", "The [-cat-][+dog+] sat."),
        ("甲乙丙丁戊", "子乙丑丁寅", "[-甲乙丙丁戊-][+子乙丑丁寅+]"),
        ("第一行\n第二行", "第一行\n第三行", "第一行\n第[-二-][+三+]行"),
        ("", "新", "[+新+]"),
        ("旧", "", "[-旧-]"),
        ("一样", "一样", "一样"),
        ("", "", ""),
    ],
)
def test_difference(old, new, expected):
    assert shown(difference(old, new)) == expected


texts = st.text(alphabet="甲乙丙。\n ab\u0301👨\u200d👩", max_size=40)


@given(texts, texts)
def test_the_pieces_add_up_to_both_texts(old, new):
    pieces = difference(old, new)
    assert "".join(text for op, text in pieces if op is not Op.ADDED) == old
    assert "".join(text for op, text in pieces if op is not Op.REMOVED) == new
    assert all(text for _, text in pieces)
    assert all(first[0] is not second[0] for first, second in zip(pieces, pieces[1:], strict=False))


@given(texts, texts)
def test_no_character_is_shown_in_half(old, new):
    at = 0
    for op, text in difference(old, new):
        if op is not Op.ADDED:
            at += len(text)
            assert boundary(old, at) == at


@given(texts)
def test_a_text_differs_in_nothing_from_itself(text):
    assert difference(text, text) == ([(Op.SAME, text)] if text else [])


@pytest.mark.parametrize(
    "old, new",
    [("甲乙" * 10_000, "乙甲" * 9_000), ("a\n" * 20_000, "b\na\n" * 10_000), ("甲" * 1900, "乙甲" * 1000)],
)
def test_a_hostile_pair_of_texts_does_not_take_long(old, new):
    start = time.process_time()
    difference(old, new)
    assert time.process_time() - start < 3
