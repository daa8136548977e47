"""Drafts come apart where their authors numbered them, and no word is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.documents.clauses import Clause, split_clauses, value_of

ARTICLES = """某市老旧小区加装电梯实施细则
（征求意见稿）

第一章　总则
第一条　为了规范加装电梯，制定本细则。
第二条 【适用范围】本市老旧小区适用本细则。
第三条规定的以外，从其规定。
前款所称费用包括：
（一）设计费；
（二）施工费。
第二章 程序
第三条加装电梯按照下列程序进行。
第三条之一 申请人可以委托代理。
第四条 申请材料
下列材料应当齐全。
"""


def test_articles_and_their_chapters():
    scope = "本市老旧小区适用本细则。\n第三条规定的以外，从其规定。\n前款所称费用包括：\n（一）设计费；\n（二）施工费。"
    assert split_clauses(ARTICLES) == [
        Clause("", "", "某市老旧小区加装电梯实施细则\n（征求意见稿）"),
        Clause("第一章", "总则", ""),
        Clause("第一条", "", "为了规范加装电梯，制定本细则。"),
        Clause("第二条", "适用范围", scope),
        Clause("第二章", "程序", ""),
        Clause("第三条", "", "加装电梯按照下列程序进行。"),
        Clause("第三条之一", "", "申请人可以委托代理。"),
        Clause("第四条", "申请材料", "下列材料应当齐全。"),
    ]


@pytest.mark.parametrize(
    "plain, labels",
    [
        ("一、总体要求\n（一）目标\n二、主要任务\n1. 甲\n三、保障措施", ["一", "二", "三"]),
        ("1. 停车位不足\n2. 收费不清\n3、巡查", ["1", "2", "3"]),
        ("1 总则\n1.1 目的\n1.2 范围\n2 要求", ["1", "1.1", "1.2", "2"]),
        (
            "Preamble\nArticle 1 Purpose\nThis is why.\nArticle 2. Scope\nArticle 1 says so.",
            ["", "Article 1", "Article 2"],
        ),
        ("Chapter I General\nSection 1 Aims\nText.", ["Chapter I", "Section 1"]),
        ("第1条 甲\n第2条 乙", ["第1条", "第2条"]),
        ("2026年的计划\n2027年的计划", []),
        ("1. 只有一条", []),
        ("没有编号的一段话。", []),
        ("", []),
    ],
)
def test_ways_of_numbering(plain, labels):
    assert [clause.label for clause in split_clauses(plain)] == labels


@pytest.mark.parametrize(
    "numeral, value",
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("一百", 100), ("一百零五", 105)]
    + [("一百一十", 110), ("二百三十四", 234), ("二〇", 20), ("12", 12), ("XIV", 0)],
)
def test_value_of_numerals(numeral, value):
    assert value_of(numeral) == value


parts = st.sampled_from(
    [
        "第一条 ",
        "第二条",
        "第三章 总则",
        "一、",
        "二、",
        "1. ",
        "2. ",
        "Article 1 ",
        "Article 2 ",
        "",
        "（一）",
    ]
)
lines = st.builds(lambda start, rest: start + rest, parts, st.text(alphabet="甲乙。【】 (a", max_size=8))


@given(st.lists(lines, max_size=12).map("\n".join))
def test_every_word_stands_in_one_clause(plain):
    clauses = split_clauses(plain)

    def words(text):
        return [sign for sign in text if sign.isalnum()]

    if clauses:
        joined = "".join(clause.label + clause.heading + clause.text for clause in clauses)
        assert words(joined) == words(plain)
