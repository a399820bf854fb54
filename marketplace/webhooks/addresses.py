"""Which addresses we send to: public ones of the internet, by name, over TLS. Everything else is refused.

A shop may name any address, so each is a door through which somebody could reach what only this machine reaches. We
resolve the name ourselves, refuse it when a single one of its addresses is not public, and connect to exactly the
address that was looked at (post.py): a name that answers otherwise a moment later changes nothing. Checked when an
endpoint is added and before every try.
"""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from marketplace.webhooks.models import LONGEST_URL

#: Seconds that a name may take to be looked up.
PATIENCE = 3.0
#: The ports that TLS is spoken at.
PORTS = {443, 8443}
#: Names of this machine, in the demo and in tests alone; then any port, and without TLS.
HERE = {"localhost", "127.0.0.1"}

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253})(?::(?P<port>[0-9]{1,5}))?(?P<target>[/?][!-~]*)?",
    re.IGNORECASE | re.ASCII,
)
_UNSAFE = re.compile(r"[#\\\"<>^`{|}]")
#: Names, not numbers however spelled: the last part begins with a letter.
_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")

#: What Python takes for global and is not: protocols' own addresses, and those that led to 6to4 relays.
_SPECIAL = [IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24")]
#: Of IPv6 only what is given out to the world, without what leads back into IPv4 or into nothing: Teredo and protocols,
#: documentation, 6to4. NAT64, mapped, link-local and private addresses lie outside.
_WORLD = IPv6Network("2000::/3")
_NOT_THE_WORLD = [IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be sent to as far as its spelling goes. `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_here(self) -> bool:
        """Whether it is a name of this machine."""
        return self.host in HERE

    @property
    def authority(self) -> str:
        """Host and, when it is not the usual one, port."""
        usual = {"https": 443, "http": 80}[self.scheme]
        return self.host if self.port == usual else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def read_address(text: str) -> Address:
    """The address, spelled in one way. Raises `Invalid` (field url)."""
    found = _URL.fullmatch(text.strip())
    if found is None or len(text) > LONGEST_URL or _UNSAFE.search(text):
        raise Invalid("url_unreadable", _("Write a whole address: https://, a name, and a path."), field="url")
    scheme, host, target = found["scheme"].lower(), found["host"].lower(), found["target"] or "/"
    port = int(found["port"] or (443 if scheme == "https" else 80))
    address = Address(scheme, host, port, target if target.startswith("/") else f"/{target}")
    if settings.WEBHOOKS_TO_LOOPBACK and address.is_here and 0 < port < 2**16:
        return address
    if scheme != "https":
        raise Invalid("url_not_secret", _("It must begin with https://, so that nobody reads along."), field="url")
    if not _NAME.fullmatch(host):
        raise Invalid("url_no_name", _("Write a name, as in https://example.org/, not a number."), field="url")
    if port not in PORTS:
        raise Invalid("url_odd_port", _("Only the ports 443 and 8443 can be used."), field="url")
    return address


def look_at(text: str) -> Address:
    """An address that may be sent to, by its spelling and by where it leads now. Raises `Invalid` (field url).

    Asks the resolver: not inside a transaction.
    """
    address = read_address(text)
    resolve(address, within=PATIENCE)
    return address


def resolve(address: Address, *, within: float) -> list[str]:
    """The numbers behind a name, all of them public. Waits `within` seconds at most.

    Raises `Invalid` (field url): url_unknown when nobody knows the name, url_private when one of its numbers is not
    for everybody.
    """
    numbers = _ask(lambda: look_up(address.host, address.port), within)
    if not numbers:
        raise Invalid("url_unknown", _("Nobody knows this name. Is it spelled correctly?"), field="url")
    allowed = _is_loopback if settings.WEBHOOKS_TO_LOOPBACK and address.is_here else is_public
    if not all(map(allowed, numbers)):
        raise Invalid("url_private", _("This name leads into a private network. We do not send there."), field="url")
    return numbers


def look_up(host: str, port: int) -> list[str]:
    """What the machine's resolver says."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(number: str) -> bool:
    """Whether an IP address is one that anybody on the internet may have."""
    try:
        ip = ip_address(number)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return ip.is_global and not (ip.is_multicast or ip.is_reserved) and not any(ip in net for net in _SPECIAL)
    return ip.scope_id is None and ip in _WORLD and not any(ip in net for net in _NOT_THE_WORLD)


def _is_loopback(number: str) -> bool:
    return number in {"127.0.0.1", "::1"}


def _ask(question: Callable[[], list[str]], within: float) -> list[str]:
    """The answer of a resolver that may take its time: it goes on alone in its thread, and nobody waits for it."""
    answers: SimpleQueue[list[str]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(question())
        except (OSError, UnicodeError):
            answers.put([])

    Thread(target=run, name="resolver", daemon=True).start()
    try:
        return answers.get(timeout=max(within, 0))
    except Empty:
        return []
