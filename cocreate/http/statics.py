"""Static files, compressed once and kept in the home folder, served with a year of life under versioned addresses."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from cocreate.core.assets import folder
from cocreate.core.settings import Settings

YEAR = 31_536_000


def _state(source: Path) -> str:
    """A name for what the folder holds now, by paths, sizes and times."""
    seen = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        if path.is_file():
            stat = path.stat()
            seen.update(f"{path.relative_to(source)}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]


def prepare(settings: Settings) -> Path:
    """A copy of the static folder with compressed variants beside the files, made when the files have changed."""
    source = folder("static")
    if settings.testing:
        return source
    kept = settings.home / "static"
    target = kept / _state(source)
    if target.is_dir():
        return target
    making = kept / f"{target.name}.{os.getpid()}"
    shutil.rmtree(making, ignore_errors=True)
    shutil.copytree(source, making)
    compressor = Compressor(quiet=True)
    for path in making.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            list(compressor.compress(str(path)))
    try:
        making.rename(target)
    except OSError:  # another process was quicker
        shutil.rmtree(making, ignore_errors=True)
    for old in kept.iterdir():
        if old != target and "." not in old.name:  # with a dot: another process is making it just now
            shutil.rmtree(old, ignore_errors=True)
    return target


def serve(app: Callable[..., Iterable[bytes]], settings: Settings) -> WhiteNoise:
    """WSGI middleware that answers for /static/."""
    statics = WhiteNoise(app, max_age=YEAR, add_headers_function=_harden)
    statics.add_files(str(prepare(settings)), prefix="static/")
    return statics


def _harden(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
