"""Carry-over against the truth: documents edited at random, moves, restored text, identity, disjoint edits."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cocreate.provenance.mapping import GRAM, mapping
from cocreate.provenance.rules import standing
from cocreate.provenance.spans import Span, sentences
from tests.provenance import edits
from tests.provenance.edits import Score

TEXTS = st.text(alphabet="甲乙丙a。，\n", max_size=120)


@given(TEXTS, TEXTS)
def test_equal_characters_only_and_each_place_once(old: str, new: str) -> None:
    tiles = mapping(old, new).tiles
    for old_at, new_at, length in tiles:
        assert old[old_at : old_at + length] == new[new_at : new_at + length]
    for taken in ([(t.old, t.length) for t in tiles], [(t.new, t.length) for t in tiles]):
        seen = [at for start, length in taken for at in range(start, start + length)]
        assert len(seen) == len(set(seen))


@given(TEXTS, st.integers(0, 120), st.integers(0, 120))
def test_an_edit_that_changes_nothing_changes_nothing(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    expected = [Span(start, end)] if start < end else []
    assert mapping(text, text).images([(start, end)]) == expected


@pytest.mark.parametrize("edit", sorted(edits.EDITS))
def test_random_edits_are_followed(edit: str) -> None:
    """Three edits of a kind in each of 40 documents: nearly all that stands is found, and nearly nothing else."""
    score = Score()
    for seed in range(40):
        dice = random.Random(f"{edit}/{seed}")
        old = edits.random_text(dice)
        letters = edits.letters_of(old)
        for _ in range(3):
            letters = edits.EDITS[edit](letters, dice)
        found = mapping(old, edits.text_of(letters))
        for span in sentences(old):
            said = {at for image in found.images([span]) for at in range(*image)}
            score.add(edits.places(letters, *span), said)
    assert score.precision >= 0.97
    assert score.recall >= 0.97


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(sorted(edits.EDITS)), min_size=1, max_size=6))
@example(31226, ["move", "split"])
def test_a_passage_stands_when_most_of_it_does_and_breaks_when_it_is_gone(
    seed: int, kinds: list[str]
) -> None:
    dice = random.Random(seed)
    old = edits.random_text(dice)
    letters = edits.letters_of(old)
    for kind in kinds:
        letters = edits.EDITS[kind](letters, dice)
    new = edits.text_of(letters)
    found = mapping(old, new)
    for span in sentences(old):
        if span.size < 12:
            continue
        true = edits.places(letters, *span)
        result = standing(found.images([span]), span.size)
        if len(true) == span.size and max(true) - min(true) < span.size + 12:
            said = {at for part in result.ranges for at in range(*part)}
            assert not result.is_broken
            assert len(true - said) < max(0.2 * span.size, GRAM)  # shorter runs are not looked for elsewhere
        elif not true:
            assert result.is_broken


def words_of(at: int) -> str:
    """A sentence of characters that no other one has."""
    return "".join(chr(0x4E00 + at * 40 + step) for step in range(20)) + "。"


@given(st.permutations(range(6)), st.sets(st.integers(0, 5), max_size=2), st.integers(0, 5))
def test_disjoint_edits_commute(order: list[int], gone: set[int], changed: int) -> None:
    """Moved and cut first, then reworded, or the other way round: the same passages at the same places."""
    old = "\n".join(words_of(at) for at in range(6))
    reworded = words_of(changed).replace(words_of(changed)[8:11], "新词语")

    def write(keep: list[int], with_new: bool) -> str:
        return "\n".join(reworded if at == changed and with_new else words_of(at) for at in keep)

    moved = [at for at in order if at not in gone]
    last = write(moved, True)
    ways = (write(moved, False), write(list(range(6)), True))
    for at in range(6):
        start = old.index(words_of(at))
        ends = []
        for between in ways:
            images = mapping(old, between).images([(start, start + 21)])
            ends.append(mapping(between, last).images(images))
        assert ends[0] == ends[1]
        if at in gone:
            assert ends[0] == []
        else:
            assert sum(span.size for span in ends[0]) == (18 if at == changed else 21)


def test_a_moved_and_changed_sentence_is_followed() -> None:
    old = "一、先装电梯，后收费用。\n二、每月公布施工进度和账目。\n三、一楼住户不出钱。"
    new = "一、每季度公布施工进度和账目。\n二、先装电梯，再按楼层收取费用。"
    found = mapping(old, new)
    start = old.index("公布施工")
    assert [new[a:b] for a, b in found.images([(start, start + 10)])] == ["公布施工进度和账目。"]
    assert "".join(new[a:b] for a, b in found.images([(2, 12)])) == "先装电梯，收费用。"
    assert standing(found.images([(old.index("一楼"), old.index("一楼") + 8)]), 8).is_broken


def test_crumbs_are_no_passage() -> None:
    assert standing([Span(3, 4), Span(40, 52)], 14).ranges == (Span(40, 52),)
    assert standing([Span(3, 4)], 14).is_broken
    assert standing([], 14).kept == 0
    scattered = [Span(at, at + 3) for at in range(0, 300, 50)]
    assert standing(scattered, 20).kept > 0.5
    assert standing(scattered, 20).is_broken


def test_a_text_of_one_repeated_character_takes_no_time() -> None:
    found = mapping("甲" * 3000 + "乙", "甲" * 2999 + "乙丙")
    assert all(tile.length for tile in found.tiles)
