"""The moderators' list of citizens' words that stand outside contributions."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from cocreate.calls.models import Call
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.milestones import review_queries, reviews
from cocreate.web.milestones import showing
from cocreate.web.milestones.area import bp, of_slug
from cocreate.web.milestones.forms import ReviewForm
from cocreate.web.page import page, say


@bp.get("/moderation/words")
@page(allow="words.list")
def words() -> dict[str, Any]:
    """Comments on promises and questions about answers that nobody has read yet."""
    found = review_queries.waiting(actor().paths("moderator"))
    return {"rows": [showing.waiting(one) for one in found]}


@bp.route("/moderation/words/<slug>/<key>", methods=["GET", "POST"])
@page(allow="words.review", of=of_slug)
def review(call: Call, key: str) -> Any:
    """Show them, or withhold them by a rule."""
    row = review_queries.get(call.id, key)
    form = ReviewForm(data={"seen": row.words_number})
    if form.submitted():
        if form.rule_key.data:
            reviews.withhold(
                actor(), row, call, form.seen.data or 0, form.rule_key.data, form.text.data or ""
            )
            say(_("These words are not shown. Their author is told why."))
        else:
            reviews.show(actor(), row, call, form.seen.data or 0)
            say(_("These words are shown now."))
        return redirect(url_for(".words"), 303)
    return {"call": call, "row": row, "said": showing.said(row), "form": form}
