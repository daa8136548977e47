"""A real SMTP server on a free port that keeps what it is sent."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller

from tests.services.ports import free_port


class MailServer:
    """Keeps each mail as an EmailMessage in `mails`; refuses recipients in `refused` as a real server would."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self._port = free_port()  # the library can't serve on a port the system chooses
        self.url = f"smtp://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Listen, at first or again after `stop`."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)
        self._controller.start()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Called by the server for each recipient."""
        if address in self.refused:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by the server with each complete mail."""
        self.mails.append(cast(EmailMessage, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address, oldest first."""
        return [mail for mail in self.mails if address in str(mail["To"])]

    def clear(self) -> None:
        """Forget everything, for the next test."""
        self.mails.clear()
        self.refused.clear()

    def stop(self) -> None:
        """Close the port; what was kept stays."""
        if self._controller.loop.is_running():
            self._controller.stop()
