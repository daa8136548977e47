"""Listed words: found in every disguise, left alone where honest words only look like them."""

import pytest

from cocreate.screening import evasions
from cocreate.screening.findings import Kind
from cocreate.screening.lexicon import Lexicon
from cocreate.screening.lists import Word
from cocreate.screening.words import MOST, listed_words


def found(text, lexicon):
    """The passages that are found, as they are written."""
    return [text[one.start : one.end] for one in listed_words(text, lexicon)]


@pytest.mark.parametrize(
    "written",
    ["代开发票", "代 开 发 票", "代*开*发*票", "代開發票", "代\u200b开\u200b发\u200b票", "代😀开😀发😀票", "代kai发piao", "daikaifapiao",
     "呆开发票", "DKFP", "d.k.f.p", "代\u3000開_發~票"],
)  # fmt: skip
def test_disguises_are_seen_through(written, lexicon):
    text = f"有人在楼下{written}，请管管"
    assert found(text, lexicon) == [written]


@pytest.mark.parametrize("written", ["木仓支弹药", "槍支彈藥", "枪zhi弹药"])
def test_split_and_traditional_characters(written, lexicon):
    assert found(f"听说有{written}", lexicon) == [written]


@pytest.mark.parametrize(
    "written",
    ["casino", "CASINO", "сasinо", "c4s1n0", "ｃａｓｉｎｏ", "c-a-s-i-n-o", "bad-site.com", "BAD—SITE。com"],
)
def test_latin_words(written, lexicon):
    assert found(f"看看{written}吧", lexicon) == [written]


@pytest.mark.parametrize(
    "text",
    [
        "这个路口交通很乱",
        "请修好路口，交通才会好",
        "进口交易会",
        "我们想代表小区开会，发言后投票",
        "本市不得购买枪。\n支持",
        "occasinoal",
        "\u200b\u200c\u200d",
        "",
    ],
)
def test_honest_text_stays_clean(text, lexicon):
    assert found(text, lexicon) == []


def test_everyday_words_mark_but_do_not_raise(lexicon):
    findings = listed_words("公司招聘网络管理员，加QQ", lexicon)
    assert [one.detail for one in findings] == ["ad"] * 3
    assert not any(one.raises for one in findings)
    assert all(one.raises for one in listed_words("代开发票，枪支弹药", lexicon))


def test_the_operator_says_how_sure_a_word_is():
    lexicon = Lexicon.of([("own", [Word("网络", "", 0.95), Word("代开发票", "", 0.3)])])
    assert [one.confidence for one in listed_words("网络代开发票", lexicon)] == [0.95, 0.3]


def test_a_finding_says_where_and_why(lexicon):
    [one] = listed_words("急需：代*开*发*票", lexicon)
    assert (one.kind, one.start, one.end, one.source) == (Kind.WORD, 3, 10, "ads")
    assert "代开发票" in str(one.why)


def test_evasions_made_by_rule_are_found(lexicon):
    figures = evasions.recall(lexicon)
    assert set(figures["forms"]) == set(evasions.FORMS)
    assert len(figures["forms"]) == 10
    assert figures["recall"] >= 0.95


def test_a_text_full_of_words_gives_a_bounded_number_of_findings(lexicon):
    assert len(listed_words("代开发票" * 5_000, lexicon)) <= MOST


def test_without_words_nothing_is_found():
    assert listed_words("代开发票", Lexicon.of([])) == []
