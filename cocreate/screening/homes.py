"""Where somebody lives: a street or a village with house, entrance and room; hints that mark and never raise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

NUMBER = "(?:[0-9]{1,5}|[a-z](?![a-z])[0-9]{0,4}|[一二三四五六七八九十百零]{1,5}|[东西南北中甲乙丙丁])"
UNIT = "号院|号 ?楼|号|弄|栋|幢|座|#楼?|单元|门洞|门|层|楼|室|房|户|组|队"
STEP = re.compile(
    f"(?P<number>{NUMBER}(?:[-之]{NUMBER})?)[ ]?(?P<unit>{UNIT})"
    "(?!线|口|公路|文件?|令|地块|机组|产|价|屋|东|型|籍|数|长|管|梯|道|顶|市|下|上|外|内|间|门诊|台|桌|口|牌|面|店|前|禁|锁|卫)"
)
BARE = re.compile(
    "[ -]{0,2}([0-9]{3,4}|[一二三四五六七八九]零[一二三四五六七八九]|[0-9]{1,2}[a-f])(?![0-9a-z年月日元路平米%.])"
)
SHORT = re.compile(
    "(?:小区|花园|苑|公寓|家园|新村|城|府|园|湾|庭|里)[ ]?(?P<code>[0-9]{1,3}[-—][0-9]{1,2}[-—][0-9]{3,4})(?![0-9-])"
)
STREET = re.compile(
    "[\u4e00-\u9fff0-9a-z]{1,10}?(?:路|街|大道|道|巷|弄|胡同|里|村|小区|花园|花苑|苑|公寓|家园|新村|社区|屯|庄|城|府|园|湾|庭|居|院|坊"
    "|镇|乡|期|区)[ ,]?$"
)
LIVES = re.compile("(家住|住址|住在|居住|现住|家在|户籍|我家|我住|本人住|家庭)")
GIVEN = re.compile("(地址|寄到|寄往|收件|送到|住)")
LEAD = re.compile(
    "^.*(?:家住在?|住址|住在|居住[在于]?|地址|现住|家在|寄到|寄往|送到|我家|我住|位于|住于|住|是|为|在|[:：])"
)
PUBLIC = re.compile(
    "(政府|行政|政务|大厅|办公|办事|服务中心|法院|医院|学校|大学|中学|小学|公司|酒店|商场|委员会|派出所|窗口|会议|局|展厅|博物馆)"
)
ROOMS = {"室", "房", "户"}
HOUSES = {"号", "号院", "号楼", "弄", "栋", "幢", "座", "#", "#楼", "单元", "门洞", "门", "组", "队"}
BEFORE_ROOM = {"单元", "栋", "幢", "座", "号楼", "号 楼", "门洞", "门"}
ESTATE = re.compile(
    "[ ,]?[\u4e00-\u9fff]{1,8}(?:小区|花园|花苑|苑|公寓|家园|新村|社区|府|城|园|湾|庭|里|坊|村)[ ,]?"
)

Step = tuple[int, int, str]  # start, end, unit


def homes(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Addresses of homes in a normal text: (start, end, "address", confidence)."""
    for steps in _rows(text):
        end = steps[-1][1]
        units = [unit for _, _, unit in steps]
        bare = BARE.match(text, end) if units[-1] in BEFORE_ROOM else None
        if bare:
            units.append("室")
            end = bare.end()
        sure = _confidence(units, text[max(0, steps[0][0] - 24) : steps[0][0]], text[end : end + 6])
        if sure:
            yield _street(text, steps[0][0]), end, "address", sure
    for found in SHORT.finditer(text):
        yield _street(text, found.start("code")), found.end(), "address", 0.7


def _rows(text: str) -> Iterator[list[Step]]:
    """Steps of an address that follow one another."""
    steps = [(found.start(), found.end(), found["unit"]) for found in STEP.finditer(text)]
    row: list[Step] = steps[:1]
    for before, step in pairwise(steps):
        if not _is_gap(text[before[1] : step[0]]):
            yield row
            row = []
        row.append(step)
    if row:
        yield row


def _is_gap(between: str) -> bool:
    if len(between) <= 2 and not any(sign.isalnum() or sign in "、。;\n" for sign in between):
        return True
    return between in ("附", "院") or (len(between) <= 12 and ESTATE.fullmatch(between) is not None)


def _confidence(units: list[str], before: str, after: str) -> float:
    """How sure it is that these steps are somebody's home; 0 when they are just a place."""
    is_room = any(unit in ROOMS for unit in units)
    is_house = any(unit in HOUSES for unit in units)
    is_lived = bool(LIVES.search(before))
    if (PUBLIC.search(before) or PUBLIC.search(after)) and not is_lived:
        return 0.0
    is_lived = is_lived or bool(GIVEN.search(before))
    if is_room and is_house and len(units) > 1:
        return 0.78 if is_lived else 0.7
    if is_lived and is_house and (len(units) > 1 or units[0] in ("号", "弄") and STREET.search(before)):
        return 0.7
    return 0.5 if len(units) > 2 and is_house else 0.0


def _street(text: str, start: int) -> int:
    """Where the name of the street before a house number begins; `start` itself when there is none."""
    found = STREET.search(text, max(0, start - 13), start)
    if not found:
        return start
    lead = LEAD.match(found[0])
    return found.start() + (lead.end() if lead else 0)
