"""Who acts: a value that policies can ask without a query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Seat:
    """A membership in force: a role and the materialised path of the agency it holds for, like "/1/7/"."""

    role: str
    path: str


@dataclass(frozen=True)
class Actor:
    """A guest, a signed-in person with the seats they hold, or the system itself."""

    user: Any = None
    memberships: tuple[Seat, ...] = ()
    is_system: bool = False
    settings: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @classmethod
    def guest(cls) -> Actor:
        """Someone who has not signed in."""
        return cls()

    @classmethod
    def system(cls) -> Actor:
        """The platform: scheduled stage moves, imports, operators' commands."""
        return cls(is_system=True)

    @property
    def is_guest(self) -> bool:
        return self.user is None and not self.is_system

    @property
    def user_id(self) -> int | None:
        return self.user.id if self.user is not None else None

    def holds(self, role: str, path: str) -> bool:
        """Whether this actor has the role in the agency at `path` or in one above it."""
        return any(seat.role == role and path.startswith(seat.path) for seat in self.memberships)

    def holds_any(self, *roles: str) -> bool:
        """Whether this actor has one of the roles anywhere."""
        return any(seat.role in roles for seat in self.memberships)

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(seat.role for seat in self.memberships)

    def paths(self, *roles: str) -> tuple[str, ...]:
        """Paths of the agencies in which this actor has one of the roles."""
        return tuple(seat.path for seat in self.memberships if seat.role in roles)
