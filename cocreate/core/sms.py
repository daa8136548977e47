"""The port to a gateway for text messages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests

from cocreate.core import outbox
from cocreate.core.errors import CocreateError
from cocreate.core.settings import settings

TIMEOUT = (5, 10)  # seconds to connect, and to wait for an answer


def send(phone: str, template: str, params: dict[str, Any], text: str) -> None:
    """Give one message to the gateway at COCREATE_SMS_URL, or to the outbox when there is none.

    `phone` is E.164. Gateways that only know registered templates use `template` and `params`, others `text`.
    Call it from a job: requests.RequestException, when the gateway is away or refuses, makes it try again."""
    url = settings().sms_url
    if not url:
        outbox.put(outbox.Channel.SMS, phone, text)
        return
    if urlsplit(url).scheme not in ("http", "https"):
        raise CocreateError("COCREATE_SMS_URL must begin with http:// or https://.")
    message: dict[str, Any] = {"phone": phone, "template": template, "params": params, "text": text}
    answer = requests.post(url, json=message, timeout=TIMEOUT, allow_redirects=False)
    if answer.status_code >= 300:
        # The address of the gateway may hold a key, so it stays out of the error.
        raise requests.HTTPError(f"The SMS gateway answered {answer.status_code}.")
