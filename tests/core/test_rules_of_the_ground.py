"""The ground floor as tables: policy, ids, working days, paging, settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from cocreate.core.actor import Actor, Seat
from cocreate.core.errors import CocreateError, Denied
from cocreate.core.ids import new_id
from cocreate.core.paging import int_key, page_of
from cocreate.core.policy import install, require, rule, why_not
from cocreate.core.settings import Settings, prepare_home


@rule("not even")
def is_even(actor, thing) -> bool:
    return thing % 2 == 0


@rule("not small")
def is_small(actor, thing) -> bool:
    return thing < 10


@pytest.mark.parametrize(
    ("joined", "thing", "why"),
    [
        (is_even & is_small, 4, None),
        (is_even & is_small, 3, "not even"),
        (is_even & is_small, 12, "not small"),
        (is_even & is_small, 13, "not even"),
        (is_even | is_small, 12, None),
        (is_even | is_small, 3, None),
        (is_even | is_small, 13, "not even"),
    ],
)
def test_rules_join_and_the_first_reason_is_told(joined, thing, why) -> None:
    assert joined.why_not(Actor.guest(), thing) == why


def test_the_table_decides_and_the_system_may_everything(app) -> None:
    install({"number.take": is_even})
    with pytest.raises(Denied, match="not even"):
        require(Actor.guest(), "number.take", 3)
    assert why_not(Actor.system(), "number.take", 3) is None
    with pytest.raises(KeyError):
        why_not(Actor.system(), "number.unknown", 3)


@pytest.mark.parametrize(
    ("seat", "path", "holds"),
    [("/1/", "/1/7/", True), ("/1/7/", "/1/", False), ("/1/", "/11/", False), ("/1/7/", "/1/7/", True)],
)
def test_a_seat_holds_for_all_below_it(seat, path, holds) -> None:
    actor = Actor(user=object(), memberships=(Seat("editor", seat),))
    assert actor.holds("editor", path) is holds
    assert actor.holds("moderator", path) is False


def test_ids_grow_and_fit_into_63_bits() -> None:
    ids = [new_id() for _ in range(2000)]
    assert len(set(ids)) == len(ids)
    assert all(0 < one < 2**63 for one in ids)
    assert ids[-1] > ids[0]


@pytest.mark.parametrize(
    ("text", "key"),
    [("12", 12), ("", None), (None, None), ("-1", None), ("1e9", None), ("٣", None), ("9" * 19, None)],
)
def test_a_key_from_an_address_is_a_number_or_nothing(text, key) -> None:
    assert int_key(text) == key


def test_a_page_knows_whether_another_follows() -> None:
    assert page_of([1, 2, 3], 2, lambda n: n) == page_of([1, 2, 9], 2, lambda n: n)
    assert page_of([1, 2, 3], 2, lambda n: n).next_key == "2"
    assert page_of([1, 2], 2, lambda n: n).next_key is None


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "99999"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "8²"}, "PORT"),
        ({"PORT": "9" * 5000}, "PORT"),
        ({"COCREATE_LOG_LEVEL": "loud"}, "COCREATE_LOG_LEVEL"),
        ({"COCREATE_TIMEZONE": "Mars/North"}, "COCREATE_TIMEZONE"),
        ({"COCREATE_TIMEZONE": "../etc/passwd"}, "COCREATE_TIMEZONE"),
        ({"COCREATE_BASE_URL": "example.org"}, "COCREATE_BASE_URL"),
        ({"COCREATE_DATABASE_URL": "rubbish"}, "COCREATE_DATABASE_URL"),
        ({"COCREATE_SMTP_URL": "mail.example.org"}, "COCREATE_SMTP_URL"),
        ({"COCREATE_SMS_URL": "ftp://gateway.example.org"}, "COCREATE_SMS_URL"),
        ({"COCREATE_TRUSTED_PROXIES": "-1"}, "COCREATE_TRUSTED_PROXIES"),
        ({"COCREATE_DEMO": "1", "COCREATE_HOST": "0.0.0.0"}, "COCREATE_DEMO"),
    ],
)
def test_settings_that_can_not_be_used_are_one_line(environ, why) -> None:
    with pytest.raises(CocreateError, match=why) as refusal:
        Settings.from_environ(environ)
    assert "\n" not in str(refusal.value)


def test_a_folder_that_can_not_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CocreateError, match="COCREATE_HOME"):
        prepare_home(Settings(home=tmp_path / "file" / "home"))


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert prepare_home(settings) == prepare_home(settings)
    assert len(prepare_home(settings)) == 64
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_no_setting_shows_its_secret() -> None:
    shown = repr(
        Settings(secret="hidden", database_url="postgresql://u:hidden@h/d", smtp_url="smtp://u:hidden@h")
    )
    assert "hidden" not in shown
