"""What a contribution may hold, what the public sees of it, what it counts for, and what its receipt says."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, fields
from typing import Any

from cocreate.calls.models import Stage, Visibility
from cocreate.contributions.models import Kind, State, Validity
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l

TITLE_LIMIT = 60
BODY_LIMIT = 5000
COMMENT_LIMIT = 1000
DRAFT_LIMIT = 20_000  # more than can be sent, so that a long text can be kept and shortened
DIGEST = "sha256"
LOOKUP_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is easily misread

MOVES: dict[State, frozenset[State]] = {
    State.IN_REVIEW: frozenset({State.PUBLIC, State.RETURNED, State.WITHHELD, State.WITHDRAWN}),
    State.PUBLIC: frozenset({State.RETURNED, State.WITHHELD, State.WITHDRAWN, State.IN_REVIEW}),
    State.RETURNED: frozenset({State.IN_REVIEW, State.WITHDRAWN}),
    State.WITHHELD: frozenset({State.IN_REVIEW, State.PUBLIC}),
    State.WITHDRAWN: frozenset(),
}


def check_words(kind: Kind, title: str, body: str) -> None:
    """Raise Invalid when the cleaned words can't be taken."""
    found: dict[str, Any] = {}
    limit = COMMENT_LIMIT if kind is Kind.COMMENT else BODY_LIMIT
    if not body.strip():
        found["body"] = _l("Please write something first.")
    elif len(body) > limit:
        found["body"] = _l(
            "This is %(length)s characters long; at most %(limit)s fit. Nothing you typed was lost.",
            length=len(body),
            limit=limit,
        )
    if len(title) > TITLE_LIMIT:
        found["title"] = _l("The title can have at most %(count)s characters.", count=TITLE_LIMIT)
    if found:
        raise Invalid.of(found)


def check_draft(title: str, body: str) -> None:
    """Raise Invalid when the words are more than a draft keeps; too long to send is no reason not to keep them."""
    if max(len(title), len(body)) > DRAFT_LIMIT:
        raise Invalid(_l("A draft keeps at most %(limit)s characters.", limit=DRAFT_LIMIT), "body")


def title_from(body: str) -> str:
    """A title for those who gave none: the beginning of the text up to its first end of sentence, at most 30 characters."""
    line = body.strip().split("\n", 1)[0].strip()
    for place, character in enumerate(line[:30]):
        if character in "。！？!?；;" and place >= 4:
            return line[:place]
    return line if len(line) <= 30 else line[:29].rstrip("，,、 ") + "…"


def may_move(before: State, after: State) -> bool:
    """Whether a contribution may go from one state to the other."""
    return after in MOVES[before]


def first_state(visibility: Visibility) -> State:
    """The state in which a contribution arrives."""
    return State.PUBLIC if visibility is Visibility.AT_ONCE else State.IN_REVIEW


def is_listed(state: State, is_private: bool, visibility: Visibility, stage: Stage) -> bool:
    """Whether the public sees a contribution."""
    if state is not State.PUBLIC or is_private:
        return False
    if visibility is Visibility.AT_CLOSE:
        return stage not in (Stage.DRAFT, Stage.COLLECTING)
    return visibility in (Visibility.AFTER_REVIEW, Visibility.AT_ONCE)


@dataclass(frozen=True)
class Weight:
    """What one contribution adds to the figures of its call."""

    received: int = 0
    listed: int = 0
    in_review: int = 0
    due: int = 0
    comments: int = 0

    def __sub__(self, other: Weight) -> dict[str, int]:
        """The figures that differ, by name."""
        pairs = ((f.name, getattr(self, f.name) - getattr(other, f.name)) for f in fields(self))
        return {name: change for name, change in pairs if change}


NOTHING = Weight()


def wants_answer(kind: Kind, state: State, validity: Validity | None) -> bool:
    """Whether the gate asks for an answer: anything valid, or not assessed yet, that was neither withheld nor withdrawn."""
    counted = kind is not Kind.COMMENT and state in (State.IN_REVIEW, State.PUBLIC)
    return counted and validity in (None, Validity.VALID)


def weigh(kind: Kind, state: State, validity: Validity | None, is_listed: bool) -> Weight:
    """What a contribution counts for as it stands."""
    waits = int(state is State.IN_REVIEW)
    if kind is Kind.COMMENT:
        return Weight(in_review=waits, comments=int(is_listed))
    return Weight(
        received=int(state is not State.WITHDRAWN),
        listed=int(is_listed),
        in_review=waits,
        due=int(wants_answer(kind, state, validity)),
    )


def digest(salt: str, number: str, title: str, body: str) -> str:
    """The salted digest on the receipt, with the id of its algorithm: the words can be checked, not guessed."""
    text = "\x1f".join((salt, number, title, body))
    return f"{DIGEST}:{hashlib.sha256(text.encode()).hexdigest()}"


def lookup_code(secret: str, salt: str, number: str) -> str:
    """The code that opens a contribution to whoever holds the receipt: XXXX-XXXX, made from the installation's secret."""
    mac = hmac.new(secret.encode(), f"lookup\x1f{salt}\x1f{number}".encode(), hashlib.sha256).digest()
    letters = "".join(LOOKUP_ALPHABET[byte % len(LOOKUP_ALPHABET)] for byte in mac[:8])
    return f"{letters[:4]}-{letters[4:]}"


def same_code(given: str, right: str) -> bool:
    """Whether a typed code is the right one, however it was spaced or cased; takes the same time either way."""
    plain = "".join(c for c in given.upper() if c.isascii() and c.isalnum())
    return hmac.compare_digest(plain.encode(), right.replace("-", "").encode())


def new_salt(random: bytes) -> str:
    """Sixteen random bytes as text."""
    return base64.b32encode(random).decode().rstrip("=")[:26]
