"""Personal data: found in every form it is written in, and nothing taken for it that is nobody's."""

from collections import Counter

import pytest

from cocreate.screening import labelled
from cocreate.screening.findings import Kind, mask
from cocreate.screening.normal import normalise
from cocreate.screening.numbers import is_identity, is_luhn, is_old_identity
from cocreate.screening.personal import personal_data
from tests.screening.conftest import shared
from tests.screening.variations import nobodys, personal


def found(text):
    """What is found, as (sort, passage)."""
    return [(one.detail, text[one.start : one.end]) for one in personal_data(normalise(text))]


@pytest.mark.parametrize(
    ("text", "sort", "passage"),
    [
        ("请打１３８００１３８０００", "mobile", "１３８００１３８０００"),
        ("打+86 138-0013-8000吧", "mobile", "86 138-0013-8000"),
        ("电话一三八零零一三八零零零一直不通", "mobile", "一三八零零一三八零零零"),
        ("电话13800138000一直不通", "mobile", "13800138000"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "mobile", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣"),
        ("微信同号v13800138000", "mobile", "13800138000"),
        ("l38oo138ooo", "mobile", "l38oo138ooo"),
        ("身份证11010519491231002X。", "id_number", "11010519491231002X"),
        ("卡号4111 1111 1111 1111", "bank_card", "4111 1111 1111 1111"),
        ("家里电话88123456", "landline", "88123456"),
        ("(0571)8812 3456", "landline", "0571)8812 3456"),
        ("车牌粤B·D12345", "plate", "粤B·D12345"),
        ("京A12345一直停在路口", "plate", "京A12345"),
        ("沪AD12345", "plate", "沪AD12345"),
        ("粤Z1234港", "plate", "粤Z1234港"),
        ("邮箱 li.na@163.com。", "email", "li.na@163.com"),
        ("li.na＠163．com", "email", "li.na＠163．com"),
        ("li.na (at) 163 dot com", "email", "li.na (at) 163 dot com"),
        ("VX：happy_2020", "account", "happy_2020"),
        ("我住在中山路18号3栋2单元501室", "address", "中山路18号3栋2单元501室"),
    ],
)  # fmt: skip
def test_a_datum_is_found_where_it_stands(text, sort, passage):
    assert found(text) == [(sort, passage)]


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345、12315、110",
        "国发〔2024〕3号",
        "总投资13800138000元",
        "工程编号11010519491231002X1",
        "身份证号110105194912310021",
        "订单DB20230101097792",
        "编号13800138000",
        "E119.738332,N32.089418",
        "粤B2-20090059号",
        "京G6高速",
        "2025-09-21 2026-09-21",
        "IP地址139.196.120.45",
        "人民路145号市政府",
        "请到政务大厅3楼12号窗口",
        "地铁2号线1号口",
        "办公地址：解放路12号",
        "138路、139路、1582路",
        "@张三 你好",
    ],
)
def test_what_is_nobodys_stays(text):
    assert found(text) == []


def test_several_data_in_one_sentence():
    text = "张三13800138000，李四13900139000；车牌京A12345，家里010-88123456"
    assert [sort for sort, _ in found(text)] == ["mobile", "mobile", "plate", "landline"]


@pytest.mark.parametrize("seed", [11, 12])
def test_variations_made_by_another_rule_are_found(seed):
    rows = list(personal(seed, 12))
    missed = [(kind, form, text) for kind, form, text, datum in rows if not _covers(text, datum)]
    assert len(missed) <= 0.02 * len(rows), Counter(row[:2] for row in missed)


@pytest.mark.parametrize("seed", [11, 12])
def test_traps_made_by_another_rule_are_left_alone(seed):
    rows = list(nobodys(seed, 30))
    flagged = [(sort, text, found(text)) for sort, text in rows if found(text)]
    assert len(flagged) <= 0.01 * len(rows), flagged


def _covers(text, datum):
    start = text.find(datum)
    ends = start + len(datum)
    return any(
        5 * (min(one.end, ends) - max(one.start, start)) >= 4 * len(datum)
        for one in personal_data(normalise(text))
    )


def test_the_shared_rows_are_judged_rightly():
    rows = labelled.read(shared("zh-moderation/pii_synthetic.csv"), Kind.PERSONAL_DATA)
    wrong = [row.text for row in rows if bool(found(row.text)) != row.is_positive]
    assert len(wrong) <= 0.01 * len(rows), wrong


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (is_identity, "11010519491231002x", "110105194912310021"),
        (is_identity, "11010519491231002x", "99010519491231002x"),
        (is_old_identity, "110105491231002", "110105491331002"),
        (is_luhn, "4111111111111111", "4111111111111112"),
    ],
)
def test_check_digits(check, right, wrong):
    assert check(right)
    assert not check(wrong)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("打13800138000", "打138****8000"),
        ("打138 0013 8000", "打138 **** 8000"),
        ("１３８００１３８０００", "１３８****８０００"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "1️⃣3️⃣8️⃣****8️⃣0️⃣0️⃣0️⃣"),
        ("卡4111111111111111", "卡************1111"),
        ("li.na@163.com", "l*.**@***.***"),
        ("车牌京A12345", "车牌京A****5"),
    ],
)
def test_masks_hide_whole_characters(text, hidden):
    assert mask(text, personal_data(normalise(text))) == hidden


def test_what_is_masked_is_no_longer_found():
    for _kind, _form, text, _datum in personal(5, 3):
        masked = mask(text, personal_data(normalise(text)))
        assert not [one for one in found(masked) if one[0] != "email"], (text, masked)
