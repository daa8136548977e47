"""The port to a mail server: one letter from templates/mail, as text and HTML."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from flask import current_app

from cocreate.core import outbox
from cocreate.core.clock import now
from cocreate.core.errors import CocreateError
from cocreate.core.i18n import language
from cocreate.core.settings import settings

TIMEOUT = 10  # seconds


def send(address: str, event: str, *, headers: Mapping[str, str] | None = None, **params: Any) -> None:
    """Write the letter `event` in the present language and hand it over, to the outbox when no server is set.

    templates/mail/<event>.txt begins with the subject and an empty line; <event>.html stands beside it; `headers` are
    put on the letter. Call it from a job: OSError or smtplib.SMTPException, when the server is away or refuses, make
    the job try again."""
    subject, text, html = write(event, **params)
    if not settings().smtp_url:
        outbox.put(outbox.Channel.MAIL, address, text, subject, html)
        return
    deliver(compose(address, subject, text, html, headers or {}), urlsplit(settings().smtp_url))


def write(event: str, **params: Any) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter."""
    # Not Flask's render_template: what pages are given besides belongs to a request, and a job has none.
    templates, values = current_app.jinja_env, {"lang": language()} | params
    head, _, text = templates.get_template(f"mail/{event}.txt").render(values).lstrip().partition("\n")
    html = templates.get_template(f"mail/{event}.html").render(values)
    return " ".join(head.split())[:255], text.strip() + "\n", html


def compose(
    address: str, subject: str, text: str, html: str, headers: Mapping[str, str] | None = None
) -> EmailMessage:
    """A message that says it was sent by a machine, so that nobody's absence note answers it."""
    letter = EmailMessage()
    letter["From"] = sender()
    letter["To"] = address
    letter["Subject"] = subject
    letter["Date"] = format_datetime(now())
    own = {"Message-ID": make_msgid(domain=sender().partition("@")[2]), "Auto-Submitted": "auto-generated"}
    for name, value in (own | dict(headers or {})).items():
        letter[name] = value
    letter.set_content(text)
    letter.add_alternative(html, subtype="html")
    return letter


def sender() -> str:
    """Who letters come from: `from=` in COCREATE_SMTP_URL, its user, or no-reply at the site's host."""
    url = urlsplit(settings().smtp_url)
    named = parse_qs(url.query).get("from", [unquote(url.username or "")])[0]
    return named if "@" in named else f"no-reply@{urlsplit(settings().base_url).hostname or 'localhost'}"


def deliver(letter: EmailMessage, url: SplitResult) -> None:
    """Hand a letter to the server at `smtp://user:password@host:port?starttls=1`, or `smtps://…`."""
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise CocreateError("COCREATE_SMTP_URL must look like smtp://user:password@host:port?starttls=1.")
    with _connect(url) as server:
        if parse_qs(url.query).get("starttls", ["0"])[0] == "1":
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(letter)


def _connect(url: SplitResult) -> smtplib.SMTP:
    host = url.hostname or ""
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT)
