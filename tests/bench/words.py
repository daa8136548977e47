"""Makes texts that read like suggestions of a city, as many and as different as a benchmark needs."""

from __future__ import annotations

import random

PLACES = (
    "东街口 水闸桥 第三小学门口 老纺织厂宿舍 临江公园 北站广场 菜市场东门 青年路中段 桂花苑 沿河步道".split()
)
THINGS = "路灯 公交站台 电梯 停车位 健身器材 无障碍坡道 垃圾桶 斑马线 充电桩 排水沟 长椅 儿童滑梯".split()
FAULTS = (
    "坏了半年没有人修 一到下雨就积水 晚上太暗看不清 数量太少不够用 被占用了没人管 声音太大影响休息".split()
)
WISHES = "加装 增设 更换 维修 移到对面 延长开放时间 重新划线 安排专人巡查 公开维修进度 先做一个试点".split()
WHO = "老人 上夜班的人 带孩子的家长 坐轮椅的邻居 骑电动车的人 做小生意的人 学生 清洁工".split()
REASONS = (
    "这样出门更放心 花钱不多见效快 别的片区已经这样做了 大家都等着用 冬天以前最好能办好 费用可以分摊".split()
)


def suggestion(seed: int) -> tuple[str, str]:
    """A title and a text of some 60 to 260 characters, always the same for the same number."""
    pick = random.Random(seed)
    place, thing = pick.choice(PLACES), pick.choice(THINGS)
    sentences = [f"{place}的{thing}{pick.choice(FAULTS)}"]
    for _ in range(pick.randint(2, 7)):
        sentences.append(
            f"建议{pick.choice(WISHES)}{pick.choice(THINGS)}，"
            f"方便{pick.choice(WHO)}，{pick.choice(REASONS)}，编号{pick.randint(1, 99999)}"
        )
    return f"{place}{thing}的建议", "。".join(sentences) + "。"
