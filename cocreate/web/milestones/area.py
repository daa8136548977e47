"""The area of milestones: its blueprint, and what its addresses load."""

from __future__ import annotations

from flask import Blueprint

from cocreate.calls import queries as calls

bp = Blueprint("milestones", __name__)
of_slug = calls.get
ID = "<int(max=9223372036854775807):{}>"
MILESTONE = ID.format("milestone_id")
PROMISE = ID.format("promise_id")
