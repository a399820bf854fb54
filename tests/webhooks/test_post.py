"""One POST to a stranger's machine: bounded in time and size, to the number that was looked at, over TLS."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from marketplace.webhooks import addresses
from marketplace.webhooks import post as posting
from marketplace.webhooks.post import post
from tests.webhooks.receiver import Receiver, status

BODY = b'{"type":"order.paid"}'


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for everything, so that nobody waits ten."""
    monkeypatch.setattr(posting, "WHOLE", 0.5)


def test_it_sends_what_it_was_given_and_reads_what_is_said(receiver: Receiver) -> None:
    receiver.manners = [status(200, "Thank you,\r\nit is\x00 booked. 谢谢".encode())]
    answer = post(receiver.url, {"webhook-id": "evt_1"}, BODY)
    heard = receiver.next()
    assert (answer.status, answer.text, answer.problem, answer.taken) == (
        200,
        "Thank you, it is booked. 谢谢",
        "",
        True,
    )
    assert (heard.path, heard.body, heard.headers["webhook-id"]) == ("/hook?shop=1", BODY, "evt_1")
    assert heard.headers["host"] == f"localhost:{receiver.port}"
    assert heard.headers["content-type"] == "application/json"
    assert {"cookie", "authorization"} & set(heard.headers) == set()


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(code: int, receiver: Receiver, another: Receiver) -> None:
    receiver.manners = [status(code, location=another.url), status(code, location="http://169.254.169.254/latest/")]
    answers = [post(receiver.url, {}, BODY) for _time in range(2)]
    assert [(answer.status, answer.taken, answer.problem) for answer in answers] == [(code, False, "")] * 2
    assert (len(receiver.all()), another.all()) == (2, [])


def test_a_name_that_turns_private_after_it_was_added_is_not_sent_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resolver that answers the first time with a public number, then with our own: the second one is looked at."""
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    monkeypatch.setattr(addresses, "look_up", lambda host, port: answers.pop(0))
    monkeypatch.setattr(addresses, "PORTS", {receiver.port})
    url = str(addresses.look_at(f"https://rebound.example.org:{receiver.port}/"))
    answer = post(url, {}, BODY)
    assert (answer.status, answer.problem, answers, receiver.all()) == (None, "url_private", [], [])


def test_the_number_that_was_looked_at_is_the_number_that_is_called(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked once, and never again by name: what the resolver would say next is of no interest."""
    answers = [["127.0.0.1"]]
    called: list[object] = []
    connect = socket.create_connection

    def noted(address: tuple[str, int], timeout: float) -> socket.socket:
        called.append(address)
        return connect(address, timeout)

    monkeypatch.setattr(addresses, "look_up", lambda host, port: answers.pop(0))
    monkeypatch.setattr(socket, "create_connection", noted)
    assert post(receiver.url, {}, BODY).status == 204
    assert (answers, called) == ([], [("127.0.0.1", receiver.port)])


def test_a_site_with_real_money_does_not_call_its_own_machine(receiver: Receiver, settings: Settings) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False
    answer = post(receiver.url, {}, BODY)
    assert (answer.status, answer.problem, receiver.all()) == (None, "url_not_secret", [])


def test_who_says_nothing_is_not_waited_for(receiver: Receiver, hurried: None) -> None:
    receiver.manners = [receiver.wait]
    answer = post(receiver.url, {}, BODY)
    assert (answer.status, answer.problem, 500 <= answer.took < 5000) == (None, "too_slow", True)


def test_who_drips_a_letter_at_a_time_is_not_waited_for_either(receiver: Receiver, hurried: None) -> None:
    receiver.manners = [receiver.drip]
    answer = post(receiver.url, {}, BODY)
    assert (answer.status, answer.problem, answer.took < 5000) == (None, "too_slow", True)


def test_of_a_huge_answer_no_more_than_the_beginning_is_read(receiver: Receiver) -> None:
    receiver.manners = [status(500, b"a" * 50_000_000)]
    answer = post(receiver.url, {}, BODY)
    assert (answer.status, answer.text) == (500, "a" * 200)


def test_of_endless_headers_no_more_than_the_beginning_is_read(receiver: Receiver) -> None:
    receiver.manners = [receiver.pour]
    answer = post(receiver.url, {}, BODY)
    assert (answer.status, answer.text, answer.problem) == (200, "", "")


def test_a_status_stands_although_what_was_to_follow_does_not_come(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "SAID", 0.1)
    receiver.manners = [status(202, length="10")]
    assert (post(receiver.url, {}, BODY).status, post(receiver.url, {}, BODY).status) == (202, 204)


def test_what_is_no_http_is_no_answer() -> None:
    def pong(listener: socket.socket) -> None:
        with listener.accept()[0] as line:
            line.recv(4096)
            line.sendall(b"+PONG\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        ponging = threading.Thread(target=pong, args=(listener,))
        ponging.start()
        answer = post(f"http://127.0.0.1:{listener.getsockname()[1]}/", {}, BODY)
        ponging.join()
    assert (answer.status, answer.problem) == (None, "no_http")


def test_where_nobody_listens_there_is_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/", {}, BODY).problem == "no_connection"


@pytest.fixture
def secret_receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """One that speaks TLS with a certificate for localhost, which this machine trusts."""
    key, certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    listening = Receiver(context=context)
    yield listening
    listening.close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    places = folder / "key.pem", folder / "certificate.pem"
    plain = serialization.NoEncryption()
    kind = serialization.PrivateFormat.PKCS8
    places[0].write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    places[1].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return places


def test_over_tls_the_certificate_must_bear_the_name(secret_receiver: Receiver) -> None:
    assert post(secret_receiver.url, {}, BODY).status == 204
    by_number = secret_receiver.url.replace("localhost", "127.0.0.1")
    assert (post(by_number, {}, BODY).problem, len(secret_receiver.all())) == ("no_tls", 1)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    secret_receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert (post(secret_receiver.url, {}, BODY).problem, secret_receiver.all()) == ("no_tls", [])


def test_who_speaks_no_tls_gets_nothing(receiver: Receiver) -> None:
    assert post(receiver.url.replace("http:", "https:"), {}, BODY).problem == "no_tls"
    assert receiver.all() == []
