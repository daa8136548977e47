"""Who may vote, on what, and when."""

from __future__ import annotations

from cocreate.accounts.policy import may_take_part
from cocreate.calls import policy as of_calls
from cocreate.contributions.models import Contribution
from cocreate.contributions.policy import is_invited, is_listed, of_call, of_contribution
from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule


@rule(_l("You can't support your own contribution; it counts as yours already."))
def is_not_author(actor: Actor, contribution: Contribution) -> bool:
    return actor.user_id is None or contribution.author_id != actor.user_id


POLICY: dict[str, Rule] = {
    "ballot.support": may_take_part
    & of_call(is_invited)
    & of_call(of_calls.is_voting)
    & of_contribution(is_listed)
    & of_contribution(is_not_author),
}
