"""Webhooks at the seller's desk: adding with a fresh password, the secret shown once, the log, sending again."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.models import IdempotencyKey
from marketplace.catalog.models import Shop
from marketplace.webhooks import addresses
from marketplace.webhooks.delivering import work_off_deliveries
from marketplace.webhooks.models import Delivery, Endpoint
from marketplace.webhooks.signing import secret_of
from tests import make
from tests.make.sessions import session_of
from tests.make.users import PASSWORD
from tests.webhooks.receiver import Receiver

PLACE = "/sell/webhooks/"
SECRET = re.compile(r"whsec_[\w+/]{43}=")


@pytest.fixture
def owner(shop: Shop) -> Client:
    """The shop's owner, who has just said the password."""
    client = Client()
    client.cookies["sessionid"] = session_of(shop.owner)
    return client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    listening = Receiver()
    yield listening
    listening.close()


def asked(url: str, **fields: object) -> dict[str, object]:
    return {"url": url, "description": "Cash book", "kinds": ["order", "claim"], "idempotency_key": "k1", **fields}


def test_an_address_is_added_and_its_secret_shown_in_this_answer_alone(
    owner: Client, shop: Shop, receiver: Receiver
) -> None:
    sent = asked(receiver.url)
    page = owner.post(f"{PLACE}new/", sent).content.decode()
    endpoint = Endpoint.objects.get()
    assert SECRET.findall(page) == [secret_of(endpoint.nonce)]
    assert (endpoint.shop, endpoint.url, endpoint.kinds) == (shop, receiver.url, ["order", "claim"])
    places = (PLACE, f"{PLACE}{endpoint.pk}/", f"{PLACE}{endpoint.pk}/secret/", "/sell/shop/")
    assert [place for place in places if SECRET.search(owner.get(place).content.decode())] == []
    assert [key for key in IdempotencyKey.objects.all() if "whsec" in str(key.answer)] == []
    again = owner.post(f"{PLACE}new/", sent).content.decode()
    assert (SECRET.findall(again), Endpoint.objects.count()) == ([secret_of(endpoint.nonce)], 1)


@pytest.mark.parametrize("place", ["new/", "{}/secret/"])
def test_secrets_take_a_fresh_password(place: str, client: Client, shop: Shop) -> None:
    endpoint = make.endpoint(shop)
    shop.owner.set_password(PASSWORD)
    shop.owner.save()
    client.force_login(shop.owner)
    for ask in (client.get, client.post):
        assert ask(PLACE + place.format(endpoint.pk))["Location"].startswith("/accounts/reauthenticate/")
    assert Endpoint.objects.get().nonce == endpoint.nonce


