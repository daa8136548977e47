"""Which number a run of digits is: an ID number, a bank card, a telephone, or nothing that belongs to a person."""

from __future__ import annotations

import re

from cocreate.screening.digits import CHINESE, Window

REGIONS = frozenset("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
                    "61 62 63 64 65 71 81 82 83".split())  # fmt: skip
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10x98765432"
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
CARD = re.compile("62|60|58|9[45]|4|5[1-5]|35|3[068]|8[18]")
MOBILE = re.compile(r"(?:00)?(?:86)?(1[3-9][0-9]{9})")
AREA = "10|2[0-57-9]|3[1-79][0-9]|4[1-7][0-9]|5[1-9][0-9]|6[36][0-9]|66[0-9]|7[0-79][0-9]|8[1-9][0-9]|9[0-79][0-9]"
LANDLINE = re.compile(f"(?:0|(?:00)?86(?:0)?)(?:(?:10|2[0-57-9])[2-8][0-9]{{7}}|(?:{AREA})[2-8][0-9]{{6,7}})")
LOCAL = re.compile("(?!20[0-3][0-9])[2-8][0-9]{6,7}")
GROUPINGS = {
    (11,), (3, 8), (7, 4), (3, 4, 4), (3, 3, 5), (4, 4, 3), (4, 3, 4), (3, 5, 3), (3, 2, 6), (1, 10),
    (5, 6), (6, 5), (2, 9),
}  # fmt: skip

# Words just before a number that say it is a thing's, not a person's.
THINGS = re.compile(
    "(编号|单号|订单|序号|合同|流水号?|条形?码|批号|批次|文号|证书|案号|运单|快递|工号|学号|发票|票号|信用代码|序列号|专利|许可证"
    "|备案|标准|账单|户号|表号|车架号|设备号?|项目号?|工程|代码|坐标|投资|金额|预算|面积|时间戳|版本|邮编|型号|货号|税号|产值|收入"
    "|支出|经费|isbn|issn|imei|uid|id|no\\.?|编码|追溯码|回执|受理号?|工单|诉求号?|凭证|档案号?|图号|宗地)[^0-9]{0,4}$"
)
CALLS = re.compile("(电话|手机|座机|固话|联系|致电|拨打|号码|传真|热线|tel|call|phone|mobile|微信|vx?|wx|短信|加我|找我)"
                   "[^0-9]{0,6}$")  # fmt: skip
PHONES = re.compile("(电话|座机|固话|传真|宅电|tel|phone)[^0-9,。;\n]{0,4}$")
CARDS = re.compile(
    "(卡号?|账号|账户|帐号|帐户|户头|银行|工行|建行|农行|中行|交行|招行|card|转账?|打到|打款|汇)[^0-9]{0,8}$"
)
IDENTITY = re.compile("(身份证|证件|居民证|户口|id card|idcard|sfz|身份号码|公民身份)[^0-9]{0,8}$")
LETTERS_BEFORE = {"tel", "phone", "mobile", "call", "vx", "v", "wx", "wechat", "id", "sfz", "card", "m", "t", "p", "dh", "sj",
                  "telephone", "contact", "qq", "fax", "ph", "cell", "number", "me", "at", "is"}  # fmt: skip
UNITS = re.compile(
    r"\s{0,2}(元|万|亿|千万|百万|美元|美金|块钱|人民币|平方|平米|立方|㎡|m2|亩|吨|公里|千米|公斤|千瓦|kwh|mb|gb|字节|毫秒|ms|人次)"
)


def number_kind(window: Window, text: str) -> tuple[str, float] | None:
    """The sort of personal number these digits are, and how sure that is; None when they are nobody's.

    `text` is the normal text the window was found in: what stands before and after decides where digits can't."""
    if _is_part_of_a_code(window, text):
        return None
    before, after = text[max(0, window.start - 14) : window.start], text[window.end : window.end + 6]
    digits, length = window.digits, len(window.digits)
    if length == 18 and is_identity(digits):
        return "id_number", 0.99
    if "x" in digits:
        return None
    is_thing = bool(THINGS.search(before)) and not CALLS.search(before)
    if length == 15 and is_old_identity(digits) and len(window.groups) < 5 and not is_thing:
        return "id_number", 0.95 if IDENTITY.search(before) else 0.85
    if 16 <= length <= 19 and CARD.match(digits) and is_luhn(digits):
        is_card = bool(CARDS.search(before))
        if is_card or not is_thing:
            return ("bank_card", 0.97 if is_card else 0.88) if is_card or _is_card_shaped(window) else None
    if is_thing or UNITS.match(after) or _is_decimal(window, text):
        return None
    return _telephone(window, before)


