"""The port to the SMS gateway, against one that runs, one that is away, and none."""

from __future__ import annotations

import pytest
import requests

from cocreate.core import outbox, sms
from cocreate.core.errors import CocreateError
from tests.services.ports import free_port

MESSAGE = ("+8613812345678", "sign_in_code", {"code": "123456", "minutes": 5}, "验证码 123456")


def test_a_message_reaches_the_gateway_as_json(db_session, sms_gateway):
    sms.send(*MESSAGE)
    phone, template, params, text = MESSAGE
    assert sms_gateway.messages == [{"phone": phone, "template": template, "params": params, "text": text}]
    assert outbox.latest() == []


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_a_refusal_is_an_error_that_tells_no_secret(db_session, sms_gateway, status):
    sms_gateway.answer_with(status=status)
    with pytest.raises(requests.RequestException) as error:
        sms.send(*MESSAGE)
    assert str(status) in str(error.value)
    assert "123456" not in str(error.value)
    assert "http" not in str(error.value)


def test_a_gateway_that_is_silent_is_an_error(db_session, sms_gateway, monkeypatch):
    monkeypatch.setattr(sms, "TIMEOUT", (1, 0.2))
    sms_gateway.answer_with(delay=1)
    with pytest.raises(requests.Timeout):
        sms.send(*MESSAGE)


@pytest.mark.settings(sms_url=f"http://127.0.0.1:{free_port()}/")
def test_a_gateway_that_is_away_is_an_error(db_session):
    with pytest.raises(requests.ConnectionError):
        sms.send(*MESSAGE)


@pytest.mark.settings(sms_url="ftp://gateway.example/")
def test_an_address_that_is_no_gateway_is_named(db_session):
    with pytest.raises(CocreateError, match="COCREATE_SMS_URL"):
        sms.send(*MESSAGE)


def test_without_a_gateway_messages_wait_in_the_outbox_for_a_week(db_session, clock):
    sms.send(*MESSAGE)
    clock.advance(days=6)
    sms.send("+8613900000000", "other", {}, "later")
    assert [kept.body for kept in outbox.latest()] == ["later", "验证码 123456"]
    clock.advance(days=2)
    sms.send("+8613900000000", "other", {}, "last")
    assert [kept.body for kept in outbox.latest()] == ["last", "later"]
