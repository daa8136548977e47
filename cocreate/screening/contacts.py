"""Personal data that is more than a number: e-mail addresses, plates, accounts of messengers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cocreate.screening.digits import readings

Hit = tuple[int, int, str, float]  # start and end in the normal text, the sort, the confidence

AT = r"(?:\s{0,2}@\s{0,2}|\s{0,2}[\[({#<【]?\s?(?:at|艾特|#)\s?[\])}#>】]?\s{0,2})"
DOT = r"(?:\s?\.\s?|\s?[\[({【](?:dot|点)[\])}】]\s?|\s(?:dot|点)\s|点)"
TOP = "com|cn|net|org|gov|edu|info|vip|top|io|me|cc|hk|tw|xyz|mobi|biz|co|email|mail|work|club|site|online|tech|example|test"
EMAIL = re.compile(
    rf"(?<![a-z0-9._%+-])(?P<name>[a-z0-9](?:[a-z0-9._%+-]{{0,62}}[a-z0-9_-])?)(?P<at>{AT})"
    rf"(?:[a-z0-9-]{{1,40}}{DOT}){{1,4}}(?:{TOP})(?![a-z0-9])"
)
SPELT_AT = re.compile(r"[a-z艾]")

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PART = r"[\s·•・.\-_*]{0,2}"
SIGN = "[a-hj-np-z0-9]"
MARKED = "学警港澳使领挂试超"  # the last sign of plates for special use
PLATE = re.compile(f"[{PROVINCES}]{PART}[a-hj-z]{PART}")
REST = re.compile(f"(?:{SIGN}{PART}){{5}}{SIGN}|(?:{SIGN}{PART}){{4}}(?:{SIGN}|[{MARKED}])")
SHORTER = re.compile(f"(?:{SIGN}{PART}){{4}}{SIGN}")
ELECTRIC = re.compile("[a-hj-k][a-hj-np-z0-9][0-9]{4}|[0-9]{5}[a-hj-k]")
ROAD_WORDS = re.compile("(高速|国道|省道|县道|号线|路段|标段|地块|许可)")

ACCOUNT = re.compile(
    r"(?:微信|薇信|威信|徽信|卫星|weixin|wechat|(?<![a-z0-9])[vw]x|(?<![a-z0-9])v信)(?:号码?|id)?\s{0,2}[:：是为=]?\s{0,2}"
    r"(?P<account>[a-z][a-z0-9_-]{5,19}|[0-9]{6,11})(?![a-z0-9_])"
)
QQ = re.compile(
    r"(?:(?<![a-z0-9])qq|扣扣|企鹅)(?:号码?|群号?)?\s{0,2}[:：是为=]?\s{0,2}(?P<account>[1-9](?:[\s-]?[0-9]){4,11})(?![0-9a-z]|[零一二三四五六七八九][0-9零一二三四五六七八九])"
)


def contacts(text: str) -> Iterator[Hit]:
    """E-mail addresses, plates and messenger accounts in a normal text."""
    yield from _emails(text)
    for reading in readings(text):
        yield from _plates(reading, text)
        for found in QQ.finditer(reading):
            yield found.start("account"), found.end("account"), "account", 0.9
    for found in ACCOUNT.finditer(text):
        yield found.start("account"), found.end("account"), "account", 0.9


def _emails(text: str) -> Iterator[Hit]:
    for found in EMAIL.finditer(text):
        yield found.start(), found.end(), "email", 0.9 if SPELT_AT.search(found["at"]) else 0.97


def _plates(reading: str, text: str) -> Iterator[Hit]:
    for head in PLATE.finditer(reading):
        end = next((end for end in _ends(reading, text, head.end())), None)
        if end is not None and not ROAD_WORDS.match(text, end):
            yield head.start(), end, "plate", 0.9


def _ends(reading: str, text: str, start: int) -> Iterator[int]:
    """Where a plate whose signs begin at `start` may end: six signs for electric cars, else five, one of them a digit."""
    for pattern in (REST, SHORTER):
        rest = pattern.match(reading, start)
        if rest is None or (
            text[rest.end() : rest.end() + 1].isascii() and text[rest.end() : rest.end() + 1].isalnum()
        ):
            continue
        signs = "".join(sign for sign in rest[0] if sign.isalnum())
        if any(map(str.isdigit, signs)) and (len(signs) == 5 or ELECTRIC.fullmatch(signs)):
            yield rest.end()
