"""From where a request comes: its network and the kind of device, as the request itself says."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from flask import has_request_context, request

V6_NETWORK = 64  # a household or an office has at least that much of IPv6 to itself
LONGEST = 300


@dataclass(frozen=True)
class Origin:
    """A network (an address, or the first half of an IPv6 one), and what a browser says of itself."""

    network: str
    device: str


def current() -> Origin | None:
    """The origin of the request that is being answered; None outside of one, as in commands and imports."""
    if not has_request_context():
        return None
    told = (request.headers.get("User-Agent", ""), request.headers.get("Accept-Language", ""))
    return Origin(network_of(request.remote_addr or ""), "\n".join(told)[:LONGEST])


def network_of(address: str) -> str:
    """The network an address belongs to; what is no address stands for itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:LONGEST]
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((found, V6_NETWORK), strict=False))
    return str(found)
