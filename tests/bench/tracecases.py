"""Documents made of contributions by known edits, so that it is known whose words stand where.

    python -m tests.bench.tracecases OUT.jsonl --seed 1 --cases 300 --half tune --texts ../shared/data/zh-citizen-messages

Each case is one line: some dozens of contributions, a document made of edited passages of a few of them among sentences
that came from nobody, and the truth. Texts that may not be kept stay outside the repository: write OUT elsewhere."""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from cocreate.provenance.spans import sentences
from cocreate.provenance.tokens import SIGN

SYNONYMS = """
希望 盼望|解决 处理|问题 难题|增加 增设|增设 添设|加强 强化|尽快 尽早|目前 现在|现在 如今|严重 厉害|影响 妨碍|居民 住户|业主 房主|小区 住宅区
学校 校方|孩子 小孩|老人 老年人|道路 路面|车辆 汽车|停车 泊车|拥堵 堵塞|噪音 噪声|扰民 打扰居民|垃圾 废弃物|卫生 清洁|政府 政府部门|领导 负责人
部门 机构|管理 管护|规划 计划|建设 建造|修建 兴建|改造 翻新|安装 装设|拆除 拆掉|投诉 反映|反映 反馈|咨询 询问|请求 恳请|建议 提议|提高 提升
降低 减少|减少 缩减|收费 收取费用|费用 开支|价格 价钱|补贴 补助|政策 规定|规定 要求|工资 薪水|工作 上班|单位 用人单位|公司 企业|企业 厂家|医院 医疗机构
医生 大夫|检查 核查|调查 查证|公开 公布|公布 发布|及时 按时|经常 时常|已经 早已|一直 始终|多次 屡次|没有 未有|不能 无法|无法 不能|需要 须要|必须 务必
方便 便利|出行 外出|安全 平安|隐患 风险|危险 凶险|附近 周边|周边 四周|附近 一带|晚上 夜里|早上 清晨|每天 天天|今年 本年度|去年 上年|时候 时间
导致 造成|造成 引起|因为 由于|由于 因为|所以 因此|但是 不过|而且 并且|如果 假如|是否 是不是|怎么 如何|为什么 为何|什么 啥|认为 觉得|觉得 认为|知道 知晓
非常 十分|特别 格外|很多 许多|许多 不少|全部 所有|所有 全部|大家 众人|百姓 群众|群众 市民|市民 居民|城市 城区|农村 乡村|村民 乡亲|土地 地块|房屋 住房
房子 房屋|楼房 楼宇|开发商 建设单位|物业 物业公司|施工 作业|工地 施工现场|工程 项目|项目 工程|污染 污损|环境 周围环境|空气 大气|公交 公交车|地铁 轨道交通|站点 车站
路口 交叉口|红绿灯 信号灯|路灯 街灯|绿化 绿植|公园 园区|广场 空地|商铺 店铺|市场 集市|教育 教学|老师 教师|学生 同学|家长 父母|培训 辅导|考试 测验
办理 办结|手续 流程|材料 资料|证明 凭证|申请 申报|审批 审核|户口 户籍|社保 社会保险|医保 医疗保险|退休 离休|养老 赡养|困难 难处|生活 日子|收入 进账
"""

FRAMES = ["针对来信反映的情况，", "综合各方意见，", "经过研究，", "下一步，", "在实施中，", "同时，"]
FILLERS = [
    "进一步",
    "逐步",
    "依法",
    "切实",
    "统筹",
    "会同街道",
    "按季度",
    "原则上",
    "适当",
    "重点",
    "稳妥",
    "",
]
LINKS = ["，同时", "，并且", "；另外", "，此外"]
OWN = """
本方案自公布之日起试行，试行一年后由主办单位组织评估。
各区要明确一名分管负责人，每季度报送一次工作台账。
方案所需资金列入年度预算，专款专用，接受审计监督。
实施步骤分三个阶段：摸底登记、分批推进、总结评估。
涉及多个部门的事项，由牵头部门召集协调会，形成会议纪要。
市民可以通过服务大厅、热线和网站查询进度。
遇到特殊天气或者突发事件，时间安排可以相应顺延。
名单确定以后公示七个工作日，公示期内接受异议。
验收不合格的，责令限期返工，费用由承接单位承担。
对表现突出的集体和个人，按照有关办法给予表扬。
工作人员弄虚作假的，依照纪律规定追究责任。
本方案的解释权属于主办单位，未尽事宜另行通知。
统计口径以年底的登记数字为准，四舍五入保留两位小数。
志愿者上岗之前参加半天的讲习，领取统一的胸牌。
宣传单一律用再生纸印制，数量按楼栋核定。
每个试点片区设一块展板，按月更换内容。
"""

Letter = tuple[str, int | None]  # a character and its place in its contribution, None for a new one
Passage = list[Letter]


@dataclass(frozen=True)
class Text:
    """A contribution to build from."""

    id: str
    text: str


@dataclass(frozen=True)
class Made:
    """A passage of a document: its letters, of whom they are, and what was done to it."""

    letters: Passage
    owner: str | None
    edit: str


