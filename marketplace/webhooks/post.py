"""One POST to a stranger's machine: to the number that was looked at, within ten seconds, reading a kilobyte at most.

Redirects are answers like others and are not followed. No proxy, no cookie, no password is sent along.
"""

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any, cast

from core import words
from core.errors import Invalid
from marketplace.webhooks.addresses import PATIENCE, Address, read_address, resolve
from marketplace.webhooks.models import LONGEST_ANSWER

#: Seconds to connect, for everything together, and to hear what is said after the status.
CONNECT, WHOLE, SAID = 3.0, 10.0, 1.0
#: Bytes of an answer's body that are read, and of the whole answer with its headers.
MOST_BODY, MOST_ANSWER = 1024, 16 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try: the status (None: no answer came), how the answer began, what went wrong, milliseconds."""

    status: int | None = None
    text: str = ""
    problem: str = ""
    took: int = 0

    @property
    def taken(self) -> bool:
        """Whether the receiver took it: any 2xx."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004


def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send `body`. Whatever happens is an answer; `problem` is a code of problems.py."""
    began = monotonic()
    status, text, problem = None, "", ""
    try:
        status, text = _post(url, headers, body, began + WHOLE)
    except Invalid as refused:
        problem = refused.code
    except TimeoutError:
        problem = "too_slow"
    except ssl.SSLError:
        problem = "no_tls"
    except OSError:
        problem = "no_connection"
    except (HTTPException, ValueError):
        problem = "no_http"
    return Answer(status, text, problem, round((monotonic() - began) * 1000))


def _post(url: str, headers: Mapping[str, str], body: bytes, until: float) -> tuple[int, str]:
    address = read_address(url)
    numbers = resolve(address, within=PATIENCE)
    with closing(_connected(address, numbers, until)) as line:
        line.settimeout(_left(until))
        line.sendall(_request(address, headers, body))
        incoming = _Patient(line, until)
        answer = HTTPResponse(cast("Any", incoming), method="POST")
        answer.begin()
        incoming.until = min(until, monotonic() + SAID)
        return answer.status, _readable(answer)


def _connected(address: Address, numbers: list[str], until: float) -> socket.socket:
    """A line to the first of the numbers that answers; TLS asks for the name."""
    failure: OSError = TimeoutError()
    for number in numbers:
        try:
            line = socket.create_connection((number, address.port), timeout=min(CONNECT, _left(until)))
        except OSError as error:
            failure = error
            continue
        if address.scheme == "http":
            return line
        line.settimeout(_left(until))
        return ssl.create_default_context().wrap_socket(line, server_hostname=address.host)
    raise failure


def _request(address: Address, headers: Mapping[str, str], body: bytes) -> bytes:
    given = {
        "Host": address.authority,
        "User-Agent": "Danbao-Webhooks/1",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    lines = [f"POST {address.target} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    return "\r\n".join(lines).encode("ascii") + body


def _readable(answer: HTTPResponse) -> str:
    """How the body begins, as one line that can be kept and shown."""
    try:
        said = answer.read1(MOST_BODY)
    except (OSError, HTTPException, ValueError):
        return ""  # the status stands; what was said about it did not come whole
    return words.one_line(said.decode(errors="replace"))[:LONGEST_ANSWER]


def _left(until: float) -> float:
    """Seconds until then. Raises TimeoutError when there are none."""
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Patient(RawIOBase):
    """What comes in on a line, up to a moment and a size, however slowly it drips."""

    def __init__(self, line: socket.socket, until: float) -> None:
        self.line, self.until, self.room = line, until, MOST_ANSWER

    def makefile(self, mode: str) -> BufferedReader:
        """As HTTPResponse asks a socket for its file."""
        return BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.line.settimeout(_left(self.until))
        came = self.line.recv_into(memoryview(buffer)[: self.room]) if self.room else 0
        self.room -= came
        return came
