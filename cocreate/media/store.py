"""Where the bytes are: one file per content, named by its digest, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from cocreate.core.errors import Invalid, NotFound
from cocreate.core.i18n import _l
from cocreate.core.settings import settings

FULL = (errno.ENOSPC, errno.EDQUOT)


def put(content: bytes) -> str:
    """Keep the bytes and return their digest ("sha256:…"). Invalid when the disk is full or can't be written."""
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    place = _place(digest)
    if place.exists():
        return digest
    try:
        _write(place, content)
    except OSError as error:
        if error.errno in FULL:
            raise Invalid(
                _l("The disk of this site is full, so the file was not kept. Please tell us."), "file"
            ) from error
        raise Invalid(
            _l("The file could not be kept on our side. Please try again later."), "file"
        ) from error
    return digest


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def path_of(digest: str) -> Path:
    """The file that holds these bytes. NotFound when it is gone."""
    place = _place(digest)
    if not place.is_file():
        raise NotFound(_l("This file is not here any more."))
    return place


def _place(digest: str) -> Path:
    algorithm, _, code = digest.partition(":")
    return settings().home / "media" / algorithm / code[:2] / code[2:]
