"""A shop's program that listens: a real HTTP server on loopback that keeps what it hears and answers as it is told."""

import queue
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook

from marketplace.webhooks.models import Endpoint
from marketplace.webhooks.signing import secret_of

PATIENCE = 20.0


@dataclass(frozen=True)
class Heard:
    """A webhook as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> Any:
        """What it says, when the library of the scheme finds the signature good; it raises otherwise."""
        return Webhook(secret).verify(self.body, self.headers)

    def verified_by(self, endpoint: Endpoint) -> Any:
        return self.verified(secret_of(endpoint.nonce))


Manner = Callable[[BaseHTTPRequestHandler], None]


def status(code: int, said: bytes = b"", *, length: str = "", location: str = "") -> Manner:
    """Answer so; `length` is what the answer says of its own length."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Length", length or str(len(said)))
        if location:
            handler.send_header("Location", location)
        handler.end_headers()
        handler.wfile.write(said)

    return answer


@dataclass
class Receiver:
    """`manners` are how its next answers are given, one each; then it takes everything (204)."""

    manners: list[Manner] = field(default_factory=list)
    heard: "queue.Queue[Heard]" = field(default_factory=queue.Queue)
    let_go: threading.Event = field(default_factory=threading.Event)
    context: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.heard.put(Heard(self.path, headers, body))
                (receiver.manners.pop(0) if receiver.manners else status(204))(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        if self.context:
            self.server.socket = self.context.wrap_socket(self.server.socket, server_side=True)
        self.port: int = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://localhost:{self.port}/hook?shop=1"

    def wait(self, handler: BaseHTTPRequestHandler) -> None:
        """A manner: say nothing until the test lets go."""
        self.let_go.wait(PATIENCE)

    def drip(self, handler: BaseHTTPRequestHandler) -> None:
        """A manner: one letter of a header now and then, as long as anybody listens."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not self.let_go.wait(0.05):
            handler.wfile.write(b"x")

    def pour(self, handler: BaseHTTPRequestHandler) -> None:
        """A manner: one header without an end, as fast as it goes."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not self.let_go.is_set():
            handler.wfile.write(b"x" * 65_536)

    def next(self) -> Heard:
        """The next webhook; fails when none comes."""
        return self.heard.get(timeout=PATIENCE)

    def all(self) -> list[Heard]:
        """What was heard and not looked at yet."""
        return [self.heard.get_nowait() for _ in range(self.heard.qsize())]

    def close(self) -> None:
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()


class Quiet(ThreadingHTTPServer):
    """Whoever hung up is not worth a word."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass
