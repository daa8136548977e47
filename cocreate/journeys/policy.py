"""Who may see how somebody's words travelled: of one's own, oneself; a share card, everybody, of what is public."""

from __future__ import annotations

from cocreate.accounts.policy import is_signed_in
from cocreate.contributions.policy import is_listed, of_contribution
from cocreate.core.policy import Rule

POLICY: dict[str, Rule] = {
    "journey.read": is_signed_in,
    "card.read": of_contribution(is_listed),
}
