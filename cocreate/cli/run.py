"""Serving pages and doing jobs: `cocreate serve`, `cocreate work`, and both in one with `cocreate up`."""

from __future__ import annotations

import signal
import socket
import threading
from datetime import datetime, timedelta
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from cocreate.accounts import codes
from cocreate.calls import service as calls
from cocreate.cli.context import application
from cocreate.cli.context import upgrade as upgrade_app
from cocreate.contributions import drafts
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.errors import CocreateError
from cocreate.core.jobs import work as work_loop
from cocreate.core.settings import Settings
from cocreate.demo import service as demo
from cocreate.milestones import promises
from cocreate.outcomes import clock, reviews
from cocreate.polls import mixing
from cocreate.scrutiny import service as scrutiny

THREADS = 16
SELDOM = {scrutiny.forget_due: timedelta(hours=1), mixing.mix_due: timedelta(minutes=1)}
_not_before: dict[Any, datetime] = {}


class Server(BaseApplication):
    """gunicorn, told by our settings; `jobs` runs the worker's loop in a thread beside the pages."""

    def __init__(self, app: Flask, settings: Settings, workers: int, jobs: bool) -> None:
        self.app = app
        self.options = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "loglevel": "warning",
            "control_socket_disable": True,
            "graceful_timeout": 10,
            "keepalive": 5,
        }
        if jobs:
            self.options["post_worker_init"] = lambda worker: start_jobs(app, threading.Event())
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        with self.app.app_context():
            db.engine.dispose()  # each process opens connections of its own
        return self.app


def routine() -> None:
    """What falls due by the clock: stages, warnings, promises to ask about, old drafts, traces of votes, codes, secret votes."""
    if calls.move_due():
        db.session.commit()
    if clock.tick():
        db.session.commit()
    for look in (promises.ask_due, reviews.tell_due):
        if look():
            db.session.commit()
    for seldom, pause in SELDOM.items():
        if now() >= _not_before.get(seldom, now()):
            seldom()
            db.session.commit()
            _not_before[seldom] = now() + pause
    drafts.forget_old()
    codes.forget_undelivered()
    db.session.commit()


def start_jobs(app: Flask, stop: threading.Event) -> threading.Thread:
    """The worker's loop in a thread of its own."""
    thread = threading.Thread(target=work_loop, args=(app, stop, routine), name="jobs", daemon=True)
    thread.start()
    return thread


def check_port(settings: Settings) -> None:
    """CocreateError in one line when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise CocreateError(
                f"Port {where} can't be used: {error.strerror}. Set PORT to another one."
            ) from error


def _serve(workers: int, jobs: bool) -> None:
    settings = Settings.from_environ()
    check_port(settings)
    app = application()
    if settings.demo:
        with app.app_context():
            demo.load(lambda line: click.echo(line, err=True))
            db.session.commit()
    click.echo(f"\n  cocreate   http://{settings.host}:{settings.port}{settings.path_prefix}/", err=True)
    if settings.demo:
        for line in demo.accounts():
            click.echo(f"  {line}", err=True)
    click.echo("  Stop with Ctrl+C.\n", err=True)
    Server(app, settings, workers, jobs).run()


@click.command()
@click.option("--workers", default=1, show_default=True, help="Server processes.")
def serve(workers: int) -> None:
    """Serve the pages; background jobs need `cocreate work` beside it."""
    _serve(workers, jobs=False)


@click.command()
def up() -> None:
    """Serve the pages and do background jobs, in one process."""
    _serve(1, jobs=True)


@click.command()
def work() -> None:
    """Do background jobs until told to stop."""
    app = application()
    stop = threading.Event()

    def end(number: int, frame: Any) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    click.echo("Doing jobs. Stop with Ctrl+C.", err=True)
    work_loop(app, stop, routine)


@click.command()
def migrate() -> None:
    """Bring the database up to date."""
    app = application()
    upgrade_app(app)
    click.echo("The database is up to date.", err=True)
