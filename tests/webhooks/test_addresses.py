"""Addresses that lead elsewhere than into the public internet are refused, however they are spelled."""

from collections.abc import Callable
from threading import Event

import pytest
from pytest_django import Settings

from core.errors import Invalid
from marketplace.webhooks import addresses
from marketplace.webhooks.addresses import is_public, look_at, read_address, resolve
from marketplace.webhooks.checks import loopback_is_out_of_reach

PUBLIC = "93.184.215.14"


@pytest.fixture(autouse=True)
def _in_production(settings: Settings) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Invalid) as refused:
        act()
    assert refused.value.field == "url"
    return refused.value.code


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://hooks.example.org/danbao", "https://hooks.example.org/danbao"),
        (" https://hooks.example.org ", "https://hooks.example.org/"),
        ("HTTPS://Hooks.Example.ORG:443/A?b=C&d=%20", "https://hooks.example.org/A?b=C&d=%20"),
        ("https://hooks.example.org:8443?x=1", "https://hooks.example.org:8443/?x=1"),
        ("https://xn--fsqu00a.xn--0zwm56d/", "https://xn--fsqu00a.xn--0zwm56d/"),
    ],
)
def test_an_address_is_kept_in_one_spelling(text: str, kept: str) -> None:
    assert str(read_address(text)) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "url_unreadable"),
        ("hooks.example.org", "url_unreadable"),
        ("ftp://hooks.example.org/", "url_unreadable"),
        ("file:///etc/passwd", "url_unreadable"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "url_unreadable"),
        ("https://user:secret@hooks.example.org/", "url_unreadable"),
        ("https://hooks.example.org@127.0.0.1/", "url_unreadable"),
        ("https://hooks.example.org\\@127.0.0.1/", "url_unreadable"),
        ("https://hooks.example.org#@127.0.0.1/", "url_unreadable"),
        ("https://hooks.example.org/#part", "url_unreadable"),
        ("https://hooks.example.org/a b", "url_unreadable"),
        ("https://hooks.example.org/\r\nX-Forged: 1", "url_unreadable"),
        ("https://hooks.example.org/\tx", "url_unreadable"),
        ("https://hooks.example.org/\x00", "url_unreadable"),
        ("https://hooks.example.org/\ud800", "url_unreadable"),
        ("https://例子.测试/", "url_unreadable"),
        ("https://①②⑦.⓪.⓪.①/", "url_unreadable"),
        ("https://127。0。0。1/", "url_unreadable"),
        ("https://hoo\u212a.example.org/", "url_unreadable"),
        ("https://[::1]/", "url_unreadable"),
        ("https://[::ffff:127.0.0.1]/", "url_unreadable"),
        ("https://hooks.example.org:99999999/", "url_unreadable"),
        ("https://hooks.example.org/" + "x" * 300, "url_unreadable"),
        ("http://hooks.example.org/", "url_not_secret"),
        ("http://localhost/", "url_not_secret"),
        ("https://127.0.0.1/", "url_no_name"),
        ("https://169.254.169.254/latest/meta-data/", "url_no_name"),
        ("https://2130706433/", "url_no_name"),
        ("https://0x7f000001/", "url_no_name"),
        ("https://0x7f.1/", "url_no_name"),
        ("https://0177.0.0.1/", "url_no_name"),
        ("https://127.1/", "url_no_name"),
        ("https://0/", "url_no_name"),
        ("https://8.8.8.8/", "url_no_name"),
        ("https://localhost/", "url_no_name"),
        ("https://intranet/", "url_no_name"),
        ("https://hooks.example.org./", "url_no_name"),
        ("https://-x.example.org/", "url_no_name"),
        ("https://" + "a" * 64 + ".org/", "url_no_name"),
        ("https://hooks.example.org:22/", "url_odd_port"),
        ("https://hooks.example.org:6379/", "url_odd_port"),
        ("https://hooks.example.org:80/", "url_odd_port"),
        ("https://hooks.example.org:0/", "url_odd_port"),
    ],
)
def test_a_spelling_we_do_not_take_is_refused_in_words(text: str, code: str) -> None:
    assert refusal(lambda: read_address(text)) == code


@pytest.mark.parametrize(
    "number",
    [
        "0.0.0.0",  # noqa: S104 nobody listens there
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.0.170",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.215.14",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d70e",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "2606:2800:21f:cb07::1%1",
        "fec0::1",
        "ff02::1",
        "nonsense",
        "",
    ],
)
def test_a_number_that_is_not_for_everybody_is_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", [PUBLIC, "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:2800:21f:cb07::1"])
def test_numbers_that_anybody_may_have_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize("private", ["127.0.0.1", "169.254.169.254", "10.1.2.3", "::1", "fd00::1"])
def test_one_private_number_refuses_the_name(private: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "look_up", lambda host, port: [PUBLIC, private])
    assert refusal(lambda: look_at("https://hooks.example.org/")) == "url_private"


def test_a_name_that_is_public_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [PUBLIC]

    monkeypatch.setattr(addresses, "look_up", look_up)
    address = look_at("https://hooks.example.org:8443/danbao")
    assert (str(address), asked) == ("https://hooks.example.org:8443/danbao", [("hooks.example.org", 8443)])


def test_a_name_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    monkeypatch.setattr(addresses, "look_up", nobody)
    assert refusal(lambda: look_at("https://hooks.example.org/")) == "url_unknown"


def test_nobody_waits_for_a_resolver_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = Event()

    def slow(host: str, port: int) -> list[str]:
        let_go.wait(20)
        return [PUBLIC]

    monkeypatch.setattr(addresses, "look_up", slow)
    address = read_address("https://hooks.example.org/")
    assert refusal(lambda: resolve(address, within=0.05)) == "url_unknown"
    let_go.set()


def test_the_demo_reaches_its_own_machine_by_its_own_names_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    assert str(look_at("http://127.0.0.1:9000/hook")) == "http://127.0.0.1:9000/hook"
    monkeypatch.setattr(addresses, "look_up", lambda host, port: ["127.0.0.1"])
    assert str(look_at("http://localhost:9000/hook")) == "http://localhost:9000/hook"
    assert refusal(lambda: look_at("https://rebound.example.org/")) == "url_private"
    assert refusal(lambda: look_at("http://rebound.example.org/")) == "url_not_secret"
    monkeypatch.setattr(addresses, "look_up", lambda host, port: ["169.254.169.254"])
    assert refusal(lambda: look_at("http://localhost:9000/hook")) == "url_private"


def test_a_site_with_real_money_is_not_deployed_with_its_own_machine_in_reach(settings: Settings) -> None:
    assert loopback_is_out_of_reach(None) == []
    settings.WEBHOOKS_TO_LOOPBACK = True
    assert [error.id for error in loopback_is_out_of_reach(None)] == ["webhooks.E001"]
