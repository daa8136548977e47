"""The port to other people's servers: a signed HTTPS post that never reaches into our own network."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cocreate.core.clock import now
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.core.settings import settings

TIMEOUT = 10  # seconds for connecting, and for each read
READ = 4096  # bytes of the answer that are looked at
NOT_HTTPS = _l("Give an address that begins with https://.")
NOT_OUTSIDE = _l("This address leads into a private network, so nothing can be sent there.")
UNKNOWN = _l("No server answers to this name. Please check the address.")


def signature(secret: str, moment: int, body: bytes) -> str:
    """What stands in Cocreate-Signature: the time in seconds since 1970, and an HMAC-SHA256 of "<time>.<body>"."""
    made = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={made}"


def check(url: str) -> str:
    """The address as it can be posted to. Invalid (field "url") unless it is https and outside our network."""
    try:
        where(urlsplit(url.strip()))
    except Invalid as refusal:
        raise Invalid(refusal.why, "url") from None
    except (OSError, UnicodeError) as error:
        raise Invalid(UNKNOWN, "url") from error
    except ValueError as error:
        raise Invalid(NOT_HTTPS, "url") from error
    return url.strip()


def where(url: SplitResult) -> tuple[str, int]:
    """The IP address and port to connect to. Every address of the name must be a public one; Invalid otherwise.

    The connection goes to the address that was judged, so that a name can't change its mind in between."""
    inside = settings().hooks_to_loopback
    if not url.hostname or url.username or url.scheme not in (("http", "https") if inside else ("https",)):
        raise Invalid(NOT_HTTPS)
    port = url.port or (443 if url.scheme == "https" else 80)
    found = [str(row[4][0]) for row in socket.getaddrinfo(url.hostname, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_outside(one, inside) for one in found):
        raise Invalid(NOT_OUTSIDE)
    return found[0], port


def is_outside(address: str, loopback_too: bool = False) -> bool:
    """Whether an IP address is a public one; those that wrap another one are judged by what they wrap."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if wrapped is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped:
            return is_outside(str(wrapped), loopback_too)
    return (ip.is_global and not ip.is_multicast) or (loopback_too and ip.is_loopback)


def post(address: str, secret: str, delivery: str, payload: dict[str, Any]) -> None:
    """Post JSON once; any answer but 2xx, a redirect too, is an HTTPException. Call it from a job."""
    url = urlsplit(address)
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {
        "Host": url.netloc,
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "cocreate",
        "Cocreate-Delivery": delivery,
        "Cocreate-Signature": signature(secret, int(now().timestamp()), body),
    }
    connection = _connection(url)
    try:
        connection.request("POST", (url.path or "/") + (f"?{url.query}" if url.query else ""), body, headers)
        answer = connection.getresponse()
        answer.read(READ)
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise http.client.HTTPException(f"The server answered {answer.status}.")


def _connection(url: SplitResult) -> http.client.HTTPConnection:
    ip, port = where(url)
    plain = socket.create_connection((ip, port), timeout=TIMEOUT)
    connection = http.client.HTTPConnection(url.hostname or "", port, timeout=TIMEOUT)
    try:
        is_secure = url.scheme == "https"
        context = ssl.create_default_context() if is_secure else None
        connection.sock = context.wrap_socket(plain, server_hostname=url.hostname) if context else plain
    except BaseException:
        plain.close()
        raise
    return connection
