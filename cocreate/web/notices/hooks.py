"""An address of one's own, or of an agency, to which facts are posted."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import Agency
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.notices import hooks, queries
from cocreate.web.notices.area import bp
from cocreate.web.notices.forms import WebhookForm
from cocreate.web.page import page, say


@bp.route("/notices/address", methods=["GET", "POST"])
@page(allow="webhook.own")
def own_webhook() -> Any:
    """A person's own address."""
    return _edit(None, url_for("notices.own_webhook"))


@bp.route("/admin/agencies/<slug>/address", methods=["GET", "POST"])
@page(allow="webhook.agency", of=accounts.agency)
def agency_webhook(agency: Agency) -> Any:
    """An agency's address."""
    return _edit(agency, url_for("notices.agency_webhook", slug=agency.slug))


def _edit(agency: Agency | None, here: str) -> dict[str, Any] | Response:
    hook = queries.hook(None if agency else actor().user_id, agency.id if agency else None)
    form = WebhookForm(data={"url": hook.url if hook else ""})
    if form.submitted():
        if hook is not None and request.form.get("act") == "test":
            hooks.try_out(actor(), hook, agency)
            say(_("A test is on its way to your address."))
        else:
            kept = hooks.set_url(actor(), form.url.data or "", agency)
            say(
                _("Facts are posted to this address from now on.")
                if kept
                else _("Nothing is posted any more.")
            )
        return redirect(here, 303)
    return {"form": form, "hook": hook, "agency": agency}
