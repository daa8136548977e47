"""Where the folders at the top of the repository are found, and addresses of static files that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


@cache
def folder(name: str) -> Path:
    """The folder "templates", "static" or "migrations": inside the package (wheel) or beside it (checkout)."""
    for candidate in (PACKAGE / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"The folder {name} is missing from this installation.")


@cache
def digest(path: str) -> str:
    """The first characters of a static file's SHA-256. FileNotFoundError when there is no such file."""
    return hashlib.sha256((folder("static") / path).read_bytes()).hexdigest()[:12]


def asset_path(path: str) -> str:
    """The path of a static file below the site's root; its version makes it safe to keep for a year."""
    return f"/static/{path}?v={digest(path)}"
