"""Whether the process lives, and whether it can do its work; for load balancers, so neither asks who wants to know."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify

from cocreate.core import jobs
from cocreate.core.db import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(ok=True)


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The database answers; how many jobs stand in each state."""
    try:
        return jsonify(ok=True, jobs=jobs.waiting()), 200
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        return jsonify(ok=False), 503
