"""`python -m tests.bench.votes`: votes through the whole stack beside a bare insert; one popular contribution beside a
thousand; and ten thousand votes during which the server is killed.

Options: --db sqlite|postgresql  --requests 1000  --rounds 3  --kill 10000. Everything is durable: synchronous FULL, fsync on."""

from __future__ import annotations

import argparse
import http.client
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from cocreate.accounts.models import User
from cocreate.app import create_app
from cocreate.ballots import queries as ballots
from cocreate.ballots.models import Vote
from cocreate.cli.context import upgrade
from cocreate.contributions import queries as contributions
from cocreate.contributions.bulk import Arrival, receive
from cocreate.contributions.models import State
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.settings import Settings
from tests.bench.measure import Cost, Request, Server, cpu_of, free_port, send
from tests.bench.words import suggestion
from tests.factories import make_call, make_user
from tests.services import postgresql
from tests.services.realserver import FORM, Person, kill, served
from tests.services.site import TOKEN, session_cookie

VOTERS, TARGETS = 64, 1000
GUNICORN = ["-m", "gunicorn", "--no-control-socket", "-w", "1", "-k", "gthread", "--threads", "16", "-b"]


class Stage:
    """A home with a call of a thousand contributions and 64 voters, on a durable database."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.postgres: postgresql.Server | None = None
        if kind == "postgresql":
            postgresql.OPTIONS |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
            self.postgres = postgresql.Server()
        self.bare = self.postgres.create("bare") if self.postgres else f"sqlite:///{folder}/bare.db"
        url = self.postgres.create("cocreate") if self.postgres else ""
        self.settings = Settings(home=folder / "home", secret="bench", database_url=url)
        self.app: Flask = create_app(self.settings)
        upgrade(self.app)
        with self.app.app_context():
            call, voters = make_call(), [make_user(f"居民{n}") for n in range(VOTERS)]
            rows = (
                Arrival("b", str(n), *suggestion(n), author_name="居民", received_at=now())
                for n in range(TARGETS)
            )
            ids = [one for some in receive(Actor.system(), call, rows, State.PUBLIC) for one in some]
            self.headers = [headers(self.app, voter) for voter in voters]
            db.session.commit()
            self.call_id, self.voters, self.targets = call.id, [one.id for one in voters], ids
            rows_by_id = contributions.by_ids(call.id, ids)
            self.numbers = [rows_by_id[one].number for one in ids]
            db.session.remove()

    def beside(self) -> float:
        """Seconds of CPU that the database's own processes have used."""
        if self.postgres is None:
            return 0.0
        return cpu_of(int((self.postgres.folder / "data" / "postmaster.pid").read_text().split()[0]))

    def bare_server(self, folder: Path) -> Server:
        """Bare Flask and ORM under gunicorn gthread."""
        port = free_port()
        command = [sys.executable, *GUNICORN, f"127.0.0.1:{port}", "tests.bench.barevotes:app"]
        return Server(command, port, {"BARE_DATABASE_URL": self.bare}, folder / "bare.log")

    def vote(self, targets: int) -> Callable[[int], Request]:
        """Each voter supports one of so many contributions, and takes it back the next time it is its turn."""

        def make(n: int) -> Request:
            voter, turn = n % VOTERS, n // VOTERS
            target = (voter * 31 + turn // 2) % targets
            body = urllib.parse.urlencode({"mark": "0" if turn % 2 else "1"})
            return "POST", f"/contributions/{self.numbers[target]}/support", body, self.headers[voter]

        return make


def headers(app: Flask, voter: Any) -> dict[str, str]:
    """What the requests of a signed-in person carry."""
    cookie = session_cookie(app, voter)
    signer = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token")
    kept = f"{cookie['name']}={cookie['value']}"
    return {"Cookie": kept, "X-CSRFToken": str(signer.dumps(TOKEN)), "Content-Type": FORM}


def bare_vote(n: int) -> Request:
    """One row."""
    body = urllib.parse.urlencode({"voter": n % VOTERS, "target": n})
    return "POST", "/vote", body, {"Content-Type": FORM}


def measured(stage: Stage, server: Server, make: Any, count: int, clients: int) -> Cost:
    """A round, with what the database's processes cost in it."""
    before = stage.beside()
    cost = send(server, make, count, clients)
    cost.cpu += 1000 * (stage.beside() - before) / count
    return cost


def compare(stage: Stage, folder: Path, rounds: int, count: int) -> list[str]:
    """The lines of the table, each round of one next to each round of the others."""
    found: dict[str, list[Cost]] = {}
    with served(stage.settings, workers=1) as ours:
        bare = stage.bare_server(folder)
        acts = [
            ("bare insert", bare, bare_vote, 2),
            ("vote", ours, stage.vote(TARGETS), 2),
            ("64 voters, 1,000 contributions", ours, stage.vote(TARGETS), VOTERS),
            ("64 voters, one contribution", ours, stage.vote(1), VOTERS),
        ]
        for turn in range(rounds + 1):
            for name, server, make, clients in acts:
                cost = measured(stage, server, make, count if turn else VOTERS * 2, clients)
                if turn:
                    found.setdefault(name, []).append(cost)
        bare.stop()
    middle = {
        name: [statistics.median(getattr(c, key) for c in costs) for key in ("cpu", "rate", "p50", "p99")]
        for name, costs in found.items()
    }
    floor = middle["bare insert"][0]
    with stage.app.app_context():
        told = ballots.audit(stage.call_id)
        assert told.tallies_equal
        assert told.events > rounds * count, "votes were not counted"
    return [
        f"| {name} | {cpu:.2f} | {cpu / floor:.2f} | {rate:.0f} | {p50:.1f} | {p99:.1f} |"
        for name, (cpu, rate, p50, p99) in middle.items()
    ]


def killed(stage: Stage, wanted: int) -> str:
    """Votes until so many are acknowledged, the server killed every second; none may be lost."""
    told: set[tuple[int, int]] = set()
    kills, began = 0, time.perf_counter()
    with stage.app.app_context():
        db.session.execute(sa.delete(Vote))
        db.session.execute(sa.text("DELETE FROM tally"))
        db.session.execute(sa.text("DELETE FROM vote_event"))
        db.session.commit()
        left = [(v, t) for t in range(wanted // VOTERS + 1) for v in range(VOTERS)][:wanted]
        people = [db.session.get_one(User, one) for one in stage.voters]
        while todo := [pair for pair in left if pair not in told]:
            with served(stage.settings) as server:
                mine = [Person(stage.app, one, server) for one in people]
                threads = [
                    threading.Thread(target=_vote_on, args=(stage, mine[v], v, todo, told))
                    for v in range(VOTERS)
                ]
                [one.start() for one in threads]
                time.sleep(3)
                if any(one.is_alive() for one in threads):
                    kill(server)
                    kills += 1
                [one.join() for one in threads]
        db.session.rollback()
        stored = set(
            db.session.execute(sa.select(Vote.voter_id, Vote.target_id).where(Vote.weight > 0)).all()
        )
        lost = sum((stage.voters[v], stage.targets[t]) not in stored for v, t in told)
        equal = ballots.audit(stage.call_id).tallies_equal
    took = time.perf_counter() - began
    return f"{len(told):,} votes acknowledged, server killed {kills} times, {lost} lost, tallies equal: {equal}, {took:.0f} s"


def _vote_on(stage: Stage, person: Person, voter: int, todo: list[Any], told: set[Any]) -> None:
    for who, target in todo:
        if who != voter:
            continue
        try:
            if person.post(f"/contributions/{stage.numbers[target]}/support", {"mark": "1"}) == 303:
                told.add((who, target))
        except (OSError, http.client.HTTPException):
            return


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.votes")
    parser.add_argument("--db", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kill", type=int, default=10_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        stage = Stage(chosen.db, Path(name))
        try:
            print("| act | CPU ms | x bare | requests/s | p50 ms | p99 ms |\n|---|---|---|---|---|---|")
            print("\n".join(compare(stage, Path(name), chosen.rounds, chosen.requests)), flush=True)
            if chosen.kill:
                print(killed(stage, chosen.kill))
        finally:
            if stage.postgres:
                stage.postgres.stop()


if __name__ == "__main__":
    main()
