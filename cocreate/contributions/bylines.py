"""By whom a contribution is, as the public may read it: one rule for pages and files."""

from __future__ import annotations

from cocreate.accounts.models import User
from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _
from cocreate.text.names import mask_name


def byline(contribution: Contribution) -> str:
    """The author's name as the public may see it: masked, unless they agreed to show it. The author is loaded."""
    author = contribution.author
    return shown_name(author) if author else mask_name(contribution.author_name) or _("A citizen")


def shown_name(user: User) -> str:
    """A member's name as the public may see it."""
    if user.closed_at is not None:
        return _("A former member")
    return user.name if user.shows_name else mask_name(user.name)


def full_name(contribution: Contribution) -> str:
    """The author's name as it was given, for those who work on the call; "" when there is none."""
    return contribution.author.name if contribution.author is not None else contribution.author_name
