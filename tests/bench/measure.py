"""Starts a server, sends it requests over kept connections, and reads what its processes cost from /proc."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
Request = tuple[str, str, str | None, dict[str, str]]  # method, path, body, headers


@dataclass
class Cost:
    """What a round of requests cost: CPU in ms a request over all processes, rate, and times in ms."""

    cpu: float
    rate: float
    p50: float
    p99: float
    size: int


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Server:
    """A process group that serves HTTP on a port of this machine."""

    def __init__(self, command: list[str], port: int, environ: dict[str, str], log: Path) -> None:
        self.port = port
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command, env={**os.environ, **environ}, stdout=out, stderr=out, start_new_session=True
            )
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {log.read_text()[-500:]}")

    def cpu(self) -> float:
        """Seconds of CPU that the process and all below it have used, dead ones included."""
        return cpu_of(self.process.pid)

    def stop(self) -> None:
        """End the whole group."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def cpu_of(root: int) -> float:
    """Seconds of CPU that a process and all below it have used."""
    return sum(_used(pid) for pid in _tree(root))


def _tree(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += parents.get(pid, [])
    return found


def _used(pid: int) -> float:
    try:
        fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(value) for value in fields[11:15]) / TICKS


def send(server: Server, make: Callable[[int], Request], count: int, clients: int = 2) -> Cost:
    """Send `count` requests over `clients` kept connections; any answer above 399 is an error."""
    times: list[float] = []
    sizes: list[int] = []
    failures: list[str] = []

    def client(which: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for n in range(which, count, clients):
            method, path, body, headers = make(n)
            began = time.perf_counter()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
            times.append(time.perf_counter() - began)
            sizes.append(len(data))
            if answer.status >= 400:
                failures.append(f"{method} {path}: {answer.status}")

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    before, began = server.cpu(), time.perf_counter()
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    took, used = time.perf_counter() - began, server.cpu() - before
    if failures:
        raise RuntimeError(f"{len(failures)} requests failed, the first: {failures[0]}")
    ordered = sorted(times)
    return Cost(
        cpu=1000 * used / count,
        rate=count / took,
        p50=1000 * statistics.median(ordered),
        p99=1000 * ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)],
        size=int(statistics.median(sizes)),
    )
