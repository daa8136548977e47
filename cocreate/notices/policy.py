"""Who may read notices and follow things: people with an account, each their own."""

from __future__ import annotations

from cocreate.accounts.policy import is_signed_in, is_system_admin
from cocreate.calls import policy as of_calls
from cocreate.contributions import policy as of_contributions
from cocreate.core.policy import Rule, anyone, is_system

POLICY: dict[str, Rule] = {
    "notice.read": is_signed_in,
    "notice.choose": is_signed_in,
    "notice.unsubscribe": anyone,  # the signed link in the letter is the permission
    "notice.operate": is_system,
    "webhook.own": is_signed_in,
    "webhook.agency": is_system_admin,
    "subscription.call": is_signed_in & of_calls.POLICY["call.read"],
    "subscription.contribution": is_signed_in & of_contributions.POLICY["contribution.read"],
}
