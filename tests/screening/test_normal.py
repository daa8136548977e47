"""The normal form and its way back: what looks alike is alike, and no visible character is ever cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.unicode import boundary
from cocreate.screening.normal import normalise, plain, squeeze, widen
from tests.hostile import strings

VISIBLE = st.sampled_from(
    ["👨‍👩‍👧", "🇨🇳", "e\u0301", "👍🏽", "1️⃣", "發", "Ａ", "㎏", "\u200b", "代", " ", "\n", "①", "🔟"]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(VISIBLE, max_size=20).map("".join))


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("代開發票", "代开发票"),
        ("ＱＱ：１３８", "qq:138"),
        ("1️⃣3️⃣8️⃣", "138"),
        ("①②⑩🔟", "121010"),
        ("代\u200b开\u2060发\ufeff票", "代开发票"),
        ("рау", "pay"),
        ("é", "e"),
        ("囗交", "口交"),
        ("臺灣 著作 廣場", "台湾 著作 广场"),
        ("广场\n第二行", "广场\n第二行"),
        ("\u200b\u200c\u3164\u2800", ""),
    ],
)
def test_what_looks_alike_is_alike(written, normal):
    assert normalise(written).text == normal


def test_only_letters_and_digits_stay_when_squeezed():
    normal = normalise("代 开*发.票！")
    squeezed, places = squeeze(normal)
    assert squeezed.text == "代开发票" == plain("代/开发票")
    assert [normal.text[place] for place in places] == list("代开发票")
    assert squeezed.span(1, 3) == (2, 5)


@given(TEXTS, st.data())
def test_spans_lie_on_borders_of_visible_characters(text, data):
    for normal in (normalise(text), squeeze(normalise(text))[0]):
        if not normal.text:
            continue
        start = data.draw(st.integers(0, len(normal.text) - 1))
        end = data.draw(st.integers(start + 1, len(normal.text)))
        first, last = normal.span(start, end)
        assert 0 <= first < last <= len(text)
        assert boundary(text, first) == first
        assert boundary(text, last) == last
        assert first <= normal.at[start] < last
        assert first <= normal.at[end - 1] < last


@given(TEXTS)
def test_the_way_back_never_goes_backwards(text):
    at = normalise(text).at
    assert list(at) == sorted(at)


def test_an_empty_range_has_no_span():
    with pytest.raises(IndexError):
        normalise("abc").span(1, 1)


def test_widening_takes_whole_emoji():
    text = "看👨‍👩‍👧吧"
    assert widen(text, 2, 3) == (1, 6)


def test_hostile_text_has_a_normal_form():
    for text in strings():
        normal = normalise(text)
        assert len(normal.text) == len(normal.at)
