"""Who there is: agencies, people, their memberships and consents, and what signing in leaves behind."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.clock import now
from cocreate.core.db import JSON, BigId, Model, enum_column
from cocreate.core.ids import new_id


class Role(enum.StrEnum):
    """What a member may do in an agency and in everything below it."""

    EDITOR = "editor"
    MODERATOR = "moderator"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


class Language(enum.StrEnum):
    """A language of the site."""

    ZH = "zh"
    EN = "en"


class TextKind(enum.StrEnum):
    """A text that a person agrees to."""

    TERMS = "terms"
    PRIVACY = "privacy"
    SHOW_NAME = "show_name"


class Purpose(enum.StrEnum):
    """What a code was sent for."""

    SIGN_IN = "sign_in"
    VERIFY = "verify"


class Agency(Model):
    """One node of the tree of agencies; `path` holds the ids from the root down, such as "/1/7/"."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    parent_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("agency.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str] = mapped_column(sa.String(120), default="")
    path: Mapped[str] = mapped_column(sa.String(255), index=True)
    contact: Mapped[dict] = mapped_column(default=dict)
    approvals_needed: Mapped[int] = mapped_column(default=1)
    answer_days: Mapped[int] = mapped_column(default=30)
    may_show_at_once: Mapped[bool] = mapped_column(
        default=False
    )  # its calls may publish first and review then
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def depth(self) -> int:
        """0 for the root."""
        return self.path.count("/") - 2


class User(Model):
    """A person with an account; `name` is the one they chose to be known by."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(40))
    phone: Mapped[str | None] = mapped_column(sa.String(16), unique=True)
    phone_verified_at: Mapped[datetime | None]
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    language: Mapped[Language] = mapped_column(enum_column(Language), default=Language.ZH)
    epoch: Mapped[int] = mapped_column(default=0)
    shows_name: Mapped[bool] = mapped_column(default=False)
    terms_version: Mapped[str] = mapped_column(sa.String(20), default="")
    privacy_version: Mapped[str] = mapped_column(sa.String(20), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    suspended_until: Mapped[datetime | None]

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """A closed account cannot be used any more; a suspended one can still read."""
        return self.closed_at is None

    def get_id(self) -> str:
        """The token Flask-Login keeps; a new epoch makes every older one worthless."""
        return f"{self.id}.{self.epoch}"


class Membership(Model):
    """A role of a person in an agency, from a day on and perhaps until a day (both included)."""

    __table_args__ = (sa.UniqueConstraint("user_id", "agency_id", "role"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("user.id"), index=True)
    agency_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("agency.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("user.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")
    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")


class Consent(Model):
    """That a person agreed to one version of a text, and when they took it back."""

    __table_args__ = (sa.Index("ix_consent_user_text", "user_id", "text"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("user.id"))
    text: Mapped[TextKind] = mapped_column(enum_column(TextKind))
    version: Mapped[str] = mapped_column(sa.String(20))
    accepted_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]


class SignInCode(Model):
    """A code on its way to an address; neither the code nor the address stands here in plain text.

    `minute` (minutes since 1970) lets the database refuse a second unused code for one address a minute."""

    __table_args__ = (
        sa.UniqueConstraint("address", "purpose", "minute"),
        sa.Index("ix_sign_in_code_address_sent", "address", "sent_at"),
        sa.Index("ix_sign_in_code_client_sent", "client", "sent_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    address: Mapped[str] = mapped_column(sa.String(80))
    client: Mapped[str] = mapped_column(sa.String(80))
    code: Mapped[str] = mapped_column(sa.String(80))
    purpose: Mapped[Purpose] = mapped_column(enum_column(Purpose))
    minute: Mapped[int | None] = mapped_column(BigId)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    spent_at: Mapped[datetime | None]


class Failure(Model):
    """One failed try to sign in, counted by a digest of the account or of the client address."""

    __table_args__ = (sa.Index("ix_failure_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    key: Mapped[str] = mapped_column(sa.String(80))
    at: Mapped[datetime] = mapped_column(default=now)


class SiteSetting(Model):
    """One setting of the installation that administrators change while it runs."""

    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
