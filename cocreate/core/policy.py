"""Rules with reasons: one table that hides the button, refuses the request and tells the citizen why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cocreate.core.actor import Actor
from cocreate.core.errors import Denied

Test = Callable[[Actor, Any], bool]


class Rule:
    """A yes-or-no question about an actor and a thing, that can say why not; rules join with & and |."""

    def __init__(self, why_not: Callable[[Actor, Any], Any | None], name: str) -> None:
        self._why_not = why_not
        self.name = name

    def why_not(self, actor: Actor, thing: Any) -> Any | None:
        """None when allowed, otherwise the reason as a lazy sentence."""
        return self._why_not(actor, thing)

    def __and__(self, other: Rule) -> Rule:
        def both(actor: Actor, thing: Any) -> Any | None:
            return self.why_not(actor, thing) or other.why_not(actor, thing)

        return Rule(both, f"({self.name} & {other.name})")

    def __or__(self, other: Rule) -> Rule:
        def either(actor: Actor, thing: Any) -> Any | None:
            first = self.why_not(actor, thing)
            if first is None:
                return None
            return first if other.why_not(actor, thing) is not None else None

        return Rule(either, f"({self.name} | {other.name})")

    def __repr__(self) -> str:
        return f"<Rule {self.name}>"


def rule(why: Any) -> Callable[[Test], Rule]:
    """Make a rule of a test; `why` is the lazy sentence told when the test fails."""

    def wrap(test: Test) -> Rule:
        return Rule(lambda actor, thing: None if test(actor, thing) else why, test.__name__)

    return wrap


@rule("")
def anyone(actor: Actor, thing: Any) -> bool:
    """Open to everyone."""
    return True


@rule("")
def is_system(actor: Actor, thing: Any) -> bool:
    """The platform itself, in jobs and operators' commands."""
    return actor.is_system


_table: dict[str, Rule] = {}


def install(table: dict[str, Rule]) -> None:
    """Put the merged table of the house in force (wiring does, once)."""
    _table.clear()
    _table.update(table)


def why_not(actor: Actor, name: str, thing: Any = None) -> Any | None:
    """None when the actor may, otherwise the reason. KeyError for an act that no room declares."""
    entry = _table[name]
    return None if actor.is_system else entry.why_not(actor, thing)


def may(actor: Actor, name: str, thing: Any = None) -> bool:
    """Whether the actor may do the named act to the thing."""
    return why_not(actor, name, thing) is None


def require(actor: Actor, name: str, thing: Any = None) -> None:
    """Raise Denied with the reason unless the actor may."""
    why = why_not(actor, name, thing)
    if why is not None:
        raise Denied(why)
