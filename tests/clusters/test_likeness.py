"""What is thought alike and what is not: Chinese and English, stock phrases, clauses, the same words, nothing at all."""

from __future__ import annotations

import random

import pytest

from cocreate.clusters.likeness import Group, groups, least_for
from cocreate.clusters.proposal_queries import Text
from cocreate.clusters.why import phrases, sentence

LIFT = (
    "老旧小区应当尽快加装电梯，七楼的老人下楼太难了。",
    "我家住七楼，老人下楼困难，请给老旧小区加装电梯。",
    "加装电梯吧，老旧小区里七楼的老人几个月下不了楼。",
)
PARK = (
    "河边公园晚上没有路灯，散步的人看不清台阶。",
    "公园沿河的路灯坏了半年，晚上散步看不清路。",
    "请修好河边公园的路灯，晚上散步要打手电筒。",
)
ALONE = (
    "图书馆周末能不能开到晚上十点。",
    "菜市场的豆腐摊位经常缺斤少两。",
    "建议给外卖骑手设几个休息的驿站。",
)
ENGLISH = (
    "The school crossing needs a traffic light, cars drive far too fast there.",
    "Cars drive too fast at the school crossing. A traffic light would help.",
    "Please open the library on Sundays for students.",
    "Students need the library open on Sundays.",
    "The river path floods every spring.",
)


def of(*bodies: str, clauses: dict[int, int] | None = None) -> list[Group]:
    return groups([Text(at, "", body, (clauses or {}).get(at)) for at, body in enumerate(bodies)])


def sets(*bodies: str, clauses: dict[int, int] | None = None) -> list[set[int]]:
    return [set(one.members) for one in of(*bodies, clauses=clauses)]


def test_what_says_the_same_comes_together_and_the_rest_stays_alone() -> None:
    assert sorted(map(sorted, sets(*LIFT, *ALONE, *PARK))) == [[0, 1, 2], [6, 7, 8]]


def test_english_too() -> None:
    assert sorted(map(sorted, sets(*ENGLISH))) == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    "frame",
    [
        "尊敬的领导：您好！{}希望有关部门予以重视，尽快解决，谢谢！",
        "Dear Sir, I suggest that {} Thank you, kind regards",
    ],
)
def test_stock_phrases_make_nothing_alike(frame: str) -> None:
    assert sets(*(frame.format(one) for one in ALONE)) == []


def test_traditional_characters_width_and_case_don_t_part_what_is_the_same() -> None:
    assert sets("老舊小區加裝電梯！", "老旧小区加装电梯。", *ALONE)[0] == {0, 1}
    assert sets("ＷＩＦＩ太慢了，车站的WiFi", "wifi太慢了，车站的wifi", *ALONE)[0] == {0, 1}


def test_the_same_words_come_together_even_when_everybody_uses_them() -> None:
    found = of("支持！", "支持！", "支持！", "同意")
    assert [one.members for one in found] == [(0, 1, 2)]
    assert found[0].likeness == 1


def test_the_same_words_under_different_clauses_want_different_answers() -> None:
    assert sets("建议删除本条。", "建议删除本条。", *ALONE, clauses={0: 1, 1: 2}) == []
    found = of("建议删除本条。", "建议删除本条。", *ALONE, clauses={0: 2, 1: 2})
    assert [(one.members, one.clause_id) for one in found] == [((0, 1), 2)]


@pytest.mark.parametrize("bodies", [(), ("",), ("。。。", "？？"), ("只有一条意见",), ("", "", "电梯")])
def test_nothing_to_compare_is_no_error(bodies: tuple[str, ...]) -> None:
    assert [one for one in of(*bodies) if one.likeness < 1] == []


def test_the_result_is_the_same_every_time_and_no_text_stands_twice() -> None:
    pick = random.Random(7)
    words = "电梯 路灯 公园 停车 噪音 学校 医院 公交 垃圾 绿地 水管 广场".split()
    bodies = ["".join(pick.choice(words) for _ in range(6)) for _ in range(300)]
    found = of(*bodies)
    assert found == of(*bodies)
    members = [one for group in found for one in group.members]
    assert len(members) == len(set(members)) > 0


def test_near_duplicates_among_many_others_are_found_whole() -> None:
    pick = random.Random(3)
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    noise = ["".join(pick.choice(signs) for _ in range(60)) for _ in range(200)]
    base = "".join(pick.choice(signs) for _ in range(60))
    flood = [base[:at] + pick.choice(signs) + base[at + 1 :] for at in range(0, 60, 1)]
    assert set(range(200, 260)) in sets(*noise, *flood)


def test_two_alone_need_more_than_twenty() -> None:
    needed = [least_for(size) for size in (2, 3, 6, 20, 200)]
    assert needed == sorted(needed, reverse=True)
    assert needed[0] > 2 * needed[-1]


def test_phrases_grow_from_the_tokens_that_tell() -> None:
    texts = ["丽发新城的搅拌站太吵", "丽发新城旁搅拌站扬尘", "投诉丽发新城搅拌站"]
    assert phrases(("发新", "搅拌", "拌站"), texts) == ("丽发新城", "搅拌站")
    assert phrases(("wifi", "library"), ["Library WiFi", "the library wifi"]) == ("wifi", "library")
    assert phrases((), texts) == ()


@pytest.mark.usefixtures("db_session")
def test_why_is_a_sentence() -> None:
    told = sentence(["电梯", "老人"], 0.24, "第三条")
    assert "电梯、老人" in told
    assert "24" in told
    assert "第三条" in told
    assert "电梯" not in sentence(["电梯"], 1.0)
