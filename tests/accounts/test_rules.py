"""Limits of codes, lockout, names and passwords, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cocreate.accounts import rules
from cocreate.accounts.models import Role
from cocreate.core.errors import Invalid

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def at(*minutes: float) -> list[datetime]:
    return [NOON + timedelta(minutes=minute) for minute in minutes]


@pytest.mark.parametrize(
    "failures, end",
    [
        ([], None),
        ([0, 1, 2, 3], None),
        ([0, 1, 2, 3, 4], 19),
        ([0, 4, 8, 12, 14.9], 29.9),
        ([0, 4, 8, 12, 15], None),
        ([-60, -59, 0, 1, 2, 3, 4], 19),
        ([0, 1, 2, 3, 4, 30], 19),
        ([0, 1, 2, 3, 4, 20, 21, 22, 23, 24], 39),
    ],
)
def test_five_failures_in_a_quarter_lock_for_a_quarter_from_the_last(failures, end):
    assert rules.locked_until(at(*failures), 5) == (at(end)[0] if end is not None else None)


@pytest.mark.parametrize(
    "sent, wait",
    [
        ([], None),
        ([-50, -40, -30, -20], None),
        ([-50, -40, -30, -20, -1], 10),
        ([-61, -40, -30, -20, -1], None),
    ],
)
def test_five_codes_an_hour(sent, wait):
    expected = timedelta(minutes=wait) if wait is not None else None
    assert rules.wait_before_next_code(at(*sent), 5, NOON) == expected


@pytest.mark.parametrize("seconds, minutes", [(0, 1), (1, 1), (60, 1), (61, 2), (900, 15)])
def test_waiting_times_are_rounded_up(seconds, minutes):
    assert rules.minutes(timedelta(seconds=seconds)) == minutes


@pytest.mark.parametrize(
    "expires, used, tries, word",
    [
        (5, None, 1, None),
        (5, None, 5, None),
        (5, None, 6, "too often"),
        (0, None, 1, "expired"),
        (-1, None, 1, "expired"),
        (5, -0.2, 2, None),
        (5, -0.5, 2, "used"),
        (-1, -6, 2, "used"),
    ],
)
def test_when_a_code_can_be_tried(app, expires, used, tries, word):
    used_at = at(used)[0] if used is not None else None
    with app.test_request_context("/", environ_base={"cocreate.language": "en"}):
        problem = rules.code_problem(at(expires)[0], used_at, tries, NOON)
        assert (problem is None) if word is None else (word in str(problem))


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "１２３４５６", "١٢٣٤٥٦", "123456。"])
def test_a_code_in_any_writing(typed):
    assert rules.read_code(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abc123456", "验证码123456", "x" * 10_000_000])
def test_what_is_no_code(typed):
    with pytest.raises(Invalid) as refusal:
        rules.read_code(typed)
    assert list(refusal.value.fields) == ["code"]


@pytest.mark.parametrize(
    "typed, name",
    [
        ("张三", "张三"),
        ("  欧阳 \t 娜娜 ", "欧阳 娜娜"),
        ("Zoe\u0308", "Zoë"),
        ("张\u202e三", "张三"),
        ("张\u200b三", "张三"),
        ("<b>", "<b>"),
        ("a" * 20, "a" * 20),
    ],
)
def test_names(typed, name):
    assert rules.read_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "***", "\u200b", "😀", "a" * 21, "张\0三", "a" * 10_000_000])
def test_what_is_no_name(typed):
    with pytest.raises(Invalid) as refusal:
        rules.read_name(typed)
    assert list(refusal.value.fields) == ["name"]


@pytest.mark.parametrize(
    "password", ["correct horse battery", "加装电梯要听楼上楼下", "x7!pQ2#vL9", "a b c d e f"]
)
def test_passwords_that_will_do(password):
    rules.check_password(password, ["+8613812345678", None, "陈晓雨"])


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "a" * 129,
        "aaaaaaaaaaaa",
        "abababababab",
        "1234567890",
        "0987654321",
        "abcdefghijkl",
        "my +8613812345678",
        "WANG@example.cn!",
    ],
)
def test_passwords_that_will_not(password):
    with pytest.raises(Invalid) as refusal:
        rules.check_password(password, ["+8613812345678", "wang@example.cn", None])
    assert list(refusal.value.fields) == ["password"]


@pytest.mark.parametrize(
    "starts, ends, fine",
    [
        (date(2026, 1, 1), None, True),
        (date(2026, 1, 1), date(2026, 1, 1), True),
        (date(2026, 1, 2), date(2026, 1, 1), False),
    ],
)
def test_a_term_ends_after_it_begins(starts, ends, fine):
    if fine:
        rules.check_term(starts, ends)
    else:
        with pytest.raises(Invalid):
            rules.check_term(starts, ends)


@pytest.mark.parametrize(
    "role, held, fine",
    [
        (Role.SYSTEM_ADMIN, [], True),
        (Role.SYSTEM_ADMIN, [Role.SYSTEM_ADMIN], True),
        (Role.SYSTEM_ADMIN, [Role.EDITOR, Role.APPROVER], True),
        (Role.EDITOR, [Role.AUDIT_ADMIN], True),
        (Role.SYSTEM_ADMIN, [Role.AUDIT_ADMIN], False),
        (Role.SECURITY_ADMIN, [Role.EDITOR, Role.SYSTEM_ADMIN], False),
    ],
)
def test_three_administrators_are_three_people(role, held, fine):
    if fine:
        rules.check_separation(role, held)
    else:
        with pytest.raises(Invalid):
            rules.check_separation(role, held)
