"""`cocreate doctor`: what is configured, reachable and migrated, with secrets hidden."""

from __future__ import annotations

import contextlib
import socket
from typing import Any
from urllib.parse import urlsplit

import click
import sqlalchemy as sa

from cocreate.app import create_app
from cocreate.cli.context import head, json_option, revision, upgrade
from cocreate.cli.main import say
from cocreate.core import jobs
from cocreate.core.db import db
from cocreate.core.errors import CocreateError
from cocreate.core.settings import Settings

TIMEOUT = 3.0


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """What is configured, reachable and migrated; exit 1 when something needed is not."""
    settings = Settings.from_environ()
    report: dict[str, Any] = {
        "home": str(settings.home),
        "demo": settings.demo,
        "base_url": settings.base_url,
        "path_prefix": settings.path_prefix,
        "timezone": settings.timezone,
        "trusted_proxies": settings.trusted_proxies,
        "secret": "set" if settings.secret else "kept in the home folder",
        "database": _database(settings),
        "mail": _port(settings.smtp_url, 25),
        "sms": _port(settings.sms_url, 80),
    }
    report["ok"] = report["database"]["reachable"] and report["database"]["migrated"]
    report["ok"] &= all(report[name]["reachable"] in (True, None) for name in ("mail", "sms"))
    if as_json:
        say(report)
    else:
        for name, value in report.items():
            click.echo(f"{name:16} {value}")
    if not report["ok"]:
        raise SystemExit(1)


def _database(settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": settings.database.split(":")[0].split("+")[0],
        "reachable": False,
        "migrated": False,
    }
    app = create_app(settings)
    with contextlib.suppress(CocreateError):
        upgrade(app)  # like every command; whether it can be reached is said below
    with app.app_context():
        try:
            found["revision"], found["head"] = revision(), head()
            found["reachable"] = True
            found["migrated"] = found["revision"] == found["head"]
            found["jobs"] = jobs.waiting() if found["migrated"] else {}
        except sa.exc.SQLAlchemyError as error:
            found["why"] = str(getattr(error, "orig", error)).splitlines()[0]
        finally:
            db.session.rollback()
    return found


def _port(url: str, default: int) -> dict[str, Any]:
    """Whether somebody listens at the URL; None when it is not configured."""
    if not url:
        return {"configured": False, "reachable": None}
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or default), TIMEOUT):
            reachable = True
    except OSError:
        reachable = False
    return {"configured": True, "host": parts.hostname, "reachable": reachable}
