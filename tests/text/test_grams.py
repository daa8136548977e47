"""Every word of a text can be found by its tokens, whatever the script, the width or the form of its characters."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cocreate.text.grams import LONGEST, MOST_PHRASES, RUN, Phrase, fold, pairs, parse, tokens


@pytest.mark.parametrize(
    "text, expected",
    [
        ("加装电梯", "加装 装电 电梯 梯"),
        ("老舊小區", "老旧 旧小 小区 区"),
        ("遗", "遗"),
        ("地铁2号线", "地铁 铁 2 号线 线"),
        ("Ｗi-Ｆi６", "wi fi6"),
        ("Café ﬁn naïve", "cafe fin naive"),
        ("食べる", "食べ べる る"),
        ("，。！ '; --", ""),
        ("snake_case", "snake case"),
        ("", ""),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected.split()


@pytest.mark.parametrize(
    "query, expected",
    [
        ("加装电梯", [[Phrase(("加装", "装电", "电梯"))]]),
        ("加装電梯  费用", [[Phrase(("加装", "装电", "电梯"))], [Phrase(("费用",))]]),
        ("停", [[Phrase(("停",), is_open=True)]]),
        ("Park", [[Phrase(("park",), is_open=True)]]),
        ("2号线", [[Phrase(("2",), is_open=True), Phrase(("号线",))]]),
        ("停车 停车", [[Phrase(("停车",))]]),
        ('非遗* " OR (', [[Phrase(("非遗",))], [Phrase(("or",), is_open=True)]]),
        (" -- ' ", []),
        ("", []),
    ],
)
def test_parse(query, expected):
    assert parse(query) == expected


def test_no_query_is_endless():
    groups = parse(" ".join(f"词{number}" for number in range(100)) + "长" * 1000)
    assert sum(len(group) for group in groups) == MOST_PHRASES
    assert len(parse("长" * 1000)[0][0].tokens) < LONGEST
    assert [len(token) for token in tokens("a" * 5000)] == [LONGEST]


def test_pairs_leave_out_single_characters():
    assert pairs("加装电梯 a") == {"加装", "装电", "电梯"}


def finds(groups, text):
    """What a full-text engine does with groups over the tokens of a text."""
    stream = tokens(text)

    def stands(phrase, at):
        part = stream[at : at + len(phrase.tokens)]
        if phrase.is_open:
            return len(part) == 1 and part[0].startswith(phrase.tokens[0])
        return tuple(part) == phrase.tokens

    return all(any(stands(phrase, at) for at in range(len(stream))) for group in groups for phrase in group)


texts = st.text(alphabet="加装电梯停车難点aBé2 ，。", max_size=30)


@given(texts, st.data())
def test_every_run_of_a_text_finds_it(text, data):
    runs = [run[0] for run in RUN.finditer(fold(text))]
    assume(runs)
    run = data.draw(st.sampled_from(runs))
    is_chinese = run[0] >= "\u3000"
    start = data.draw(st.integers(0, len(run) - 1)) if is_chinese else 0
    end = data.draw(st.integers(start + 1, len(run)))
    assert finds(parse(run[start:end]), text)


@given(
    st.text(alphabet="加装电梯停车", min_size=1, max_size=4), st.text(alphabet="加装电梯停车", max_size=20)
)
def test_what_is_not_in_a_text_does_not_find_it(query, text):
    assert finds(parse(query), text) == (query in text)


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing_that_is_searched(text):
    assert tokens(fold(text)) == tokens(text)
