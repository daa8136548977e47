"""The linear models: what is learnt, kept and loaded, what a broken file does, and how findings follow from them."""

import random

import numpy as np
import pytest

from cocreate.core.errors import CocreateError, Invalid
from cocreate.screening import judging, keeping, labelled, training
from cocreate.screening.figures import counted, false_positive_rate_threshold
from cocreate.screening.findings import Kind
from cocreate.screening.labelled import Row
from cocreate.screening.lexicon import Lexicon
from cocreate.screening.linear import grams, load, save
from cocreate.screening.normal import normalise
from cocreate.screening.ranking import ranked
from cocreate.screening.screener import Screener
from tests.screening.conftest import shared

ADS = ("限时抢购", "低价促销", "免费领取", "加微信", "包邮到家", "火爆招商")
HONEST = ("路灯不亮", "公交太少", "希望解决", "小区停车", "学校门口", "垃圾分类")


@pytest.fixture(scope="module")
def rows():
    """Advertising and honest messages, put together from a few pieces."""
    chance = random.Random(3)

    def some(pieces):
        return "，".join(chance.choices(pieces, k=3))

    return [Row(some(ADS), True) for _ in range(60)] + [Row(some(HONEST), False) for _ in range(60)]


@pytest.fixture(scope="module")
def model(rows):
    """A model of them."""
    return training.train(Kind.SPAM, rows, {"licence": "ours"})


def test_a_model_tells_its_rows_apart_and_says_how_well(model):
    assert model.probability("免费领取，加微信") > model.threshold > model.probability("路灯不亮，希望解决")
    assert model.about["held_out"]["recall"] > 0.9
    assert (model.about["held_out_by"], model.about["licence"]) == ("fifth", "ours")


def test_topics_are_left_out_where_rows_name_them(rows):
    named = [Row(row.text, row.is_positive, "ab"[n % 2]) for n, row in enumerate(rows)]
    assert training.train(Kind.ABUSE, named, {}).about["held_out_by"] == "topic"


@pytest.mark.parametrize("text", ["", "   ", "\u200b" * 50, "\n"])
def test_of_nothing_nothing_is_said(model, text):
    assert model.probability(text) == 0.0
    assert ranked(model, normalise(text), []) == []


def test_a_model_is_the_same_after_it_was_kept(model, tmp_path):
    keeping.keep(tmp_path, model)
    kept = keeping.get(tmp_path, Kind.SPAM)
    for text in ("免费领取，加微信", "路灯不亮", "完全不同的一句话 with English"):
        assert kept.probability(text) == pytest.approx(model.probability(text), abs=1e-3)


def test_the_files_say_when_they_are_no_model(tmp_path, model):
    path = tmp_path / "models" / "spam.model"
    path.parent.mkdir()
    path.write_bytes(b"PK not really")
    with pytest.raises(CocreateError, match="train it again"):
        keeping.get(tmp_path, Kind.SPAM)
    save(model, path)
    assert load(path).kind == Kind.SPAM


def test_an_untrained_kind_is_an_error_that_says_so(tmp_path):
    with pytest.raises(CocreateError, match="screen train FILE --kind spam"):
        judging.evaluate(tmp_path, Kind.SPAM, [Row("a", True)])


def test_too_few_rows_are_refused():
    with pytest.raises(Invalid, match="at least"):
        training.train(Kind.SPAM, [Row("a", True), Row("b", False)] * 20, {})


def test_grams_are_counted_as_numpy_sees_them():
    assert len(grams("abcd", 1)) == 4
    assert len(grams("abcd", 3)) == 4 + 3 + 2
    assert len(grams("a", 3)) == 1
    assert len(np.unique(grams("\U0010ffff" * 3, 3))) == 3


def test_advertising_raises_only_with_a_way_to_reach_somebody(model):
    text = "限时抢购，低价促销，免费领取，加微信"
    screener = Screener(Lexicon.of([]), {Kind.SPAM: model})
    [alone] = screener.screen(text)
    assert (alone.kind, alone.raises) == (Kind.SPAM, False)
    reachable = screener.screen(text + "13800138000")
    assert [one.kind for one in reachable] == [Kind.SPAM, Kind.PERSONAL_DATA]
    assert reachable[0].confidence >= alone.confidence


def test_what_is_shipped_finds_the_abusive_passage(tmp_path):
    shipped = keeping.get(tmp_path, Kind.ABUSE)
    honest = "请尽快修好三号楼的电梯，老人上下楼很不方便。物业一直说在等配件，已经等了两个月。" * 3
    abuse = "你们这帮垃圾都是畜生，脑残东西，滚出去死吧。"
    text = honest + abuse + honest
    found = ranked(shipped, normalise(text), [])
    assert found
    assert all(abuse[:6] in text[one.start : one.end] for one in found)
    assert ranked(shipped, normalise(honest), []) == []
    assert "COLD" in shipped.about["trained_on"]
    assert shipped.about["licence"] == "Apache-2.0"


def test_the_shipped_model_knows_its_rows(tmp_path):
    rows = labelled.read(shared("zh-moderation/cold_offensive.csv.gz"), Kind.ABUSE)
    assert judging.evaluate(tmp_path, Kind.ABUSE, rows[::20])["f1"] >= 0.77


@pytest.mark.parametrize(
    ("flagged", "wanted", "figures"),
    [
        ([1, 1, 0, 0], [1, 0, 1, 0], (0.5, 0.5, 0.5, 0.5)),
        ([0, 0], [0, 0], (0, 0, 0, 0)),
        ([1, 1], [1, 1], (1, 1, 1, 0)),
    ],
)
def test_figures(flagged, wanted, figures):
    told = counted(np.array(flagged, bool), np.array(wanted, bool))
    assert tuple(vars(told).values()) == figures


def test_a_threshold_keeps_false_alarms_rare():
    scores, wanted = np.array([0.9, 0.8, 0.7, 0.1]), np.array([True, False, False, False])
    strict = false_positive_rate_threshold(scores, wanted, 0)
    assert (scores >= strict).tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("label,text\n", "no rows"),
        ("label,words\n1,a\n", "no column text"),
        ("label,text\nmaybe,a\n", "maybe"),
    ],
)
def test_labelled_rows_are_refused_with_the_reason(tmp_path, content, reason):
    file = tmp_path / "rows.csv"
    file.write_text(content)
    with pytest.raises(CocreateError, match=reason):
        labelled.read(file, Kind.SPAM)