def _telephone(window: Window, before: str) -> tuple[str, float] | None:
    digits = window.digits
    mobile = MOBILE.fullmatch(digits)
    if mobile and _is_grouped_like_a_mobile(window):
        return "mobile", 0.97 if CALLS.search(before) else 0.93
    is_abroad = digits.startswith(("86", "0086"))
    if (
        LANDLINE.fullmatch(digits)
        and _is_grouped_like_a_landline(window)
        and (not is_abroad or before.endswith(("+", "00")))
    ):
        return "landline", 0.92
    if LOCAL.fullmatch(digits) and PHONES.search(before) and len(window.groups) <= 2:
        return "landline", 0.82
    return None


def is_identity(digits: str) -> bool:
    """Whether 18 signs are an ID number: a region, a possible date of birth, and the right check digit."""
    if "x" in digits[:17] or digits[:2] not in REGIONS:
        return False
    if not (1880 <= int(digits[6:10]) <= 2099 and _is_day(digits[10:14])):
        return False
    return (
        CHECKS[sum(int(sign) * weight for sign, weight in zip(digits, WEIGHTS, strict=False)) % 11]
        == digits[17]
    )


def is_old_identity(digits: str) -> bool:
    """Whether 15 digits are an ID number of before 1999, which had no check digit."""
    return digits[:2] in REGIONS and _is_day(digits[8:12]) and digits[12:] != "000"


def is_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of a bank card."""
    doubled = (int(sign) * 2 for sign in digits[-2::-2])
    return (
        sum(int(sign) for sign in digits[::-2]) + sum(two - 9 if two > 9 else two for two in doubled)
    ) % 10 == 0


def _is_day(month_and_day: str) -> bool:
    month, day = int(month_and_day[:2]), int(month_and_day[2:])
    return 1 <= month <= 12 and 1 <= day <= MONTH_DAYS[month - 1]


def _is_part_of_a_code(window: Window, text: str) -> bool:
    """Whether letters stand right against the digits, as in an order number, or more digits do."""
    before = re.search("[a-z]+$", text[max(0, window.start - 12) : window.start])
    if before and before[0] not in LETTERS_BEFORE:
        return True
    after = re.match("[a-z]+", text[window.end : window.end + 12])
    if after and after[0] not in LETTERS_BEFORE:
        return True
    return _goes_on(window, text)


def _goes_on(window: Window, text: str) -> bool:
    """Whether the number is a part of a longer one, written in part with Chinese digits (one may be a word's, as 一直)."""
    before, after = text[max(0, window.start - 2) : window.start], text[window.end : window.end + 2]
    if before.endswith("零") or (len(before) == 2 and all(_is_digit(sign) for sign in before)):
        return True
    if after[:1].isascii() and after[:1].isdigit():
        return text[window.end - 1] not in CHINESE
    is_chinese = text[window.end - 1] in CHINESE
    return not is_chinese and len(after) == 2 and all(_is_digit(sign) for sign in after)


def _is_digit(sign: str) -> bool:
    return sign in CHINESE or (sign.isascii() and sign.isdigit())


def _is_decimal(window: Window, text: str) -> bool:
    """Whether the digits are a part of a decimal fraction, a coordinate, or an address of a network."""
    around = text[max(0, window.start - 2) : window.start], text[window.end : window.end + 2]
    if re.fullmatch(r"[0-9]\.", around[0]) or re.fullmatch(r"\.[0-9]", around[1]):
        return True
    return "." in window.gaps and (len(window.groups) == 2 or window.groups not in GROUPINGS)


def _is_grouped_like_a_mobile(window: Window) -> bool:
    groups, digits = list(window.groups), window.digits
    extra = len(digits) - 11
    while extra > 0 and groups:  # the country code before it
        taken = min(extra, groups[0])
        groups[0] -= taken
        extra -= taken
        groups = groups if groups[0] else groups[1:]
    if tuple(groups) in GROUPINGS:
        return True
    is_date = groups[0] == 4 and digits[-11:-7] < "2100" and len(groups) > 2 and groups[1] <= 2
    return len(groups) > 3 and max(groups) <= 4 and len(set(window.gaps)) <= 2 and not is_date


def _is_grouped_like_a_landline(window: Window) -> bool:
    """Whether the first group is an area or a country code, or the digits stand all together or all apart."""
    groups = window.groups
    if len(groups) == 1 or max(groups) == 1:
        return True
    firsts = (2, 4, 5) if window.digits.startswith(("86", "0086")) else (3, 4)
    return groups[0] in firsts and len(groups) < 6 and sum(groups[-2:]) >= 6


def _is_card_shaped(window: Window) -> bool:
    """Whether the digits stand together or in groups that people write cards in, not as a row of other numbers."""
    groups = window.groups
    return (
        len(groups) == 1
        or max(groups) <= 1
        or all(size == groups[0] for size in groups[:-1])
        or set(groups) <= {3, 4, 6}
    )
