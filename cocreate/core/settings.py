"""Everything an operator can set from outside, read once from COCREATE_… variables."""

from __future__ import annotations

import logging
import os
import secrets
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import current_app

from cocreate.core.errors import CocreateError

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASES = ("postgresql", "postgres", "postgresql+psycopg", "sqlite")
TRUE = {"1", "true", "yes", "on"}


def default_home() -> Path:
    """`instance/` in a checkout, otherwise the user's data folder."""
    if (CHECKOUT / "setup.cfg").exists():
        return CHECKOUT / "instance"
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "cocreate"


@dataclass(frozen=True)
class Settings:
    """The settings of one installation; `home` is the one folder that holds all its data."""

    home: Path = field(default_factory=default_home)
    demo: bool = False
    secret: str = field(default="", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    path_prefix: str = ""
    trusted_proxies: int = 0
    timezone: str = "Asia/Shanghai"
    database_url: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    sms_url: str = field(default="", repr=False)
    hooks_to_loopback: bool = False
    log_level: str = "INFO"
    host: str = "127.0.0.1"
    port: int = 8000
    testing: bool = False

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Settings as the environment gives them. CocreateError with one line when one can't be used."""
        read = environ.get
        home = Path(read("COCREATE_HOME") or default_home()).expanduser().resolve()
        port = _number(read("COCREATE_PORT") or read("PORT") or "8000", "PORT", least=1, most=65535)
        host = read("COCREATE_HOST", "127.0.0.1")
        prefix = "/" + read("COCREATE_PATH_PREFIX", "").strip("/")
        found = cls(
            home=home,
            demo=read("COCREATE_DEMO", "").lower() in TRUE,
            secret=read("COCREATE_SECRET", ""),
            base_url=read("COCREATE_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            path_prefix="" if prefix == "/" else prefix,
            trusted_proxies=_number(read("COCREATE_TRUSTED_PROXIES", "0"), "COCREATE_TRUSTED_PROXIES"),
            timezone=read("COCREATE_TIMEZONE", "Asia/Shanghai"),
            database_url=read("COCREATE_DATABASE_URL", ""),
            smtp_url=read("COCREATE_SMTP_URL", ""),
            sms_url=read("COCREATE_SMS_URL", ""),
            hooks_to_loopback=read("COCREATE_HOOKS_TO_LOOPBACK", "").lower() in TRUE,
            log_level=read("COCREATE_LOG_LEVEL", "INFO").upper(),
            host=host,
            port=port,
        )
        if found.demo and host not in ("127.0.0.1", "localhost", "::1"):
            raise CocreateError(
                f"COCREATE_DEMO=1 is only for this machine; it is refused on the address {host}."
            )
        _check(found)
        return found

    @property
    def database(self) -> str:
        """The SQLAlchemy URL: PostgreSQL when set, otherwise a SQLite file in the home folder."""
        if not self.database_url:
            return f"sqlite:///{self.home / 'cocreate.db'}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else self.database_url

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site by HTTPS, so that cookies must be marked secure."""
        return self.base_url.startswith("https://")


def _number(text: str, name: str, least: int = 0, most: int = 1000) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most and len(text) < 10):
        raise CocreateError(f"{name} must be a whole number from {least} to {most}, but it is {text!r}.")
    return int(text)


def _check(found: Settings) -> None:
    """CocreateError in one line when a setting would only fail later, in the midst of work."""
    if found.log_level not in logging.getLevelNamesMapping():
        raise CocreateError(
            f"COCREATE_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not {found.log_level!r}."
        )
    try:
        zoneinfo.ZoneInfo(found.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise CocreateError(
            f"COCREATE_TIMEZONE must be the name of a time zone such as Asia/Shanghai, not {found.timezone!r}."
        ) from None
    for name, url, schemes in (
        ("COCREATE_BASE_URL", found.base_url, ("http", "https")),
        ("COCREATE_DATABASE_URL", found.database_url, DATABASES),
        ("COCREATE_SMTP_URL", found.smtp_url, ("smtp", "smtps")),
        ("COCREATE_SMS_URL", found.sms_url, ("http", "https")),
    ):
        # Its value is not shown: it may hold a password.
        if url and not url.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise CocreateError(f"{name} must begin with {' or '.join(f'{s}://' for s in schemes)}.")


def prepare_home(settings: Settings) -> str:
    """Make the home folder and return the installation's secret, made and kept there at the first start.

    CocreateError with one line when the folder can't be written."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        if settings.secret:
            return settings.secret
        kept = settings.home / "secret"
        try:
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        return kept.read_text().strip()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CocreateError(
            f"The folder {settings.home} can't be used: {reason}. Set COCREATE_HOME."
        ) from error


def settings() -> Settings:
    """The settings of the application in whose context this runs."""
    return cast(Settings, current_app.extensions["cocreate.settings"])
