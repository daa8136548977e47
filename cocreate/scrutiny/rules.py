"""What in the votes of a ballot is too unlikely to be chance, with how sure that is; and when traces are deleted."""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import exp, lgamma, log, log1p, prod

WINDOW = timedelta(minutes=1)
NEW = timedelta(hours=1)  # an account that votes within an hour of being made
CHANCE = 0.01  # what happens more often than this by chance is no signal
KEPT = timedelta(days=30)  # traces after the close, when nobody ends the review before
LEAST_CROWD, LEAST_SHARED, LEAST_DEVICE, LEAST_NEW, LEAST_ALIKE = 10, 4, 3, 5, 3
SHORTEST_SEQUENCE = 4


class SignalKind(enum.StrEnum):
    BURST = "burst"
    NETWORK = "network"
    DEVICE = "device"
    NEW_ACCOUNTS = "new_accounts"
    SEQUENCE = "sequence"


# How sure a signal of its kind can make anybody at most: offices share a network, a class votes in the same minute.
MOST_SURE = {
    SignalKind.BURST: 0.6,
    SignalKind.NETWORK: 0.6,
    SignalKind.DEVICE: 0.9,
    SignalKind.NEW_ACCOUNTS: 0.5,
    SignalKind.SEQUENCE: 0.8,
}


@dataclass(frozen=True, slots=True)
class Act:
    """One mark made by a voter, None when it was taken back; lists of acts are in the order of time."""

    voter: int
    at: datetime
    option: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Trace:
    """From where somebody voted, as digests that differ from ballot to ballot."""

    voter: int
    network: str
    device: str


@dataclass(frozen=True)
class Signal:
    """What was seen: who is in it, how sure it is (0 to 1), and the evidence as plain values."""

    kind: SignalKind
    confidence: float
    voters: frozenset[int]
    evidence: dict[str, object]

    @property
    def key(self) -> str:
        """Names this signal as long as the same people are in it."""
        digest = sha256(",".join(map(str, sorted(self.voters))).encode()).hexdigest()
        return f"{self.kind.value}-{digest[:8]}"


def signals(
    acts: Sequence[Act], traces: Iterable[Trace], made: Mapping[int, datetime], positions: int
) -> list[Signal]:
    """All signals, the surest first. `made` says when accounts were made, `positions` from how many places the fair
    order of the options can start."""
    sheets = last_sheets(acts)
    by_network, by_device = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    for trace in traces:
        by_network[trace.network].add(trace.voter)
        by_device[trace.device].add(trace.voter)
    found = [
        *bursts(acts),
        *shared_networks(by_network, sheets),
        *shared_devices(by_device, sheets),
        *new_accounts(acts, sheets, made),
        *same_sequences(acts, positions),
    ]
    return sorted(found, key=lambda one: (-one.confidence, one.key))


def last_sheets(acts: Iterable[Act]) -> dict[int, dict[int, int]]:
    """What each voter has marked in the end; those who took everything back are absent."""
    sheets: dict[int, dict[int, int]] = {}
    for act in acts:
        if act.value is not None:
            sheets.setdefault(act.voter, {})[act.option] = act.value
        else:
            sheets.get(act.voter, {}).pop(act.option, None)
    return {voter: sheet for voter, sheet in sheets.items() if sheet}


def bursts(acts: Sequence[Act]) -> Iterator[Signal]:
    """Minutes in which far more people than usual marked the same option for the first time, the same way."""
    first: dict[tuple[int, int], dict[int, datetime]] = defaultdict(dict)
    for act in acts:
        if act.value is not None:
            first[act.option, act.value].setdefault(act.voter, act.at)
    for (option, value), arrived in first.items():
        ordered = sorted((at, voter) for voter, at in arrived.items())
        yield from _crowded(ordered, option, value)


def _crowded(ordered: list[tuple[datetime, int]], option: int, value: int) -> Iterator[Signal]:
    start = 0
    whole = max(ordered[-1][0] - ordered[0][0], WINDOW)
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] - ordered[start][0] < WINDOW:
            end += 1
        count = end - start
        usual = max((len(ordered) - count) / max(whole / WINDOW - 1, 1), 0.2)
        if count >= LEAST_CROWD and (chance := poisson_tail(count, usual)) < CHANCE / len(ordered):
            evidence = {
                "option": option,
                "value": value,
                "since": ordered[start][0].isoformat(),
                "usual": round(usual, 2),
            }
            yield _signal(SignalKind.BURST, chance, (voter for _at, voter in ordered[start:end]), evidence)
            start = end
        else:
            start += 1


def shared_networks(places: Mapping[str, set[int]], sheets: Mapping[int, dict[int, int]]) -> Iterator[Signal]:
    """Networks from which more people voted alike than others do."""
    for digest, everybody in places.items():
        those = everybody & sheets.keys()
        if len(those) < LEAST_SHARED:
            continue
        alike, chance = most_alike(those, sheets)
        if len(alike) >= LEAST_SHARED and chance < CHANCE:
            evidence = {"digest": digest, "on_it": len(those)}
            yield _signal(SignalKind.NETWORK, chance, alike, evidence)


