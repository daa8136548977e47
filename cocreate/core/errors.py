"""The five ways a request can be refused, each with a sentence for the person; mapped once to HTTP and exit codes."""

from __future__ import annotations

from typing import Any


class CocreateError(Exception):
    """A refusal. `why` is a sentence in the reader's language (a lazy string until it is shown)."""

    status = 400

    def __init__(self, why: Any) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return str(self.why)


class NotFound(CocreateError):
    """There is no such thing, or it is not for this person to know that there is."""

    status = 404


class Denied(CocreateError):
    """The policy says no."""

    status = 403


class Conflict(CocreateError):
    """The thing has changed meanwhile, or the act does not fit its present state."""

    status = 409


class TooMany(CocreateError):
    """The person should wait before trying again."""

    status = 429


class Invalid(CocreateError):
    """What was typed can't be taken. `fields` maps a field's name to its reason; "" stands for the whole form."""

    status = 422

    def __init__(self, why: Any, field: str = "") -> None:
        super().__init__(why)
        self.fields: dict[str, Any] = {field: why}

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Invalid:
        """Several reasons at once; the first is the one that `why` gives."""
        refusal = cls(next(iter(fields.values())))
        refusal.fields = dict(fields)
        return refusal
