"""Everything an operator can set from outside, read once from COCREATE_… variables."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import current_app

from cocreate.core.errors import CocreateError

CHECKOUT = Path(__file__).resolve().parents[2]
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
        port = _number(read("COCREATE_PORT") or read("PORT") or "8000", "PORT")
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


def _number(text: str, name: str) -> int:
    if not text.isdigit():
        raise CocreateError(f"{name} must be a whole number, but it is {text!r}.")
    return int(text)


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
