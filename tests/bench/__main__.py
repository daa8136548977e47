"""`make bench`: what the pages cost beside a bare Flask, at 1,000 and 100,000 contributions, measured in interleaved rounds.

Options: --sizes 1000,100000  --rounds 3  --requests 200  --out FILE (Markdown)."""

from __future__ import annotations

import argparse
import itertools
import platform
import re
import statistics
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cocreate.app import create_app
from tests.bench.fill import fill
from tests.bench.measure import Cost, Request, Server, free_port, send

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
GZIP = {"Accept-Encoding": "gzip"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def hello_server(folder: Path) -> Server:
    """Bare Flask under gunicorn gthread."""
    port = free_port()
    command = [
        PYTHON,
        "-m",
        "gunicorn",
        "--no-control-socket",
        "-w",
        "1",
        "-k",
        "gthread",
        "--threads",
        "16",
        "-b",
    ]
    return Server([*command, f"127.0.0.1:{port}", "tests.bench.hello:app"], port, {}, folder / "hello.log")


def our_server(home: Path, folder: Path) -> Server:
    """The platform as it is served, on SQLite in this home."""
    port = free_port()
    environ = {"COCREATE_HOME": str(home), "COCREATE_SECRET": "bench", "PORT": str(port), "COCREATE_DEMO": ""}
    command = [PYTHON, "-c", "from cocreate.cli.main import main; main(['serve'])"]
    return Server(command, port, environ, folder / f"{home.name}.log")


def get(path: str, cookie: str | None = None) -> Callable[[int], Request]:
    """Ask for the same page again and again."""
    headers = GZIP | ({"Cookie": cookie} if cookie else {})
    return lambda n: ("GET", path, None, headers)


def page_text(server: Server, path: str, cookie: str) -> str:
    """A page as a signed-in person gets it."""
    asked = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(answer.read().decode())


def acts(server: Server, known: dict[str, Any]) -> dict[str, Callable[[int], Request]]:
    """What is measured, by name."""
    slug, numbers, cookies = known["slug"], known["numbers"], known["cookies"]
    one = f"/contributions/{numbers[0]}"
    call = f"/calls/{slug}"
    query = urllib.parse.quote
    tokens = {}
    for cookie in cookies:
        found = TOKEN.search(page_text(server, call, cookie))
        if found is None:
            raise RuntimeError("a signed-in page has no form token")
        tokens[cookie] = found[1]
    turns, votes = itertools.count(), itertools.count()

    def vote(n: int) -> Request:
        turn = next(votes)
        cookie = cookies[turn % len(cookies)]
        number = numbers[(turn // len(cookies)) % len(numbers)]
        body = urllib.parse.urlencode({"csrf_token": tokens[cookie]})
        return "POST", f"/contributions/{number}/support", body, {**FORM, "Cookie": cookie}

    def submit(n: int) -> Request:
        turn = next(turns)
        cookie = cookies[turn % len(cookies)]
        fields = {
            "csrf_token": tokens[cookie],
            "body": f"第{turn}条：桥头的路灯要换成亮一点的。",
            "key": f"bench-{turn}-{n}",
        }
        return "POST", f"{call}/contributions/new", urllib.parse.urlencode(fields), {**FORM, "Cookie": cookie}

    return {
        "home, anonymous": get("/"),
        "list of calls, anonymous": get("/calls"),
        "call, anonymous": get(call),
        "contribution, anonymous": get(one),
        "search, selective, anonymous": lambda n: (
            "GET",
            f"/search?q={query(f'编号{10000 + n * 37 % 89999}')}",
            None,
            GZIP,
        ),
        "search, broad, anonymous": lambda n: ("GET", f"/search?q={query('路灯')}&n={n}", None, GZIP),
        "home, signed in": get("/", cookies[0]),
        "list of calls, signed in": get("/calls", cookies[0]),
        "call, signed in": get(call, cookies[0]),
        "contribution, signed in": get(one, cookies[0]),
        "search, signed in": get(f"/search?q={query('路灯 积水')}", cookies[0]),
        "vote": vote,
        "submit": submit,
    }


def median(costs: list[Cost], name: str) -> float:
    """The middle of what the rounds gave."""
    return statistics.median(getattr(cost, name) for cost in costs)


def measure(size: int, rounds: int, requests: int, folder: Path) -> list[str]:
    """The table's lines for one size."""
    home = ROOT / "bench-home" / str(size)
    known = fill(home, size, create_app)
    hello, ours = hello_server(folder), our_server(home, folder)
    try:
        wanted = acts(ours, known)
        floor: list[Cost] = []
        found: dict[str, list[Cost]] = {name: [] for name in wanted}
        for name, act in wanted.items():
            send(ours, act, 10)  # warm
        for turn in range(rounds):
            for name, act in wanted.items():
                print(
                    f"\r  {size}: round {turn + 1} of {rounds}: {name:32}",
                    end="",
                    file=sys.stderr,
                    flush=True,
                )
                floor.append(send(hello, get("/"), requests))
                found[name].append(send(ours, act, requests))
        print(file=sys.stderr)
    finally:
        hello.stop()
        ours.stop()
    base = median(floor, "cpu")
    lines = [row(f"hello ({size:,})", floor, base)]
    return lines + [row(f"{name} ({size:,})", costs, base) for name, costs in found.items()]


def row(name: str, costs: list[Cost], base: float) -> str:
    """One line of the table."""
    cpu, rate, p50, p99 = (median(costs, key) for key in ("cpu", "rate", "p50", "p99"))
    return f"| {name} | {cpu:.2f} | {cpu / base:.1f} | {rate:.0f} | {p50:.1f} | {p99:.1f} | {median(costs, 'size'):,.0f} |"


def main() -> None:
    """Measure, print the table, and write it where --out says."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--sizes", default="1000,100000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    lines = [
        "| page or act | CPU ms | x hello | requests/s | p50 ms | p99 ms | bytes |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for size in (int(text) for text in chosen.sizes.split(",")):
            lines += measure(size, chosen.rounds, chosen.requests, Path(folder))
    table = "\n".join(lines)
    print(f"Python {platform.python_version()}, {platform.machine()}\n\n{table}")
    if chosen.out:
        chosen.out.write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
