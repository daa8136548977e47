"""Puts the house together: settings, extensions, wiring, areas, errors, and nothing else."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from cocreate import wiring
from cocreate.core import db as database
from cocreate.core import dialect, freshness, i18n, races
from cocreate.core.assets import folder
from cocreate.core.db import db
from cocreate.core.errors import CocreateError
from cocreate.core.i18n import _
from cocreate.core.loader import resolve
from cocreate.core.settings import Settings, prepare_home
from cocreate.core.site import read_site
from cocreate.http import guard, keptforms, pagecache, statics
from cocreate.http.actor import init_login
from cocreate.http.addresses import Addresses
from cocreate.http.limits import init_limits
from cocreate.search.dialect import include_object
from cocreate.web import attempts, context

AREAS = "cocreate.web.areas:AREAS"  # all pages: more to load than everything else together
TRANSLATIONS = Path(__file__).with_name("translations")
migrate = Migrate()


def create_app(settings: Settings | None = None, *, pages: bool = True) -> Flask:
    """The application for these settings (those of the environment by default). CocreateError in one line when it can't start.

    Without `pages` it serves nothing and knows no addresses: for commands that only count, and should begin at once."""
    settings = settings or Settings.from_environ()
    app = Flask("cocreate", template_folder=str(folder("templates")), static_folder=None)
    app.jinja_environment = context.Templates
    app.extensions["cocreate.settings"] = settings
    app.config.from_mapping(_config(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _extensions(app)
    app.extensions["cocreate.site"] = read_site(settings.home)
    wiring.wire()
    context.install(app)
    for area in resolve(AREAS) if pages else ():
        app.register_blueprint(area)
    _errors(app)
    app.after_request(guard.add_headers)
    app.after_request(pagecache.pack)
    _layers(app, settings)
    return app


def _config(settings: Settings) -> dict[str, Any]:
    prefix = "__Host-" if settings.is_secure and not settings.path_prefix else ""
    return {
        "SECRET_KEY": prepare_home(settings),
        "TESTING": settings.testing,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": dialect.engine_options(settings.database),
        "SESSION_COOKIE_NAME": f"{prefix}cocreate_session",
        "SESSION_COOKIE_PATH": settings.path_prefix or "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_ENABLED": True,
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_DEFAULT_TIMEZONE": settings.timezone,
        "BABEL_TRANSLATION_DIRECTORIES": str(TRANSLATIONS),
    }


def _extensions(app: Flask) -> None:
    logging.getLogger("cocreate").setLevel(app.extensions["cocreate.settings"].log_level)
    db.init_app(app)
    i18n.babel.init_app(app, locale_selector=i18n.select_locale)
    i18n.speak_in_templates(app)
    init_login(app)
    init_limits(app)
    migrate.init_app(
        app,
        db,
        directory=str(folder("migrations")),
        render_as_batch=True,
        compare_type=True,
        render_item=database.render_item,
        include_object=include_object,
    )
    with app.app_context():
        dialect.tune(db.engine)
        app.extensions["cocreate.freshness"] = freshness.Freshness(db.engine)


def _layers(app: Flask, settings: Settings) -> None:
    """From the inside out: kept pages, languages and prefix, static files."""
    kept = pagecache.PageCache(
        app.wsgi_app, app.extensions["cocreate.freshness"], app.config["SESSION_COOKIE_NAME"]
    )
    addressed = Addresses(statics.serve(kept, settings), settings.path_prefix)
    app.wsgi_app = addressed  # type: ignore[assignment,method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(addressed, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _errors(app: Flask) -> None:
    app.register_error_handler(CocreateError, lambda error: _refusal(error.status, error.why))
    app.register_error_handler(HTTPException, _http_error)
    for failure in races.FAILURES:
        app.register_error_handler(failure, _database_error)
    app.register_error_handler(
        500, lambda error: _refusal(500, _("Something went wrong on our side. We have noted it."))
    )


def _database_error(error: Exception) -> Any:
    """Crossing requests are told so; a database that can't be reached is noted, and said in a page that doesn't need it."""
    if races.is_crossing(error):
        return _refusal(409, attempts.CROSSED)
    logging.getLogger("cocreate").error("the database failed: %s", type(error).__name__, exc_info=error)
    return _refusal(503, _("We can't reach our records right now. Please try again in a minute."))


def _http_error(error: HTTPException) -> Any:
    sentences = {
        400: _("Your browser sent something we could not read."),
        404: _("There is no page at this address."),
        405: _("This address can't be used in this way."),
        413: _("What you sent is too large. Please make it shorter, or the file smaller."),
        429: _("That was too often in a short time. Please wait a moment."),
    }
    if error.response is not None:
        return error.response
    return _refusal(error.code or 500, sentences.get(error.code or 500, error.description or error.name))


def _refusal(status: int, why: Any) -> Response:
    """One sentence for the person, as a page or as a problem document, with the right status."""
    with suppress(*races.FAILURES):
        db.session.rollback()
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        problem = jsonify({"type": "about:blank", "status": status, "title": str(why)})
        problem.mimetype = "application/problem+json"
        problem.status_code = status
        return problem
    try:
        return make_response(render_template("_parts/error.html", status=status, why=why), status)
    except races.FAILURES:
        return make_response(_bare(why), status)


def _bare(why: Any) -> str:
    """A page that asks nothing of the database, and gives back what was typed."""
    page = current_app.jinja_env.get_template("_parts/bare_error.html")
    return page.render(why=why, typed=keptforms.typed(), lang=i18n.language())
