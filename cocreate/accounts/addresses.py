"""Where people can be reached: numbers and mail addresses as people type them, and as they are kept."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l

# Only where an agency's gateway is known to reach: codes sent anywhere in the world pay for somebody's fraud.
MOBILE = re.compile(r"\+(861[3-9]\d{9}|852[4-9]\d{7}|8536\d{7}|8869\d{8})")
MAINLAND = re.compile(r"1[3-9]\d{9}")
SEPARATORS = re.compile(r"[\s\-‐-―().·]+")


class Kind(enum.StrEnum):
    """How an address is reached."""

    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Address:
    """A telephone number as E.164, or an e-mail address in lower case."""

    kind: Kind
    value: str

    @property
    def masked(self) -> str:
        """What may be shown of it: 138****1234, or a***@example.cn."""
        if self.kind is Kind.PHONE:
            return f"{self.value.removeprefix('+86')[:3]}****{self.value[-4:]}"
        local, _, domain = self.value.partition("@")
        return f"{local[:1]}***@{domain}"


def read(typed: str) -> Address:
    """A mobile number or an e-mail address, whichever it is. Invalid (field "address") when it is neither."""
    text = typed.strip()
    if not text:
        raise Invalid(_l("Please give a mobile number or an e-mail address."), "address")
    return read_email(text) if "@" in unicodedata.normalize("NFKC", text) else read_phone(text)


def read_phone(typed: str) -> Address:
    """A mobile number, with or without +86, in any digits and with any spacing. Invalid when it isn't one."""
    number = SEPARATORS.sub("", _in_ascii_digits(typed[:60]))
    number = re.sub(r"^(00|\+?\+)", "+", number)
    if MAINLAND.fullmatch(number):
        number = f"+86{number}"
    elif re.fullmatch(f"86{MAINLAND.pattern}", number):
        number = f"+{number}"
    if not MOBILE.fullmatch(number):
        why = _l("This is not a mobile number we can send a code to. Please check the digits.")
        raise Invalid(why, "address")
    return Address(Kind.PHONE, number)


def read_email(typed: str) -> Address:
    """An e-mail address in lower case, its domain in ASCII. Invalid when mail can't be sent there."""
    text = unicodedata.normalize("NFKC", typed).strip()
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Invalid(_l("This is not a complete e-mail address. Please check it."), "address") from None
    value = (found.ascii_email or found.normalized).lower()
    if len(value) > 254:
        raise Invalid(_l("This e-mail address is too long."), "address")
    return Address(Kind.EMAIL, value)


def _in_ascii_digits(text: str) -> str:
    """Full-width and other digits as 0-9, and every kind of plus sign as +."""
    # Pasted numbers often bring invisible marks with them.
    shown = [
        one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) not in ("Cf", "Cc")
    ]
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in shown)
