"""What kinds of files are taken, how large they may be, and how they are named."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import filetype

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.core.unicode import clean_line
from cocreate.media.models import MediaKind

LARGEST = 20 * 1024 * 1024  # bytes of an uploaded file
LONGEST_NAME = 400
LONGEST_ALT = 400
UNSAFE_IN_NAMES = re.compile(r'[<>:"|?*%\x00-\x1f\x7f]')
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken, told by its content and not by its name."""

    kind: MediaKind
    extension: str
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    entry.extension: entry
    for entry in (
        FileType(MediaKind.PICTURE, "jpg", "image/jpeg"),
        FileType(MediaKind.PICTURE, "png", "image/png"),
        FileType(MediaKind.PICTURE, "webp", "image/webp"),
        FileType(MediaKind.PICTURE, "gif", "image/gif"),
        FileType(MediaKind.PICTURE, "avif", "image/avif"),
        FileType(MediaKind.DOCUMENT, "pdf", "application/pdf"),
        FileType(MediaKind.DOCUMENT, "docx", f"{_OFFICE}wordprocessingml.document"),
        FileType(MediaKind.DOCUMENT, "xlsx", f"{_OFFICE}spreadsheetml.sheet"),
        FileType(MediaKind.DOCUMENT, "odt", "application/vnd.oasis.opendocument.text"),
        FileType(MediaKind.DOCUMENT, "txt", "text/plain; charset=utf-8"),
    )
}
WRONG_TYPE = _l(
    "This kind of file is not taken. Pictures can be JPEG, PNG, WebP, GIF or AVIF; documents PDF, Word (docx), "
    "Excel (xlsx), OpenDocument (odt) or plain text."
)
UNREADABLE = _l("This file is damaged and can't be read. Please save it once more and try again.")


def refuse_size(size: int) -> None:
    """Invalid for an empty file and for one of more than LARGEST bytes."""
    if size == 0:
        raise Invalid(_l("This file is empty. Please choose another one."), "file")
    if size > LARGEST:
        raise Invalid(_l("This file is too large: at most 20 MB. Please make it smaller."), "file")


def type_of(content: bytes, filename: str) -> FileType:
    """The real type of a file. Invalid when it is of a kind that is not taken, or not what it seems to be."""
    guess = filetype.guess(content)
    if guess is None:
        return _text_type(content, filename)
    found = TYPES.get(guess.extension)
    if found is None:
        raise Invalid(WRONG_TYPE, "file")
    if found.extension in OFFICE_PARTS:
        _refuse_office(content, found.extension)
    return found


def _text_type(content: bytes, filename: str) -> FileType:
    """Plain text is only told by its name, and by being text."""
    if not filename.lower().endswith(".txt") or b"\0" in content:
        raise Invalid(WRONG_TYPE, "file")
    return TYPES["txt"]


def _refuse_office(content: bytes, extension: str) -> None:
    """Only the list of parts is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Invalid(UNREADABLE, "file") from error
    if OFFICE_PARTS[extension] not in names:
        raise Invalid(UNREADABLE, "file")
    if any("vbaproject" in name.lower() or name.lower().startswith("basic/") for name in names):
        raise Invalid(_l("This document holds macros. Please save it without them and try again."), "file")


def plain_utf8(content: bytes) -> bytes:
    """A plain text in UTF-8, whatever Chinese encoding it came in. Invalid when it is in none of them."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    raise Invalid(UNREADABLE, "file")


def clean_filename(filename: str, extension: str) -> str:
    """The file's own name without folders and signs that some system can't keep, ending in its real type."""
    name = re.split(r"[/\\]", filename.replace("\0", ""))[-1].encode("utf-8", "ignore").decode()
    name = UNSAFE_IN_NAMES.sub("_", clean_line(name[:2000], 2000).text).strip(" .")
    stem, dot, ending = name.rpartition(".")
    alike = {extension, "jpeg"} if extension == "jpg" else {extension}
    if not dot or ending.lower() not in alike:
        stem = name
    stem = stem[: LONGEST_NAME - len(extension) - 1].rstrip(" .")
    return f"{stem or 'file'}.{extension}"


def web_name(file_name: str, content_type: str) -> str:
    """The name under which a size of a picture is served: that of the file, with the ending of what it is now."""
    ending = {"image/webp": "webp", "image/jpeg": "jpg", "image/png": "png"}.get(content_type)
    return f"{file_name.rpartition('.')[0]}.{ending}" if ending else file_name
