"""Stands in for cocreate.app until it exists: rooms as they are, no pages. To be deleted then."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module

from flask import Flask

from cocreate.core import dialect, events, i18n, policy
from cocreate.core.db import db
from cocreate.core.settings import Settings
from tests.laws.house import sources


def create_app(settings: Settings) -> Flask:
    app = Flask("cocreate")
    url = settings.database
    app.config.update(
        SECRET_KEY=settings.secret,
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=dialect.engine_options(url),
        TESTING=True,
    )
    app.extensions["cocreate.settings"] = settings
    db.init_app(app)
    i18n.babel.init_app(app, locale_selector=i18n.select_locale)
    table = {}
    for source in sources():
        if source.module.endswith((".models", ".core.jobs", ".policy")) or source.module.endswith(".outbox"):
            table.update(getattr(import_module(source.module), "POLICY", {}))
    policy.install(table)
    events._when = defaultdict(list)
    with app.app_context():
        dialect.tune(db.engine)
    return app
