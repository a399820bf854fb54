"""An operator who buys or sells sees nothing at the desk of an order of their own."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from marketplace.chargebacks.models import Evidence
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.models import Ruling
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.api.programs import program_of

pytestmark = pytest.mark.django_db
SAID = "This is about an order of your own"


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def _operators(order: Order) -> list[tuple[User, str]]:
    """Both sides as operators, with their own page of the order."""
    sides = ((order.buyer, "buyers:order"), (order.shop.owner, "sellers:order"))
    for user, _page in sides:
        user.is_staff = True
        user.save()
    return [(user, reverse(page, args=[order.reference])) for user, page in sides]


def _desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_pages_of_an_order_and_its_claim_say_so_and_show_nothing(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    places = [reverse("staff:order", args=[claim.order.reference]), reverse("staff:claim", args=[claim.pk])]
    for user, own_page in _operators(claim.order):
        for place in places:
            answer = _desk(user).get(place)
            page = answer.content.decode()
            assert (answer.status_code, SAID in page, f'href="{own_page}"' in page) == (403, True, True)
            assert [name for name in ("hearing", "entries", "records", "line") if name in answer.context] == []


def test_a_ruling_and_its_preview_show_nothing_either(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    typed = {"way": "all", "reasons": "Because.", "counted": ""}
    for user, _page in _operators(claim.order):
        for name, headers in (("ruling_preview", {}), ("ruling_preview", {"HX-Request": "true"}), ("ruling", {})):
            answer = _desk(user).post(reverse(f"staff:{name}", args=[claim.pk]), typed, headers=headers)
            assert (answer.status_code, SAID in answer.content.decode()) == (403, True)
    assert Ruling.objects.count() == 0


def test_a_dispute_of_theirs_says_so_and_takes_no_evidence(now: datetime) -> None:
    order = make.delivered_order(now=now)
    place = reverse("staff:chargeback", args=[make.chargeback(order, now=now).pk])
    for user, own_page in _operators(order):
        for answer in (_desk(user).get(place), _desk(user).post(place, {"statement": "It was delivered."})):
            page = answer.content.decode()
            assert (answer.status_code, SAID in page, f'href="{own_page}"' in page) == (403, True, True)
    assert Evidence.objects.count() == 0


def test_a_picture_of_it_does_not_exist_at_the_desk(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, now=now)
    photo = add_photo(order.pk, make.picture(), now=now, actor=make.buyer_of(order))
    add_evidence(claim.pk, words="", photos=[photo.pk], now=now, actor=make.buyer_of(order))
    readers = [make.operator(), *(user for user, _page in _operators(order))]
    places = (reverse("staff:photo", args=[photo.pk]), f"/api/v1/desk/photos/{photo.pk}/")
    programs = [program_of(user) for user in readers]
    answers = [_desk(user).get(places[0]) for user in readers]
    answers += [one.client.get(places[1], headers=one.headers) for one in programs]
    for answer in answers:
        answer.close()
    assert [answer.status_code for answer in answers] == [200, 404, 404] * 2
