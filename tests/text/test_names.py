"""Names, phones and addresses show no more in public than the one rule allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.text.names import COMPOUND_SURNAMES, mask_address, mask_name, mask_phone


@pytest.mark.parametrize(
    "name, shown",
    [
        ("张三", "张*"),
        ("张祥瑞", "张**"),
        (" 张祥瑞 ", "张**"),
        ("欧阳娜娜", "欧阳**"),
        ("歐陽娜娜", "歐陽**"),
        ("司马光", "司马*"),
        ("欧阳", "欧*"),
        ("张", "张"),
        ("阿依古丽·买买提", "阿***·***"),
        ("田中角荣", "田***"),
        ("王葛\U000e0100", "王*"),
        ("网友12345", "网******"),
        ("Alice", "A***"),
        ("Bo", "B***"),
        ("Alice Chen", "A***"),
        ("É́milie", "É́***"),
        ("李😀", "李*"),
        ("👨‍👩‍👧", "👨‍👩‍👧***"),
        ("13812341234", "138****1234"),
        ("li.si@example.org", "l***"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name, shown):
    assert mask_name(name) == shown


@given(st.text(alphabet="张王李赵欧阳司马建国晓明", min_size=2, max_size=5))
def test_of_a_chinese_name_only_the_surname_is_shown(name):
    shown = mask_name(name)
    surname = shown.rstrip("*")
    assert name.startswith(surname)
    assert len(shown) == len(name)
    assert len(surname) == 1 or (surname in COMPOUND_SURNAMES and len(name) > 2)


@given(st.text(max_size=20))
def test_no_name_is_shown_whole(name):
    assert len(name.strip()) < 2 or mask_name(name) != name.strip() or "*" in name or "·" in name


@pytest.mark.parametrize(
    "phone, shown",
    [
        ("13812341234", "138****1234"),
        ("+86 138-1234-1234", "138****1234"),
        ("１３８１２３４１２３４", "138****1234"),
        ("0571-88888888", "057******888"),
        ("12345", "1***5"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_a_phone_hides_its_middle(phone, shown):
    assert mask_phone(phone) == shown


@given(st.from_regex(r"\+?[0-9 -]{1,20}", fullmatch=True))
def test_a_phone_hides_at_least_four_digits_or_half_of_them(phone):
    shown = mask_phone(phone)
    assert shown.count("*") >= min(4, (len(shown) + 1) // 2)


@pytest.mark.parametrize(
    "address, shown",
    [
        ("广东省深圳市南山区粤海街道科技园路1号3栋501", "广东省深圳市南山区粤海街道"),
        ("广东省 深圳市 南山区 粤海街道 科技园路1号", "广东省深圳市南山区粤海街道"),
        ("河南省新乡市红旗区洪门镇学院路2号", "河南省新乡市红旗区洪门镇"),
        ("镇江市京口区大市口街道8号", "镇江市京口区大市口街道"),
        ("北京市朝阳区三里屯街道工体北路8号院", "北京市朝阳区三里屯街道"),
        (
            "内蒙古自治区锡林郭勒盟东乌珠穆沁旗满都宝力格苏木",
            "内蒙古自治区锡林郭勒盟东乌珠穆沁旗满都宝力格苏木",
        ),
        (
            "新疆维吾尔自治区伊犁哈萨克自治州伊宁市巴彦岱镇2号",
            "新疆维吾尔自治区伊犁哈萨克自治州伊宁市巴彦岱镇",
        ),
        ("四川省阿坝藏族羌族自治州九寨沟县漳扎镇沟口5号", "四川省阿坝藏族羌族自治州九寨沟县漳扎镇"),
        ("上海市浦东新区张江镇祖冲之路887弄", "上海市浦东新区张江镇"),
        ("江苏省昆山市人民路1号", "江苏省昆山市"),
        ("阳光花园小区8栋", ""),
        ("幸福路12号", ""),
        ("123 Main Street", ""),
        ("", ""),
    ],
)
def test_an_address_ends_at_its_township(address, shown):
    assert mask_address(address) == shown


@given(st.text(max_size=30))
def test_an_address_never_shows_a_number(address):
    assert not any(sign.isdigit() for sign in mask_address(address))
