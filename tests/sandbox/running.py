"""A sandbox as a real process on a free loopback port with its own SQLite file, and a merchant that hears webhooks."""

import base64
import hashlib
import hmac
import http.client
import json
import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

from marketplace.demo import children

ROOT = Path(__file__).resolve().parents[2]
KEY = "a-key-of-the-sandbox-tests"
PATIENCE = 20.0


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int
    text: str
    location: str = ""

    @property
    def json(self) -> dict[str, object]:
        found = json.loads(self.text)
        assert isinstance(found, dict)
        return found


def wait_until(true: Callable[[], object]) -> None:
    """Wait for a condition; fail when it does not come true in 20 s."""
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.02)


class Sandbox:
    """The process; `start` after `kill` finds the same port and the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.child: children.Child | None = None

    def environment(self) -> dict[str, str]:
        """As a supervisor gives it; the settings named here are the site's and must not matter."""
        return {
            "PATH": os.environ["PATH"],
            "DEMO": "1",
            "SANDBOX_KEY": KEY,
            "SANDBOX_DB": str(self.folder / "sandbox.sqlite3"),
            "DJANGO_SETTINGS_MODULE": "marketplace.settings",
        }

    def start(self, **environment: str) -> children.Child:
        """Start gunicorn on the listening socket, as the demo does."""
        number = self.listener.fileno()
        argv = (sys.executable, "-m", "gunicorn", "escrow.sandbox.wsgi", "--no-control-socket")
        self.child = children.start(
            children.Spec(
                name="sandbox",
                argv=(*argv, "--bind", f"fd://{number}", "--threads", "8"),
                env={**self.environment(), **environment},
                cwd=str(ROOT),
                pass_fds=(number,),
            ),
            self.folder / "sandbox.log",
        )
        return self.child

    def log(self) -> str:
        return (self.folder / "sandbox.log").read_text()

    def kill(self) -> None:
        """Kill -9, master and worker."""
        assert self.child is not None
        children.kill_group(self.child)

    def close(self) -> None:
        if self.child is not None:
            children.stop([self.child])
        self.listener.close()

    def call(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Reply:
        """One request without the bearer key; a body that is not bytes goes as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        try:
            connection.request(method, path, body=data, headers=headers or {})
            answer = connection.getresponse()
            return Reply(answer.status, answer.read().decode(), answer.headers.get("Location", ""))
        finally:
            connection.close()

    def get(self, path: str) -> Reply:
        return self.call("GET", path, headers={"Authorization": f"Bearer {KEY}"})

    def post(self, path: str, body: object, key: str = "") -> Reply:
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        return self.call("POST", path, body, {**headers, "Idempotency-Key": key} if key else headers)

    def control(self, **switches: object) -> Reply:
        answer = self.post("/control/", switches)
        assert answer.status == 200, answer.text
        return answer

    def charges(self, reference: str) -> list[tuple[int, str]]:
        """Amount and currency of every charge under a reference."""
        found = self.get(f"/api/charges/?reference={reference}").json["charges"]
        assert isinstance(found, list)
        return [(charge["amount_minor"], charge["currency"]) for charge in found]


@dataclass(frozen=True)
class Heard:
    """A webhook as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, object]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found

    @property
    def data(self) -> dict[str, object]:
        found = self.event["data"]
        assert isinstance(found, dict)
        return found

    def signed(self) -> bool:
        """Whether the signature is the one standardwebhooks asks for, made with the shared key."""
        said = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        digest = hmac.new(KEY.encode(), said, hashlib.sha256).digest()
        return self.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()


@dataclass
class Merchant:
    """A small server that keeps what it hears; `answers` are the statuses of its next answers, then 204."""

    heard: queue.Queue[Heard] = field(default_factory=queue.Queue)
    answers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        merchant = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                merchant.heard.put(Heard({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(merchant.answers.pop(0) if merchant.answers else 204)
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"Back at the shop.")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hooks/sandbox"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def next(self) -> Heard:
        """The next webhook; fails when none comes in 20 s."""
        return self.heard.get(timeout=PATIENCE)

    def silent(self, seconds: float = 0.6) -> bool:
        """Whether nothing comes for a while: three looks of the sender."""
        try:
            self.heard.get(timeout=seconds)
        except queue.Empty:
            return True
        return False

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def cashier(merchant: Merchant, reference: str = "P-1", key: str = KEY, **changed: str) -> str:
    """The query of a signed cashier address for 128.00 CNY."""
    parameters = {
        "reference": reference,
        "amount_minor": "12800",
        "currency": "CNY",
        "description": "Two orders",
        "return_url": "http://127.0.0.1:1/back/?from=bank",
        "notify_url": merchant.url,
        "language": "en",
        "expires": "1893456000",
        **changed,
    }
    query = urlencode(sorted(parameters.items()))
    return f"{query}&signature={hmac.new(key.encode(), query.encode(), hashlib.sha256).hexdigest()}"
