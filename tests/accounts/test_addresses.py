"""Numbers and mail addresses as people really type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.accounts.addresses import Address, Kind, read
from cocreate.core.errors import Invalid
from tests import hostile

NUMBER = "+8613812345678"


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "138.1234.5678",
        "+8613812345678",
        "+86 138 1234 5678",
        "+86-138-1234-5678",
        "(+86) 138 1234 5678",
        "8613812345678",
        "008613812345678",
        "00 86 138 1234 5678",
        "１３８１２３４５６７８",
        "＋８６１３８１２３４５６７８",
        "١٣٨١٢٣٤٥٦٧٨",
        "\u202d13812345678\u202c",
        "138\u200b1234\u200b5678",
        "138\u00a01234\u30005678",
        "138‑1234‑5678",
    ],
)
def test_a_mainland_number_in_any_writing(typed):
    assert read(typed) == Address(Kind.PHONE, NUMBER)


@pytest.mark.parametrize(
    "typed, value",
    [
        ("+852 9123 4567", "+85291234567"),
        ("00852 9123 4567", "+85291234567"),
        ("+853 6612 3456", "+85366123456"),
        ("+886 912 345 678", "+886912345678"),
    ],
)
def test_numbers_that_a_gateway_here_reaches(typed, value):
    assert read(typed).value == value


@pytest.mark.parametrize(
    "typed, value",
    [
        ("a@b.cn", "a@b.cn"),
        ("  Wang.Li@Example.COM ", "wang.li@example.com"),
        ("ｗａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "wang@example.com"),
        ("wang@例子.中国", "wang@xn--fsqu00a.xn--fiqs8s"),
        ("wang+news@example.com", "wang+news@example.com"),
    ],
)
def test_mail_addresses(typed, value):
    assert read(typed) == Address(Kind.EMAIL, value)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "张三",
        "12345",
        "1381234567",
        "138123456789",
        "12812345678",
        "010-62345678",
        "+1 202 555 0123",
        "+44 7700 900123",
        "+86 12812345678",
        "+",
        "13812345678a",
        "13812345678;13912345678",
        "a@",
        "@b.cn",
        "a@b",
        "a b@c.cn",
        "a@b.cn,c@d.cn",
        "a@b.cn\nBcc: c@d.cn",
        "用户@qq.com",
        "a@localhost",
        f"{'a' * 250}@b.cn",
        "9" * 100_000,
        "@" * 10_000,
    ],
)
def test_what_no_code_can_be_sent_to_is_refused_beside_the_field(typed):
    with pytest.raises(Invalid) as refusal:
        read(typed)
    assert list(refusal.value.fields) == ["address"]


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_a_refusal(typed):
    try:
        found = read(typed)
    except Invalid:
        return
    assert read(found.value) == found


def test_hostile_strings_are_refused_or_tamed():
    for typed in hostile.strings():
        try:
            value = read(typed).value
        except Invalid:
            continue
        assert value.isascii()
        assert not set(value) & set("\r\n\0 ")


@pytest.mark.parametrize(
    "typed, masked",
    [("13812345678", "138****5678"), ("+85291234567", "+85****4567"), ("wang@example.cn", "w***@example.cn")],
)
def test_a_masked_address_shows_little(typed, masked):
    assert read(typed).masked == masked
