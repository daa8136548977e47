"""Sentences with made-up personal data in many forms, and sentences with numbers that are nobody's, from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from cocreate.screening.numbers import CHECKS, WEIGHTS

CHINESE = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
LEADS = {
    "mobile": (
        "我的电话是",
        "有事打",
        "手机",
        "请联系",
        "联系人老王，",
        "本人手机号：",
        "联系方式 ",
        "致电",
        "我是业主，",
        "",
        "回电",
        "收件人电话:",
    ),
    "id_number": (
        "身份证号",
        "本人身份证号码为",
        "证件号：",
        "户主",
        "身份证",
        "",
        "公民身份号码:",
        "我的证件 ",
    ),
    "bank_card": ("卡号", "退款请打到", "银行账号：", "工资卡", "建行卡 ", "账户", "我的银行卡是", "汇到"),
    "landline": ("座机", "办公电话", "电话：", "联系电话 ", "家里电话", "传真", "固话"),
    "plate": ("车牌", "车牌号为", "一辆小车", "那辆", "违停的", "本人车辆", "我的车是", ""),
    "email": ("邮箱", "请发到", "邮件：", "我的邮箱是", "联系 ", "email: ", "发至"),
    "wechat": ("微信", "加微信：", "微信号是", "wx:", "VX ", "我的微信号：", "weixin: "),
    "qq": ("QQ", "qq：", "加QQ ", "我的QQ号是", "扣扣", "QQ号:"),
    "address": ("家住", "住址：", "我住在", "地址是", "本人居住在", "现住", "家庭住址:", "请寄到"),
}
TAILS = ("", "。", "，请尽快回复", "，谢谢", "！", "找我", "，急", "（本人）", "一直没人管", "，望解决")


def _digits(chance: random.Random, count: int, first: str = "0123456789") -> str:
    return chance.choice(first) + "".join(chance.choice("0123456789") for _ in range(count - 1))


def mobile(chance: random.Random) -> str:
    return "1" + chance.choice("3456789") + _digits(chance, 9)


def id_number(chance: random.Random) -> str:
    region = chance.choice(
        ["110101", "310115", "440305", "510104", "430102", "650102", "230103", "370202", "610113"]
    )
    born = f"{chance.randint(1935, 2015)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    body = region + born + _digits(chance, 3)
    return body + CHECKS[sum(int(one) * by for one, by in zip(body, WEIGHTS, strict=True)) % 11].upper()


def old_id_number(chance: random.Random) -> str:
    number = id_number(chance)
    return number[:6] + f"{chance.randint(35, 99)}" + number[10:14] + f"{chance.randint(1, 999):03}"


def bank_card(chance: random.Random, length: int = 0) -> str:
    length = length or chance.choice((16, 19, 19))
    body = chance.choice(("6222", "6217", "6228", "6225", "6212", "6230", "6214", "6216")) + _digits(
        chance, length - 5
    )
    total = sum(sum(divmod(int(one) * (2 - place % 2), 10)) for place, one in enumerate(reversed(body)))
    return body + str(-total % 10)


def landline(chance: random.Random) -> str:
    area = chance.choice(
        ("010", "021", "0755", "0571", "0731", "028", "0512", "0898", "0991", "0451", "0371", "020")
    )
    return f"{area}-{_digits(chance, 8 if len(area) == 3 or area in ('0755', '0571', '0731', '0512', '0371', '0451') else 7, '2345678')}"


def plate(chance: random.Random) -> str:
    signs = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
    head = chance.choice("京沪粤川湘鄂浙苏鲁豫冀皖闽赣桂云贵陕甘青蒙吉黑辽晋津渝琼宁藏新") + chance.choice(
        "ABCDEFGHJKLM"
    )
    kind = chance.randrange(3)
    if kind == 0:
        return head + chance.choice("DF") + chance.choice(signs[:24]) + _digits(chance, 4)
    if kind == 1:
        return head + chance.choice("DF") + _digits(chance, 5)
    rest = [chance.choice(signs) for _ in range(5)]
    rest[chance.randrange(5)] = chance.choice("0123456789")
    return head + "".join(rest)


def email(chance: random.Random) -> str:
    name = chance.choice(("zhang", "li.na", "wang_wei", "chen-gang", "liu", "zhao2020", "xiaoming", "a.b"))
    host = chance.choice(
        (
            "163.com",
            "qq.com",
            "example.com",
            "gmail.com",
            "sina.com.cn",
            "126.com",
            "mail.example.org",
            "foxmail.com",
            "139.com",
        )
    )
    return f"{name}{chance.randint(1, 9999)}@{host}"


def wechat(chance: random.Random) -> str:
    return chance.choice(("wx_", "abc", "lily-", "Zhang", "wxid_", "happy_")) + _digits(
        chance, chance.randint(3, 8)
    )


def qq(chance: random.Random) -> str:
    return _digits(chance, chance.randint(6, 10), "123456789")


def address(chance: random.Random) -> str:
    street = chance.choice(
        ("人民路", "解放大道", "建设街", "中山北路", "芙蓉路", "文化巷", "和平里", "学院路", "长江西路")
    )
    estate = chance.choice(("幸福小区", "阳光花园", "金地家园", "绿城公寓", "滨江苑", "华府", "东风新村"))
    a, b, c = chance.randint(1, 30), chance.randint(1, 6), f"{chance.randint(1, 30)}0{chance.randint(1, 9)}"
    return chance.choice((
        f"{street}{chance.randint(1, 500)}号{a}栋{b}单元{c}室", f"{street}{chance.randint(1, 500)}号{a}号楼{c}室",
        f"{estate}{a}栋{b}单元{c}", f"{estate}{a}号楼{b}单元{c}室", f"{estate}{a}幢{c}室", f"{street}{chance.randint(1, 500)}弄{a}号{c}室",
        f"{estate}{a}栋{c}房", f"{estate}{a}-{b}-{c}", f"{street}{chance.randint(1, 500)}号{estate}{a}座{c}",
        f"青山镇红旗村{chance.randint(1, 12)}组{chance.randint(1, 80)}号", f"{estate}{a}栋{b}门{c}室",
    ))  # fmt: skip


MADE: dict[str, Callable[[random.Random], str]] = {
    made.__name__: made
    for made in (mobile, id_number, bank_card, landline, plate, email, wechat, qq, address)
}


def _wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def _grouped(text: str, sizes: tuple[int, ...], by: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return by.join([*parts, text[at:]] if text[at:] else parts)


def _mixed(text: str, chance: random.Random) -> str:
    return "".join(
        chance.choice((sign, CHINESE[int(sign)], chr(ord(sign) + 0xFEE0))) if sign.isdigit() else sign
        for sign in text
    )


def _forms(kind: str, text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The made-up datum in the forms it can be written in."""
    yield "plain", text
    yield "fullwidth", _wide(text)
    if kind == "address":
        yield "spaced", text.replace("号", "号 ").replace("栋", "栋 ").replace("单元", "单元 ").strip()
        return
    if kind in ("mobile", "id_number", "bank_card", "landline", "qq", "plate"):
        yield "chinese_digits", "".join(CHINESE[int(one)] if one.isdigit() else one for one in text)
        yield "mixed", _mixed(text, chance)
        yield "zero_width", "\u200b".join(text)
    if kind in ("mobile", "id_number", "bank_card"):
        yield "formal_digits", "".join(FORMAL[int(one)] if one.isdigit() else one for one in text)
        yield "every_spaced", " ".join(text)
        yield "dotted", "·".join(text)
    if kind == "mobile":
        yield "spaced", _grouped(text, (3, 4, 4), " ")
        yield "hyphen", _grouped(text, chance.choice(((3, 4, 4), (3, 3, 5), (4, 3, 4))), "-")
        yield "points", _grouped(text, (3, 4, 4), ".")
        yield "plus86", chance.choice(("+86", "+86 ", "+86-", "0086", "86-", "(+86)", "86")) + text
        yield "plus86_spaced", "+86 " + _grouped(text, (3, 4, 4), " ")
        yield "emoji", _grouped(text, (3, 4, 4), "😀")
        yield "keycaps", "".join(f"{one}\ufe0f\u20e3" for one in text)
        yield "circled", "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(one)] for one in text)
    if kind == "id_number":
        yield "spaced", _grouped(text, chance.choice(((6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4))), " ")
        yield "hyphen", _grouped(text, (6, 8, 4), "-")
        yield "lower_case", text.lower()
    if kind == "bank_card":
        yield "spaced", _grouped(text, (4, 4, 4, 4), " ")
        yield "hyphen", _grouped(text, (4, 4, 4, 4), "-")
        yield "six", _grouped(text, (6,), " ")
    if kind == "landline":
        yield "spaced", text.replace("-", " ")
        yield "brackets", "(" + text.replace("-", ")")
        yield "brackets_wide", "（" + text.replace("-", "）")
        yield "together", text.replace("-", "")
        yield "plus86", "+86-" + text[1:]
        yield "in_four", text[:-4] + " " + text[-4:]
    if kind == "plate":
        yield "point", text[:2] + "·" + text[2:]
        yield "spaced", text[:2] + " " + text[2:]
        yield "all_spaced", " ".join(text)
        yield "hyphen", text[:2] + "-" + text[2:]
        yield "lower_case", text.lower()
    if kind == "email":
        yield "spaced", text.replace("@", " @ ")
        yield "upper_case", text.upper()
        yield "wide_at", text.replace("@", "＠")
        yield "bracket_at", text.replace("@", "(at)")
        yield "word_at", text.replace("@", " at ")


