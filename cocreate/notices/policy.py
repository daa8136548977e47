"""Who may read notices and follow things: people with an account, each their own."""

from __future__ import annotations

from cocreate.accounts.policy import is_signed_in
from cocreate.calls import policy as of_calls
from cocreate.contributions import policy as of_contributions
from cocreate.core.policy import Rule

POLICY: dict[str, Rule] = {
    "notice.read": is_signed_in,
    "subscription.call": is_signed_in & of_calls.POLICY["call.read"],
    "subscription.contribution": is_signed_in & of_contributions.POLICY["contribution.read"],
}
