"""The words for what was seen in votes, and what it does not prove."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cocreate.core.i18n import _, _l, moment
from cocreate.scrutiny.models import DecisionKind, DecisionState
from cocreate.scrutiny.rules import SignalKind

KIND_NAMES: dict[SignalKind, Any] = {
    SignalKind.BURST: _l("Many in the same minute"),
    SignalKind.NETWORK: _l("One network, one opinion"),
    SignalKind.DEVICE: _l("One device, several accounts"),
    SignalKind.NEW_ACCOUNTS: _l("Accounts made for the vote"),
    SignalKind.SEQUENCE: _l("The same marks in the same order"),
}

INNOCENT: dict[SignalKind, Any] = {
    SignalKind.BURST: _l("A report in the news or a class that votes together looks the same."),
    SignalKind.NETWORK: _l("Offices, dormitories and mobile networks share an address."),
    SignalKind.DEVICE: _l(
        "Families and community centres share a device, and phones of one model look alike."
    ),
    SignalKind.NEW_ACCOUNTS: _l("Whoever hears of this site by the ballot makes an account for it."),
    SignalKind.SEQUENCE: _l("A recommendation that was passed on can lead to the same marks."),
}

DECISION_NAMES: dict[tuple[DecisionKind, DecisionState], Any] = {
    (DecisionKind.SET_ASIDE, DecisionState.PROPOSED): _l("To be set aside"),
    (DecisionKind.SET_ASIDE, DecisionState.CONFIRMED): _l("Set aside"),
    (DecisionKind.SET_ASIDE, DecisionState.REFUSED): _l("Not set aside"),
    (DecisionKind.RESTORE, DecisionState.PROPOSED): _l("To be counted again"),
    (DecisionKind.RESTORE, DecisionState.CONFIRMED): _l("Counted again"),
    (DecisionKind.RESTORE, DecisionState.REFUSED): _l("Not counted again"),
}


def seen(kind: str, evidence: Mapping[str, Any]) -> str:
    """What was seen, as a sentence with its figures."""
    voters = evidence["voters"]
    if kind == SignalKind.BURST:
        return _(
            "%(voters)s people marked the same within a minute, from %(since)s on; usual are %(usual)s.",
            voters=voters,
            since=moment(datetime.fromisoformat(str(evidence["since"]))),
            usual=evidence["usual"],
        )
    if kind == SignalKind.NETWORK:
        return _(
            "Of %(on_it)s people on the network %(digest)s, %(voters)s voted alike.",
            on_it=evidence["on_it"],
            digest=evidence["digest"],
            voters=voters,
        )
    if kind == SignalKind.DEVICE:
        return _(
            "%(voters)s accounts voted from the device %(digest)s.", voters=voters, digest=evidence["digest"]
        )
    if kind == SignalKind.NEW_ACCOUNTS:
        return _(
            "Of %(new)s accounts that voted within an hour of being made, %(voters)s voted alike.",
            new=evidence["new"],
            voters=voters,
        )
    return _(
        "%(voters)s people made the same %(marks)s marks in the same order.",
        voters=voters,
        marks=evidence["marks"],
    )