def personal(seed: int, rounds: int) -> Iterator[tuple[str, str, str, str]]:
    """(kind, form, sentence, the datum in it)."""
    chance = random.Random(seed)
    for _ in range(rounds):
        for kind, made in MADE.items():
            for form, written in _forms(kind, made(chance), chance):
                tail = chance.choice(TAILS)
                if written[-1] in "0123456789" and tail[:1] == "一":
                    tail = ""
                yield kind, form, chance.choice(LEADS[kind]) + written + tail, written
        yield "id_number", "old", "身份证号" + (old := old_id_number(chance)), old


def _wrong_identity(chance: random.Random) -> str:
    number = id_number(chance)
    return number[:-1] + chance.choice([one for one in "0123456789X" if one != number[-1]])


def _wrong_card(chance: random.Random) -> str:
    number = bank_card(chance)
    return number[:-1] + str((int(number[-1]) + chance.randint(1, 9)) % 10)


def nobodys(seed: int, rounds: int) -> Iterator[tuple[str, str]]:
    """(sort, sentence) with numbers that must not be masked."""
    c = random.Random(seed)
    for _ in range(rounds):
        year, month, day = c.randint(1998, 2025), c.randint(1, 12), c.randint(1, 28)
        yield (
            "hotline",
            c.choice(
                (
                    "拨打12345热线",
                    "12315、12369、110都打过",
                    "打了95598和96111",
                    "10086客服说不行",
                    "12345、12388、12368反映过",
                    "拨打120、119",
                )
            ),
        )
        yield (
            "amount",
            c.choice(
                (
                    f"总投资{_digits(c, 10, '123456789')}元",
                    f"共{mobile(c)}元",
                    f"预算{c.randint(1, 9999)}.{c.randint(10, 99)}万元",
                    f"{_digits(c, 3, '1')},{_digits(c, 3)},{_digits(c, 3)}.00元",
                    f"面积{_digits(c, 7, '123456789')}平方米",
                    f"欠款1{c.randint(3, 9)}{_digits(c, 6)}元",
                )
            ),
        )
        yield (
            "bad_id",
            c.choice(("工程编号", "编号", "合同编号", "项目代码", "档案号：")) + _wrong_identity(c),
        )
        yield "bad_card", c.choice(("合同编号", "流水号", "单号", "批次", "编号：")) + _wrong_card(c)
        yield (
            "order",
            c.choice(
                (
                    f"诉求编号DB{year}{month:02}{day:02}{_digits(c, 6)}",
                    f"工单{year}{month:02}{day:02}{_digits(c, 5)}",
                    f"订单号{_digits(c, 18, '123')}A",
                    f"快递单号SF{_digits(c, 13)}",
                    f"受理号{year}-{_digits(c, 6)}",
                    f"订单号：E{_digits(c, 18)}",
                    f"编号{mobile(c)}",
                    f"快递单号{_digits(c, 12, '4567')}",
                )
            ),
        )
        yield (
            "document",
            c.choice(
                (
                    f"国发〔{year}〕{c.randint(1, 99)}号",
                    f"政办发[{year}]{c.randint(1, 300)}号",
                    f"（{year}）民初字第{c.randint(1, 9999)}号",
                    f"依据GB/T {c.randint(1000, 50000)}-{year}",
                    f"京ICP备{_digits(c, 8)}号-1",
                    f"粤B2-{_digits(c, 8, '2')}",
                    f"({year})粤01民终{_digits(c, 5)}号",
                    f"第{c.randint(1, 200)}号令",
                )
            ),
        )
        yield (
            "date",
            c.choice(
                (
                    f"{year}年{month}月{day}日至{year + 1}年{month}月{day}日",
                    f"{year}-{month:02}-{day:02} 13:45:20",
                    f"{year}.{month}.{day}—{year}.{month}.{day + 1}",
                    f"{year}{month:02}{day:02}",
                    f"{year}/{month}/{day} 8:30-17:30",
                    f"{year}-{month:02}-{day:02} {year + 1}-{month:02}-{day:02}",
                    f"二零一九年{CHINESE[c.randint(1, 9)]}月",
                    f"1{c.randint(3, 9)}:30-1{c.randint(3, 9)}:00",
                )
            ),
        )
        yield (
            "uscc",
            "统一社会信用代码9"
            + c.choice(("1110105", "1310000", "1440300", "2330100"))
            + "".join(c.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
            + "XA",
        )
        yield (
            "coordinates",
            c.choice(
                (
                    f"位于{c.randint(100, 125)}.{_digits(c, 6)},{c.randint(20, 45)}.{_digits(c, 6)}",
                    f"东经{c.randint(100, 125)}.{_digits(c, 8)}",
                    f"IP地址{c.randint(130, 199)}.{c.randint(100, 199)}.{c.randint(100, 199)}.{c.randint(10, 99)}",
                    f"E{c.randint(100, 125)}°{c.randint(10, 59)}′{c.randint(10, 59)}″",
                )
            ),
        )
        yield (
            "barcode",
            c.choice(
                (
                    f"条形码69{_digits(c, 11)}",
                    f"ISBN 978-7-{_digits(c, 4)}-{_digits(c, 4)}-{c.randint(0, 9)}",
                    f"商品编码{_digits(c, 13, '6')}",
                    f"追溯码{_digits(c, 20)}",
                )
            ),
        )
        yield (
            "transport",
            c.choice(
                (
                    f"乘坐{c.randint(100, 999)}路、{c.randint(100, 999)}路或{c.randint(1000, 1999)}路",
                    f"G{c.randint(1000, 9999)}次列车",
                    "京A区到京B区",
                    f"{c.choice('京沪')}G{c.randint(1, 99)}高速",
                    f"地铁{c.randint(1, 20)}号线{c.randint(1, 8)}号口",
                    f"省道S{c.randint(100, 400)}",
                )
            ),
        )
        yield (
            "counting",
            c.choice(
                (
                    f"全镇{_digits(c, 6, '123456789')}人",
                    f"参保{_digits(c, 8, '123456789')}人次",
                    f"第{c.randint(1, 20)}层{c.randint(1, 9)}米",
                    f"得票{c.randint(100, 9999)}，{c.randint(100, 9999)}，{c.randint(100, 9999)}",
                    f"{c.randint(1, 20)}栋的电梯坏了",
                    f"人民路{c.randint(1, 400)}号市政府",
                    f"小区{c.randint(1, 20)}号楼漏水",
                    f"请到政务大厅{c.randint(1, 5)}楼{c.randint(1, 40)}号窗口",
                    "一二三四五六七，上山打老虎",
                    f"会议室在{c.randint(1, 9)}楼{c.randint(100, 999)}室",
                )
            ),
        )
