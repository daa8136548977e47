"""What a notice says, in the present language: the same sentences on the site, in a letter and in a text message."""

from __future__ import annotations

from dataclasses import dataclass

from cocreate.core.i18n import language
from cocreate.core.settings import settings
from cocreate.notices.models import NoticeKind
from cocreate.notices.words import aftercare, calls, contributions, handling, outcomes
from cocreate.notices.words.phrases import Data, Writer
from cocreate.text.excerpt import excerpt

SMS_LENGTH = 300

WRITERS: dict[NoticeKind, Writer] = {
    **contributions.WRITERS,
    **calls.WRITERS,
    **outcomes.WRITERS,
    **handling.WRITERS,
    **aftercare.WRITERS,
}


@dataclass(frozen=True)
class Message:
    """A subject, paragraphs, and the path of the page where more stands, below the site's root."""

    subject: str
    paragraphs: tuple[str, ...]
    path: str

    @property
    def url(self) -> str:
        """The full address, in the present language."""
        return full_url(self.path)

    @property
    def short(self) -> str:
        """The text of an SMS: the subject, what matters most, and the address."""
        return f"{excerpt(' '.join((self.subject, *self.paragraphs[:1])), SMS_LENGTH)} {self.url}"


def full_url(path: str) -> str:
    """The full address, in the present language, of a path below the site's root."""
    root = settings().base_url + settings().path_prefix
    return f"{root}/en{path}" if language() == "en" else root + path


def message(kind: NoticeKind, data: Data) -> Message:
    """The message of a notice; `data` holds what it was about when it was written (see telling/).

    It leads to `path` where that is given, otherwise to the contribution or the call."""
    subject, paragraphs = WRITERS[kind](data)
    about = f"/contributions/{data['number']}" if data.get("number") else f"/calls/{data.get('slug', '')}"
    return Message(subject, tuple(part for part in paragraphs if part), data.get("path") or about)