def passages(text: str, dice: random.Random, most: int = 2) -> Passage:
    """One or two sentences of a text that follow one another, with their places."""
    found = [span for span in sentences(text) if len(SIGN.findall(text[span.start : span.end])) >= 10]
    if not found:
        return []
    at = dice.randrange(len(found))
    chosen = found[at : at + dice.randint(1, most)]
    return [
        (text[place], place)
        for span in chosen
        for place in range(span.start, span.end)
        if text[place] != "\n"
    ]


def clauses(passage: Passage) -> list[Passage]:
    """The passage cut after commas and full stops."""
    found: list[Passage] = [[]]
    for letter in passage:
        found[-1].append(letter)
        if letter[0] in "，,。；;！!？?、：:":
            found.append([])
    return [one for one in found if one]


def shorten(passage: Passage, dice: random.Random) -> Passage:
    """Leave out a third of the clauses; of a single one some words at its end."""
    parts = clauses(passage)
    if len(parts) < 3:
        keep = max(10, int(len(passage) * 0.7))
        return passage[:keep]
    gone = set(dice.sample(range(len(parts)), max(1, len(parts) // 3)))
    return [letter for at, part in enumerate(parts) if at not in gone for letter in part]


def reorder(passage: Passage, dice: random.Random) -> Passage:
    """Put the clauses in another order."""
    parts = clauses(passage)
    dice.shuffle(parts)
    return [letter for part in parts for letter in part]


PAIRS = [tuple(pair.split()) for line in SYNONYMS.strip().splitlines() for pair in line.split("|")]
OTHERS: dict[str, list[str]] = {}
for _one, _other in PAIRS:
    OTHERS.setdefault(_one, []).append(_other)
    OTHERS.setdefault(_other, []).append(_one)
KNOWN = re.compile("|".join(sorted(map(re.escape, OTHERS), key=len, reverse=True)))


def reword(passage: Passage, dice: random.Random, share: float = 0.9) -> Passage:
    """Put other words for those in the table, and drop some that only link."""
    text = "".join(letter for letter, _ in passage)
    found: Passage = []
    at = 0
    for match in KNOWN.finditer(text):
        if dice.random() > share:
            continue
        found += passage[at : match.start()]
        found += [(letter, None) for letter in dice.choice(OTHERS[match[0]])]
        at = match.end()
    found += passage[at:]
    return [letter for letter in found if letter[0] not in "我们的了" or dice.random() < 0.75]


def rewrite(passage: Passage, dice: random.Random) -> Passage:
    """Retell it: every clause loses some characters, gets new ones, and some change places."""
    found: Passage = []
    for part in clauses(passage):
        kept = [letter for letter in part if dice.random() > 0.12]
        at = dice.randrange(len(kept) + 1)
        new: Passage = [(letter, None) for letter in dice.choice(FILLERS)]
        found += [*kept[:at], *new, *kept[at:]]
    return reorder(found, dice) if dice.random() < 0.5 else found


def frame(passage: Passage, dice: random.Random) -> Passage:
    """Begin with words of an office."""
    return [*((letter, None) for letter in dice.choice(FRAMES)), *passage]


Edit = Callable[[Passage, random.Random], Passage]
EDITS: dict[str, list[Edit]] = {
    "verbatim": [],
    "shorten": [shorten],
    "reorder": [reorder],
    "reword": [reword],
    "heavy": [shorten, reorder, reword],
    "rewrite": [reword, rewrite],
}


def make_case(
    chosen: Sequence[Text], strangers: Sequence[Text], own: Sequence[str], dice: random.Random
) -> dict[str, Any]:
    """One case of these contributions: about eight edited passages of some of them, among sentences of nobody's and of
    like texts that are not contributions."""
    size = len(chosen)
    used = chosen[: max(8, size // 4)]
    blocks: list[list[Made]] = []
    for edit in dice.sample([*EDITS, "merge", "split", "mixed", "reword", "shorten", "merge", "rewrite"], 8):
        blocks += _blocks(edit, used, own, dice)
    foreign = ["".join(letter for letter, _ in passages(one.text, dice)) for one in strangers]
    for text in [*dice.sample(own, 4), *filter(None, foreign)]:
        blocks.append([Made([(letter, None) for letter in text], None, "")])
    dice.shuffle(blocks)
    return _case(chosen, blocks)


def _edited(edit: str, text: Text, dice: random.Random, most: int = 2) -> Passage:
    passage = passages(text.text, dice, most)
    for step in EDITS.get(edit, []):
        passage = step(passage, dice)
    return passage


def _blocks(edit: str, used: Sequence[Text], own: Sequence[str], dice: random.Random) -> Iterator[list[Made]]:
    one, other = dice.sample(used, 2)
    first = _edited(edit, one, dice)
    if len(first) < 10:
        return
    if edit == "merge":
        second = _edited("", other, dice, 1)
        link: Passage = [(letter, None) for letter in dice.choice(LINKS)]
        head = first[:-1] if first[-1][0] in "。！？；" else first
        if len(second) >= 10:
            yield [Made(head, one.id, edit), Made(link, None, ""), Made(second, other.id, edit)]
    elif edit in ("split", "mixed"):
        parts = clauses(first)
        cut = len(parts) // 2
        halves = [[x for part in half for x in part] for half in (parts[:cut], parts[cut:])]
        if min(map(len, halves)) < 10:
            yield [Made(first, one.id, "verbatim")]
        elif edit == "split":
            yield from ([Made(half, one.id, edit)] for half in halves)
        else:
            between: Passage = [(letter, None) for letter in dice.choice(own)]
            yield [Made(halves[0], one.id, edit), Made(between, None, ""), Made(halves[1], one.id, edit)]
    else:
        begun = frame([], dice) if edit in ("reword", "heavy") and dice.random() < 0.5 else []
        yield [Made(begun, None, ""), Made(first, one.id, edit)]


def _case(chosen: Sequence[Text], blocks: Sequence[Sequence[Made]]) -> dict[str, Any]:
    document, traces = "", []
    for block in blocks:
        for made in block:
            start = len(document)
            document += "".join(letter for letter, _ in made.letters)
            places = [place for _, place in made.letters if place is not None]
            if made.owner is not None and places:
                traces.append(
                    {
                        "contribution": made.owner,
                        "start": start,
                        "end": len(document),
                        "source_start": min(places),
                        "source_end": max(places) + 1,
                        "kind": "quote" if len(places) >= 0.9 * len(made.letters) else "paraphrase",
                        "edit": made.edit,
                    }
                )
        document += "\n"
    contributions = [{"id": one.id, "text": one.text} for one in chosen]
    return {
        "contributions": contributions,
        "document": document,
        "traces": _with_twins(chosen, document, traces),
    }


def _with_twins(chosen: Sequence[Text], document: str, traces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who wrote the very same sentence is a source as well."""
    found = list(traces)
    by_id = {one.id: one.text for one in chosen}
    for trace in traces:
        words = by_id[trace["contribution"]][trace["source_start"] : trace["source_end"]]
        for one in chosen:
            at = one.text.find(words)
            if at >= 0 and one.id != trace["contribution"]:
                found.append(
                    trace | {"contribution": one.id, "source_start": at, "source_end": at + len(words)}
                )
    return found


def neighbourhoods(
    texts: Sequence[Text], size: int, dice: random.Random
) -> Iterator[tuple[list[Text], list[Text]]]:
    """Endless groups of `size` texts, half of them alike as the contributions of one call are, and four like them."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), min_df=2).fit_transform(
        [one.text for one in texts]
    )
    while True:
        alike = (vectors @ vectors[dice.randrange(len(texts))].T).toarray().ravel()
        near = sorted(range(len(texts)), key=lambda at: -alike[at])[: size // 2 + 4]
        others = dice.sample(sorted(set(range(len(texts))) - set(near)), size - size // 2)
        apart = [near.pop(dice.randrange(len(near))) for _ in range(4)]
        chosen = [texts[at] for at in (*near, *others)]
        dice.shuffle(chosen)
        yield chosen, [texts[at] for at in apart]


def read_texts(folder: Path, names: Sequence[str]) -> list[Text]:
    """The messages of these files, each text once, those of 40 to 1,500 characters."""
    found: dict[str, Text] = {}
    for name in names:
        file = folder / name
        with (gzip.open if file.suffix == ".gz" else open)(
            file, "rt", encoding="utf-8-sig", newline=""
        ) as lines:
            for row in csv.DictReader(lines):
                body = re.sub(r"[ \t\r\u3000\xa0]+", " ", row["body"]).strip()
                if 40 <= len(body) <= 1500:
                    found.setdefault(hashlib.sha1(body.encode()).hexdigest(), Text(row["message_id"], body))
    return without_repeats(found.values())


def without_repeats(texts: Iterable[Text]) -> list[Text]:
    """Without texts that repeat another's words (a tenth of their runs of eight): of those two the truth would name one."""
    kept, seen = [], set()
    for one in texts:
        bare = "".join(SIGN.findall(one.text))
        runs = {bare[at : at + 8] for at in range(len(bare) - 7)}
        if len(runs & seen) <= len(runs) // 10:
            kept.append(one)
        seen |= runs
    return kept


HALVES = {
    "tune": ["messages_with_likes.csv.gz", "labelled_messages.csv"],
    "held-out": ["messages_with_replies.csv.gz", "unlabelled_messages.csv.gz"],
}


def main() -> None:
    """Write the cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--half", choices=HALVES, default="tune")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--size", type=int, default=60, help="contributions in a case")
    chosen = parser.parse_args()
    dice = random.Random(f"{chosen.half}/{chosen.seed}")
    texts = read_texts(chosen.texts, HALVES[chosen.half])
    own = OWN.strip().splitlines()
    with chosen.out.open("w", encoding="utf-8") as out:
        for group, strangers in islice(neighbourhoods(texts, chosen.size, dice), chosen.cases):
            case = make_case(group, strangers, own, dice)
            out.write(json.dumps(case, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
