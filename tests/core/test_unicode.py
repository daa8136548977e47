"""Texts are cleaned once and for good: nothing hidden is left, nothing visible is lost."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cocreate.core.errors import Invalid
from cocreate.core.unicode import boundary, clean_line, clean_text

FAMILY = "👨‍👩‍👧‍👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
ODD = (
    "a é\u0301\0\r\n\t\x85\u2028\u200b\u200c\u200d\u202e\u2066\ufeff\ufe0f\U000e0100"
    "\U000e0067\U000e007f🏴😀👨\U0001f3fd中。\u037e\u212a"
)
texts = st.one_of(st.text(max_size=60), st.text(alphabet=ODD, max_size=40))


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("加装电梯", "加装电梯"),
        ("  加装\r\n电梯  \r\n\r\n", "  加装\n电梯"),
        ("　　第一段\n　　第二段　", "　　第一段\n　　第二段"),
        ("a\rb\x85c\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("e\u0301", "é"),
        ("ＡＢＣ", "ＡＢＣ"),
        ("好\x07的\x9b", "好的"),
        ("\ufeff零\u200b宽\u2060字\u00ad符", "零宽字符"),
        ("user\u202egpj.exe", "usergpj.exe"),
        ("开\u200d发\u200c票", "开发票"),
        (FAMILY, FAMILY),
        ("می‌خواهم", "می‌خواهم"),
        (SCOTLAND, SCOTLAND),
        ("藏\U000e0041\U000e0042字", "藏字"),
        ("❤️\ufe0f\ufe0f", "❤️"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("\uffff非\ufdd0字", "非字"),
        ("", ""),
    ],
)
def test_what_is_kept_of_a_text(typed, kept):
    assert clean_text(typed, 100).text == kept


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  标题  ", "标题"),
        ("第一行\n第二行", "第一行 第二行"),
        ("a \r\n\r\n  b\tc", "a b c"),
        ("two  spaces", "two  spaces"),
        ("\u2029", ""),
    ],
)
def test_a_line_has_no_breaks(typed, kept):
    assert clean_line(typed, 100).text == kept


@pytest.mark.parametrize(
    "typed, word, count",
    [
        ("a\x07b\x1f", "Control", 2),
        ("a\u202eb\u2066c\u200f", "direction", 3),
        ("a\u200bb\ufeff\U000e0041", "Invisible", 3),
    ],
)
def test_what_was_taken_out_is_said(typed, word, count):
    (note,) = clean_text(typed, 100).notes
    assert word in str(note)
    assert str(count) in str(note)


def test_nothing_is_said_about_ordinary_texts():
    assert clean_text(f"第一行\r\n第二行 {FAMILY}\t", 100).notes == ()


@pytest.mark.parametrize("typed, word", [("a\0b", "NUL"), ("a\ud800b", "half a character")])
@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_what_no_database_can_keep_is_refused(clean, typed, word):
    with pytest.raises(Invalid, match=word):
        clean(typed, 100)


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_too_long_says_by_how_much(clean):
    assert clean("长" * 10 + " ", 10).text == "长" * 10
    with pytest.raises(Invalid) as refusal:
        clean("长" * 13, 10)
    assert all(number in str(refusal.value) for number in ("13", "10", "3"))


def test_a_huge_text_is_refused_before_it_is_normalised():
    with pytest.raises(Invalid, match="10000000"):
        clean_text("\u0344" * 10_000_000, 100)


@given(texts)
@example("VS\ufe0f\u200b\ufe0f")
@example("\U000e0100\ufe0f\u200d😀")
@example("😀\u200d\u037e")
def test_cleaning_twice_changes_nothing(typed):
    for clean in (clean_text, clean_line):
        try:
            once = clean(typed, 200).text
        except Invalid:
            continue
        again = clean(once, 200)
        assert again.text == once
        assert again.notes == ()
        assert unicodedata.is_normalized("NFC", once)


@given(texts)
def test_what_is_visible_stays(typed):
    try:
        kept = clean_text(typed, 200).text
    except Invalid:
        return

    def letters(text):
        # Taken apart, so that an accent which meets its letter once a control between them is gone counts as no change.
        normal = unicodedata.normalize("NFD", text)
        return [ch for ch in normal if unicodedata.category(ch)[0] in "LNPS"]

    assert letters(kept) == letters(typed)


@pytest.mark.parametrize(
    "text, index, place",
    [
        ("加装电梯", 2, 2),
        ("加装", 9, 2),
        ("加装", -3, 0),
        (f"好{FAMILY}", 4, 1),
        (f"{FAMILY}好", 7, 7),
        ("🇨🇳🇫🇷", 1, 0),
        ("🇨🇳🇫🇷", 2, 2),
        ("🇨🇳🇫🇷", 3, 2),
        ("👍\U0001f3fd好", 1, 0),
        ("q\u0323\u0307x", 2, 0),
        ("❤️好", 1, 0),
        ("a\r\nb", 2, 1),
    ],
)
def test_no_cut_falls_inside_a_character(text, index, place):
    assert boundary(text, index) == place