def test_a_new_secret_is_made_once_for_one_form(owner: Client, shop: Shop) -> None:
    endpoint = make.endpoint(shop)
    place = f"{PLACE}{endpoint.pk}/secret/"
    pages = [owner.post(place, {"idempotency_key": "k"}).content.decode() for _time in range(2)]
    now_used = Endpoint.objects.get()
    assert [SECRET.findall(page) for page in pages] == [[secret_of(now_used.nonce)]] * 2
    assert now_used.old_nonce == endpoint.nonce
    assert "The secret before signs as well until" in pages[0]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "This field is required."),
        ("http://shop.example.org/", "It must begin with https://"),
        ("https://10.0.0.1/", "Write a name"),
        ("https://169.254.169.254/latest/meta-data/", "Write a name"),
        ("https://me:secret@hooks.example.org/", "Write a whole address"),
        ("javascript:alert(1)", "Write a whole address"),
        ("https://hooks.example.org:6379/", "Only the ports 443 and 8443"),
        ("https://hooks.example.org/\x00", "Null characters are not allowed."),
        ("https://hooks.example.org/" + "x" * 400, "at most 300 characters"),
        ("https://nobody.invalid/", "Nobody knows this name."),
        ("https://inside.example.org/", "private network"),
        ("\u202ehttps://hooks.example.org/", "Write a whole address"),
        ('https://x.org/"><script>alert(1)</script>', "Write a whole address"),
    ],
)
def test_an_address_that_we_do_not_take_is_refused_in_words_and_nothing_typed_is_lost(
    url: str, words: str, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {"inside.example.org": ["10.1.2.3"], "hooks.example.org": ["93.184.215.14"]}
    monkeypatch.setattr(addresses, "look_up", lambda host, port: numbers.get(host, []))
    answer = owner.post(f"{PLACE}new/", asked(url, description="My <b>till</b>"))
    page = answer.content.decode()
    assert (answer.status_code, words in page, "My &lt;b&gt;till&lt;/b&gt;" in page) == (422, True, True)
    assert (Endpoint.objects.count(), "<script>alert" in page) == (0, False)


@pytest.mark.parametrize(
    "fields",
    [{"kinds": []}, {"kinds": ["everything"]}, {"kinds": "\x00"}, {"description": "x" * 61}],
)
def test_nonsense_beside_a_good_address_is_refused(
    fields: dict[str, object], owner: Client, receiver: Receiver
) -> None:
    assert owner.post(f"{PLACE}new/", asked(receiver.url, **fields)).status_code == 422
    assert Endpoint.objects.count() == 0


def test_the_same_address_twice_is_refused_at_its_field(owner: Client, shop: Shop, receiver: Receiver) -> None:
    make.endpoint(shop, receiver.url)
    answer = owner.post(f"{PLACE}new/", asked(receiver.url))
    assert (answer.status_code, answer.context["form"].errors) == (422, {"url": ["You have this address already."]})


def test_a_test_arrives_and_stands_in_the_log(seller: Client, shop: Shop, receiver: Receiver, now: datetime) -> None:
    endpoint = make.endpoint(shop, receiver.url, now=now)
    page = seller.post(f"{PLACE}{endpoint.pk}/test/", follow=True).content.decode()
    assert ("A test is on its way." in page, "endpoint.tested" in page, "waiting" in page) == (True, True, True)
    work_off_deliveries(lambda: now + timedelta(minutes=1))
    assert receiver.next().verified_by(endpoint)["type"] == "endpoint.tested"
    page = seller.get(f"{PLACE}{endpoint.pk}/").content.decode()
    assert ("delivered" in page, "204 after" in page) == (True, True)
    page = seller.get(PLACE).content.decode()
    assert "takes what we send" in page


def test_a_second_test_is_refused_in_words_while_one_is_under_way(seller: Client, shop: Shop) -> None:
    endpoint = make.endpoint(shop)
    for _time in range(2):
        page = seller.post(f"{PLACE}{endpoint.pk}/test/", follow=True).content.decode()
    assert ("A test is under way already." in page, Delivery.objects.count()) == (True, 1)


def test_what_was_given_up_is_shown_whole_and_sent_again(seller: Client, shop: Shop, now: datetime) -> None:
    endpoint = make.endpoint(shop, now=now)
    delivery = make.delivery(endpoint, now=now)
    Delivery.objects.update(
        due_at=None, failed_at=now, tried_at=now, attempts=10, status=500, answer="<b>Oops</b>", took=12
    )
    place = f"{PLACE}{endpoint.pk}/deliveries/{delivery.pk}/"
    page = seller.get(place).content.decode()
    shown = ("given up", "500 after 12 ms", "&lt;b&gt;Oops&lt;/b&gt;", delivery.event, delivery.reference, "Send again")
    assert [words for words in shown if words not in page] == []
    assert seller.post(f"{place}again/")["Location"] == place
    assert (Delivery.objects.get().state, "Send again" in seller.get(place).content.decode()) == ("waiting", False)


def test_pausing_resuming_changing_and_removing(seller: Client, shop: Shop) -> None:
    endpoint = make.endpoint(shop)
    place = f"{PLACE}{endpoint.pk}/"
    page = seller.post(f"{place}state/", {"to": "paused"}, follow=True).content.decode()
    assert ("Paused by you" in page, "Send a test" in page) == (True, False)
    page = seller.post(f"{place}state/", {"to": "on"}, follow=True).content.decode()
    assert ("Paused by you" in page, "Send a test" in page) == (False, True)
    assert [seller.post(f"{place}state/", {"to": to}).status_code for to in ("stopped", "", "\x00")] == [404] * 3
    assert seller.post(place, {"description": "Till", "kinds": ["review"]})["Location"] == place
    endpoint.refresh_from_db()
    assert (endpoint.description, endpoint.kinds) == ("Till", ["review"])
    assert "Remove it" in seller.get(f"{place}removal/").content.decode()
    assert Endpoint.objects.count() == 1
    assert seller.post(f"{place}removal/")["Location"] == PLACE
    assert (Endpoint.objects.count(), seller.get(place).status_code) == (0, 404)


def test_why_we_stopped_is_said(seller: Client, shop: Shop, now: datetime) -> None:
    endpoint = make.endpoint(shop, now=now)
    Endpoint.objects.update(stopped_at=now, stopped_why="gone")
    page = seller.get(f"{PLACE}{endpoint.pk}/").content.decode()
    assert "Stopped by us on 23 November, 12:00: It answered that it is gone (410)." in re.sub("<[^>]+>", "", page)
    assert "stopped" in seller.get(PLACE).content.decode()


def test_nobody_elses_webhooks_are_found(stranger: Client, seller: Client, shop: Shop) -> None:
    theirs = make.delivery(make.endpoint(shop))
    own = make.endpoint(Shop.objects.exclude(pk=shop.pk).get(), "https://own.example.org/")
    place = f"{PLACE}{theirs.endpoint_id}/"
    gets = (place, f"{place}removal/", f"{place}deliveries/{theirs.pk}/", f"{PLACE}{own.pk}/deliveries/{theirs.pk}/")
    assert [stranger.get(one).status_code for one in gets] == [404] * 4
    posts = (place, f"{place}test/", f"{place}state/", f"{place}removal/", f"{place}deliveries/{theirs.pk}/again/")
    assert [stranger.post(one, {"to": "paused", "kinds": "order"}).status_code for one in posts] == [404] * 5
    assert stranger.post(f"{PLACE}{own.pk}/deliveries/{theirs.pk}/again/").status_code == 404
    assert "hooks.example.org" not in stranger.get(PLACE).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_however_many_there_are(
    rows: int, seller: Client, shop: Shop, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    endpoint = make.endpoint(shop)
    for number in range(rows - 1):
        make.endpoint(shop, f"https://hooks{number}.example.org/")
    deliveries = [make.delivery(endpoint) for _ in range(rows)]
    place = f"{PLACE}{endpoint.pk}/"
    seller.get(place)
    # Session, user, shop, the frame; the clock; the endpoints.
    with django_assert_num_queries(6):
        assert len(seller.get(PLACE).context["endpoints"]) == rows
    # The endpoint; its deliveries, counted and read.
    with django_assert_num_queries(8):
        assert len(seller.get(place).context["page"].object_list) == rows
    with django_assert_num_queries(7):
        assert seller.get(f"{place}deliveries/{deliveries[0].pk}/").status_code == 200
