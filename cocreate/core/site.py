"""What a site says of itself in its head and foot: the official marks, read once from `site.json` in the home folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from flask import current_app

from cocreate.core.errors import CocreateError
from cocreate.core.i18n import _l


@dataclass(frozen=True)
class Site:
    """The site's name and official marks; an empty one is not shown."""

    title: Any = _l("Cocreate")
    sponsor: str = ""
    undertaker: str = ""
    contact: str = ""
    site_code: str = ""
    icp: str = ""
    police_record: str = ""
    mourning: bool = False


def read_site(home: Path) -> Site:
    """The site as its operator describes it. CocreateError with one line when the file can't be read."""
    path = home / "site.json"
    if not path.exists():
        return Site()
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        known = {field.name for field in fields(Site)}
        return Site(**{name: value for name, value in given.items() if name in known})
    except (OSError, ValueError, AttributeError) as error:
        raise CocreateError(f"{path} can't be read: {error}") from error


def site() -> Site:
    """The site in whose application this runs."""
    return cast(Site, current_app.extensions["cocreate.site"])
