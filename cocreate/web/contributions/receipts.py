"""What a receipt shows: the look-up code, the digest, and a picture that leads to both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno
from flask import current_app
from markupsafe import Markup

from cocreate.contributions import queries, rules
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import language
from cocreate.http.addresses import absolute


@dataclass(frozen=True)
class Receipt:
    """The small document that whoever contributed keeps."""

    number: str
    code: str
    received_at: datetime
    algorithm: str
    digest: str
    url: str
    qr: Markup


def receipt(contribution: Contribution) -> Receipt:
    """The receipt of a contribution; its picture holds the address with number and code."""
    algorithm, _colon, digest = contribution.digest.partition(":")
    code = code_of(contribution)
    path = f"/lookup?number={contribution.number}&code={code}"
    url = absolute(language(), path)
    picture = segno.make(url, micro=False, error="m").svg_inline(border=1, omitsize=True)
    return Receipt(
        number=contribution.number,
        code=code,
        received_at=contribution.received_at,
        algorithm=algorithm.upper(),
        digest=digest,
        url=url,
        qr=Markup(picture),
    )


def code_of(contribution: Contribution) -> str:
    """The look-up code, made from this installation's secret."""
    secret = current_app.secret_key
    text = secret.decode() if isinstance(secret, bytes) else str(secret)
    return rules.lookup_code(text, contribution.salt, contribution.number)


def look_up(number: str, code: str) -> Contribution | None:
    """The contribution that number and code open; None whichever of the two is wrong."""
    found = queries.find(number.strip())
    return found if found is not None and rules.same_code(code, code_of(found)) else None
