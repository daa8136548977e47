"""Codes that prove who holds a number or mail address: sent by a job, tried at most five times, used once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cocreate.accounts import attempts, queries, rules
from cocreate.accounts.addresses import Address, Kind
from cocreate.accounts.digests import keyed, same
from cocreate.accounts.models import Failure, Purpose, SignInCode
from cocreate.core import mail, sms
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import Invalid, TooMany
from cocreate.core.i18n import _, _l, language, use_language
from cocreate.core.ids import new_id
from cocreate.core.jobs import enqueue, forget


@dataclass(frozen=True)
class Sent:
    """A code on its way: its id, where it goes, and when another one may be asked for."""

    code_id: int
    address: Address
    again_at: datetime


def send(address: Address, purpose: Purpose, client: str) -> Sent:
    """Send a code. A second click within a minute gives the first code's row again and sends nothing.

    Raises TooMany beyond the hourly numbers, or when somebody else asked for this address within the minute."""
    to, by = digest_of(address), keyed("client", client)
    earlier = _still_waiting(to, by, purpose)
    if earlier is None:
        earlier = _write(address, to, by, purpose)
    return Sent(earlier.id, address, earlier.sent_at + rules.RESEND_AFTER)


def digest_of(address: Address) -> str:
    """What an address is recognised by where it is not kept."""
    return keyed("address", address.value)


def _still_waiting(to: str, by: str, purpose: Purpose) -> SignInCode | None:
    moment = now()
    recent = queries.codes_since(to, by, moment - rules.HOUR)
    unused = [code for code in recent if code.address == to and code.used_at is None]
    for code in unused:
        if code.purpose is purpose and code.sent_at > moment - rules.RESEND_AFTER:
            if code.client == by:
                return code
            raise TooMany(_l("A code was sent to this address a moment ago. Please wait a minute."))
    sent_by_client = [code.sent_at for code in recent if code.client == by]
    _allow([code.sent_at for code in unused], rules.CODES_PER_ADDRESS, moment)
    _allow(sent_by_client, rules.CODES_PER_CLIENT, moment)
    return None


def _allow(sent: list[datetime], limit: int, moment: datetime) -> None:
    wait = rules.wait_before_next_code(sent, limit, moment)
    if wait is not None:
        minutes = rules.minutes(wait)
        raise TooMany(
            _l("Too many codes were asked for. Please try again in %(wait)s minutes.", wait=minutes)
        )


def _write(address: Address, to: str, by: str, purpose: Purpose) -> SignInCode:
    """A new row, and the job that sends the code. Of two clicks at the same time the database keeps one."""
    moment, code_id, digits = now(), new_id(), f"{secrets.randbelow(10**6):06d}"
    row = SignInCode(
        id=code_id,
        address=to,
        client=by,
        code=keyed("code", f"{code_id}:{digits}"),
        purpose=purpose,
        minute=int(moment.timestamp()) // 60,
        sent_at=moment,
        expires_at=moment + rules.CODE_LIFE,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        recent = queries.codes_since(to, by, moment - rules.RESEND_AFTER)
        return [code for code in recent if code.address == to][-1]
    enqueue(
        "cocreate.accounts.codes:deliver",
        kind=address.kind.value,
        address=address.value,
        code=digits,
        speak=language(),
        expires_at=row.expires_at.isoformat(),
    )
    return row


def deliver(kind: str, address: str, code: str, speak: str, expires_at: str) -> None:
    """The job: send the code by text message or mail, unless it has waited so long that it has expired."""
    if now() >= datetime.fromisoformat(expires_at):
        return
    minutes = rules.minutes(rules.CODE_LIFE)
    with use_language(speak):
        if kind == Kind.PHONE.value:
            text = _(
                "Your code is %(code)s. It is valid for %(minutes)s minutes. Our staff will never ask you for it.",
                code=code,
                minutes=minutes,
            )
            sms.send(address, "sign_in_code", {"code": code, "minutes": minutes}, text)
        else:
            mail.send(address, "sign_in_code", code=code, minutes=minutes)
    sweep()


def sweep() -> None:
    """Throw away codes and failures that no rule looks at any more."""
    forget_undelivered()
    old = now() - 24 * rules.HOUR
    db.session.execute(sa.delete(SignInCode).where(SignInCode.sent_at < old))
    db.session.execute(sa.delete(Failure).where(Failure.at < old))


def forget_undelivered() -> None:
    """Throw away jobs that hold a number and a code which has expired or could not be sent; the worker does it often."""
    forget("cocreate.accounts.codes:deliver", before=now() - rules.CODE_LIFE)


def check(code_id: int, address: Address, typed: str, purpose: Purpose, client: str) -> SignInCode:
    """The row of a code that was entered rightly; it can't be entered again but for a second click.

    Raises Invalid (field "code") for a wrong, expired or used one, TooMany after many failures. Commits the try."""
    digits = rules.read_code(typed)
    tried = sa.update(SignInCode).where(SignInCode.id == code_id).values(tries=SignInCode.tries + 1)
    db.session.execute(tried)
    attempt = attempts.begin("code", digest_of(address), client)
    row = queries.code(code_id)
    if row is None or row.purpose is not purpose or not same(row.address, digest_of(address)):
        raise Invalid(_l("This code has expired. Please ask for a new one."), "code")
    moment = now()
    problem = rules.code_problem(row.expires_at, row.used_at, row.tries, moment)
    if problem is not None:
        raise Invalid(problem, "code")
    if not same(row.code, keyed("code", f"{code_id}:{digits}")):
        raise Invalid(_wrong(rules.CODE_TRIES - row.tries), "code")
    attempts.forgive(attempt)
    row.used_at, row.minute = row.used_at or moment, None
    db.session.flush()
    return row


def _wrong(left: int) -> object:
    if left <= 0:
        return _l("This code is not right, and that was the last try. Please ask for a new one.")
    return _l("This code is not right. Please check it; tries left: %(left)s.", left=left)


def is_proof(row: SignInCode | None, address: Address) -> bool:
    """Whether the row shows that the person holds the address, rightly entered within the last hour."""
    if row is None or row.used_at is None or not same(row.address, digest_of(address)):
        return False
    return now() - row.used_at < rules.WELCOME_LIFE


def spend(row: SignInCode) -> bool:
    """Use up a proof for making an account; False when another request has done so already."""
    unspent = sa.update(SignInCode).where(SignInCode.id == row.id, SignInCode.spent_at.is_(None))
    return db.session.scalar(unspent.values(spent_at=now()).returning(SignInCode.id)) is not None