def shared_devices(places: Mapping[str, set[int]], sheets: Mapping[int, dict[int, int]]) -> Iterator[Signal]:
    """The same browser on the same network with several accounts: more accounts, less doubt."""
    for digest, everybody in places.items():
        those = everybody & sheets.keys()
        if len(those) >= LEAST_DEVICE:
            yield _signal(SignalKind.DEVICE, 0.6 ** (len(those) - 1), those, {"digest": digest})


def new_accounts(
    acts: Sequence[Act], sheets: Mapping[int, dict[int, int]], made: Mapping[int, datetime]
) -> Iterator[Signal]:
    """Accounts that voted as soon as they were made, more alike than others."""
    first: dict[int, datetime] = {}
    for act in acts:
        first.setdefault(act.voter, act.at)
    fresh = {voter for voter in sheets if voter in made and first[voter] - made[voter] < NEW}
    if len(fresh) < LEAST_NEW:
        return
    alike, chance = most_alike(fresh, sheets)
    if len(alike) >= LEAST_NEW and chance < CHANCE:
        yield _signal(SignalKind.NEW_ACCOUNTS, chance, alike, {"new": len(fresh)})


def same_sequences(acts: Sequence[Act], positions: int) -> Iterator[Signal]:
    """People who made the same marks in the same order, though each is shown the options from another place on."""
    orders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for act in acts:
        if act.value is not None:
            orders[act.voter].append((act.option, act.value))
    shares = _shares(last_sheets(acts))
    groups: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
    for voter, order in orders.items():
        if len(order) >= SHORTEST_SEQUENCE:
            groups[tuple(order)].append(voter)
    for sequence, those in groups.items():
        if len(those) < LEAST_ALIKE:
            continue
        usual = len(orders) * prod(shares.get(mark, 0.5) for mark in sequence) / max(positions, 1)
        if (chance := poisson_tail(len(those), usual)) < CHANCE:
            yield _signal(SignalKind.SEQUENCE, chance, those, {"marks": len(sequence)})


def most_alike(those: set[int], sheets: Mapping[int, dict[int, int]]) -> tuple[set[int], float]:
    """Of these voters the ones who made the mark, or filled in the sheet, that so many would least likely share by
    chance, measured by all others; and that chance."""
    inside, outside = _choices(those, sheets), _choices(sheets.keys() - those, sheets)
    others = len(sheets) - len(those)
    best: tuple[set[int], float] = (set(), 1.0)
    for choice, who in inside.items():
        share = (len(outside.get(choice, ())) + 1) / (others + 2)
        chance = min(binomial_tail(len(who), len(those), share) * len(inside), 1.0)
        if chance < best[1]:
            best = (who, chance)
    return best


def _choices(those: Iterable[int], sheets: Mapping[int, dict[int, int]]) -> dict[Hashable, set[int]]:
    found: dict[Hashable, set[int]] = defaultdict(set)
    for voter in those:
        marks = tuple(sorted(sheets[voter].items()))
        for choice in {marks, *marks}:
            found[choice].add(voter)
    return found


def _shares(sheets: Mapping[int, dict[int, int]]) -> dict[tuple[int, int], float]:
    counts = Counter(mark for sheet in sheets.values() for mark in sheet.items())
    return {mark: count / len(sheets) for mark, count in counts.items()}


def _signal(kind: SignalKind, chance: float, voters: Iterable[int], evidence: dict[str, object]) -> Signal:
    those = frozenset(voters)
    evidence = {**evidence, "voters": len(those), "chance": float(f"{chance:.2g}")}
    return Signal(kind, round(MOST_SURE[kind] * (1 - chance), 2), those, evidence)


def poisson_tail(count: int, mean: float) -> float:
    """How likely it is that at least so many come when `mean` are usual."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    below = sum(exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(count))
    return min(max(1 - below, _first(count, mean)), 1.0)


def _first(count: int, mean: float) -> float:
    """The first term of the tail, exact where one minus a sum near one is not."""
    return exp(count * log(mean) - mean - lgamma(count + 1))


def binomial_tail(count: int, of: int, share: float) -> float:
    """How likely it is that at least `count` of so many do what a share of all do."""
    if count <= 0:
        return 1.0
    if not 0 < share < 1:
        return float(share >= 1)
    return min(
        sum(
            exp(
                lgamma(of + 1)
                - lgamma(n + 1)
                - lgamma(of - n + 1)
                + n * log(share)
                + (of - n) * log1p(-share)
            )
            for n in range(count, of + 1)
        ),
        1.0,
    )


def is_due(
    closed_at: datetime | None, approved_at: datetime | None, is_waiting: bool, moment: datetime
) -> bool:
    """Whether the traces of a ballot are to be deleted: it is over, nothing waits for a decision, and its result has
    been approved or the time for a review has passed."""
    if closed_at is None or closed_at > moment or is_waiting:
        return False
    return approved_at is not None or closed_at + KEPT <= moment
