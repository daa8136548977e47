"""What every test can ask for: an application with an empty database, a client, a clock, a mail server, an SMS gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import flask_migrate
import hypothesis
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from cocreate.app import create_app
from cocreate.core import clock as core_clock
from cocreate.core import dialect, jobs
from cocreate.core.db import db
from cocreate.core.settings import Settings
from tests.services.clock import StandingClock
from tests.services.databases import KINDS, Database
from tests.services.mail import MailServer
from tests.services.site import Address, LiveServer, Visitor
from tests.services.sms_gateway import SmsGateway
from tests.services.statements import statements as counted

HERE = Path(__file__).parent
# A busy machine is no reason to fail: how long an example takes says nothing here.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=sorted(KINDS), default="sqlite", help="the database the tests run on")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE / "browser"):
            item.add_marker(pytest.mark.browser)


def _migrated(home: Path) -> Callable[[str], None]:
    def migrate(url: str) -> None:
        app = create_app(Settings(home=home, secret="for migrating", database_url=url, testing=True))
        with app.app_context():
            flask_migrate.upgrade()
            db.engine.dispose()

    return migrate


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The kind of database this run is on, migrated once for each test process."""
    dialect.SQLITE_PRAGMAS += ("synchronous=OFF",)  # a test's data need not outlive a power cut
    folder = tmp_path_factory.mktemp("database")
    kind = KINDS[request.config.getoption("--db")](folder, _migrated(folder / "home"))
    yield kind
    kind.stop()


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, database: Database) -> Settings:
    """This test's settings, with the services it asks for; changed by @pytest.mark.settings(demo=True, …)."""
    home = tmp_path / "home"
    chosen = Settings(
        home=home,
        secret="for tests only",
        base_url="http://localhost",
        database_url=database.fresh(home),
        testing=True,
    )
    for fixture, setting in [("sms_gateway", "sms_url"), ("smtp", "smtp_url"), ("live_server", "base_url")]:
        if fixture in request.fixturenames:
            service = request.getfixturevalue("address" if fixture == "live_server" else fixture)
            chosen = replace(chosen, **{setting: service.url})
    for marker in reversed(list(request.node.iter_markers("settings"))):
        chosen = replace(chosen, **marker.kwargs)
    return chosen


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compiled templates: each test has a new application, which would compile every page it shows."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application, on an empty database of its own."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = templates
    app.test_client_class = Visitor
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def db_session(app: Flask) -> Iterator[Any]:
    """The session, inside an application context that lasts for the test."""
    with app.app_context():
        yield db.session
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A guest, until `client.sign_in(user)`; each request is a transaction of its own. `app.test_client()` gives another."""
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


@pytest.fixture
def sign_in() -> Callable[[Visitor, Any], None]:
    """`sign_in(client, user)`: from now on the client is this person."""
    return Visitor.sign_in


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as seen: …` then `len(seen)`: what a piece of code asks of the database."""
    return counted


@pytest.fixture
def clock() -> Iterator[StandingClock]:
    """A clock that stands still: `clock.set(moment)`, `clock.advance(days=3)`."""
    standing = StandingClock()
    core_clock.set_clock(standing.now)
    yield standing
    core_clock.set_clock(None)


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Run what background work is due, as the worker does, and say how many jobs ran."""

    def run() -> int:
        with app.app_context():
            return jobs.run_due()

    return run


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def smtp(mail_server: MailServer) -> MailServer:
    """A real mail server; what it got is in `smtp.mails`. A test that asks for it sends its mail there."""
    mail_server.clear()
    return mail_server


@pytest.fixture(scope="session")
def gateway_process() -> Iterator[SmsGateway]:
    gateway = SmsGateway()
    yield gateway
    gateway.stop()


@pytest.fixture
def sms_gateway(gateway_process: SmsGateway) -> SmsGateway:
    """A fake gateway; what it got is in `sms_gateway.messages`. A test that asks for it sends its SMS there."""
    gateway_process.clear()
    return gateway_process


@pytest.fixture
def address() -> Iterator[Address]:
    """The port that the live server of this test listens on."""
    address = Address()
    yield address
    address.socket.close()


@pytest.fixture
def live_server(app: Flask, address: Address) -> Iterator[LiveServer]:
    """The application on a real port: `live_server.url`."""
    server = LiveServer(app, address)
    yield server
    server.stop()
