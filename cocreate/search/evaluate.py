"""Measures how well and how fast like contributions are found, against messages whose topics people have marked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cocreate.core.clock import ticks
from cocreate.core.ids import new_id
from cocreate.search import service, similar, traits


@dataclass(frozen=True)
class Message:
    """One row of the file of messages."""

    id: str
    title: str
    body: str


def evaluate(messages: Sequence[Message], topics: Mapping[str, str], core: Iterable[str]) -> dict[str, float]:
    """{"p_at_5", "recall_at_10", "ms_per_query"} of `similar.find`: queries are the `core` messages, by id.

    `topics` gives the topic of each marked message; a neighbour without one is wrong. Precision is divided by what can
    be found at most. Writes entries and weights into the index: the caller rolls back."""
    numbers, call_id = index(messages)
    ids = {number: message_id for message_id, number in numbers.items()}
    by_id = {message.id: message for message in messages}
    sizes = Counter(topics.values())
    scores: dict[str, list[float]] = defaultdict(list)
    for message_id in core:
        asked, started = by_id[message_id], ticks()
        found = similar.find(
            call_id, asked.body, asked.title, limit=10, min_score=0, leave_out=numbers[message_id]
        )
        scores["ms_per_query"].append((ticks() - started) * 1000)
        topic = topics[message_id]
        right = [topics.get(ids[number]) == topic for number, _ in found]
        scores["p_at_5"].append(sum(right[:5]) / min(5, sizes[topic] - 1))
        scores["recall_at_10"].append(sum(right) / min(10, sizes[topic] - 1))
    return {name: round(sum(values) / len(values), 4) for name, values in scores.items()}


def index(messages: Sequence[Message]) -> tuple[dict[str, int], int]:
    """Put the messages into the index as contributions of a call of their own: (entry ids by message id, call id)."""
    numbers, call_id = {message.id: new_id() for message in messages}, new_id()
    texts = [service.Text(numbers[message.id], message.title, message.body) for message in messages]
    service.put(call_id, texts)
    traits.resample()
    after: int | None = 0
    while after is not None:
        after = traits.weigh_batch(after)
    return numbers, call_id
