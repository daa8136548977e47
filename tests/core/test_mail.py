"""The port to the mail server, against a real one."""

from __future__ import annotations

import smtplib

import pytest

from cocreate.core import mail, outbox
from cocreate.core.errors import CocreateError
from cocreate.core.i18n import use_language
from tests.services.ports import free_port

TO = "wang@example.cn"


def send(address=TO, code="123456"):
    mail.send(address, "sign_in_code", code=code, minutes=5)


@pytest.mark.parametrize("language, tag", [("zh", 'lang="zh-CN"'), ("en", 'lang="en"')])
def test_a_letter_has_text_and_html_in_the_present_language(db_session, smtp, language, tag):
    with use_language(language):
        send()
    [letter] = smtp.to(TO)
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert "123456" in letter["Subject"]
    assert "123456" in letter.get_body(("plain",)).get_content()
    assert tag in letter.get_body(("html",)).get_content()
    assert letter["From"] == "no-reply@localhost"
    assert letter["Message-ID"]
    assert letter["Date"]


def test_what_stands_in_a_letter_cannot_break_its_head(db_session, smtp):
    send(code="1\r\nBcc: evil@example.cn")
    [letter] = smtp.mails
    assert letter["Bcc"] is None
    assert "<b>" not in letter.get_body(("html",)).get_content()


def test_html_in_a_letter_is_escaped(db_session, smtp):
    send(code="<script>")
    assert "<script>" not in smtp.mails[0].get_body(("html",)).get_content()
    assert "<script>" in smtp.mails[0].get_body(("plain",)).get_content()


def test_a_refused_address_is_an_error(db_session, smtp):
    smtp.refused.add(TO)
    with pytest.raises(smtplib.SMTPException):
        send()


@pytest.mark.settings(smtp_url=f"smtp://127.0.0.1:{free_port()}")
def test_a_server_that_is_away_is_an_error(db_session):
    with pytest.raises(OSError):
        send()


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example:25", "smtp://"])
def test_an_address_that_is_no_mail_server_is_named(app, settings, url):
    app.extensions["cocreate.settings"] = type(settings)(**{**vars(settings), "smtp_url": url})
    with app.app_context(), pytest.raises(CocreateError, match="COCREATE_SMTP_URL"):
        send()


@pytest.mark.parametrize(
    "url, sender",
    [
        ("smtp://h?from=info@city.example", "info@city.example"),
        ("smtp://post%40city.example:secret@h", "post@city.example"),
        ("smtp://post:secret@h", "no-reply@localhost"),
    ],
)
def test_who_letters_come_from(app, settings, url, sender):
    app.extensions["cocreate.settings"] = type(settings)(**{**vars(settings), "smtp_url": url})
    with app.app_context():
        assert mail.sender() == sender


def test_without_a_server_letters_wait_in_the_outbox(db_session):
    send()
    [kept] = outbox.latest()
    assert (kept.channel, kept.address) == ("mail", TO)
    assert "123456" in kept.subject + kept.body
    assert "</html>" in kept.html
