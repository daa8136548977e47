"""The area of what follows a published outcome: its blueprint."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("questions", __name__)
