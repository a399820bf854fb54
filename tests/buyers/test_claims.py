"""A buyer asks for money back and goes on with it: what each page shows, does once, and refuses."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.actor import Role
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.models import Claim, Photo
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db
#: A label or legend, and what stands beside it.
_LABELLED = r'<(?:label for="[^"]*"|legend class="label")>([^<]*)(?:<span class="opt">([^<]*)</span>)?\s*</'


def _order(buyer: User) -> Order:
    return make.delivered_order(buyer=buyer, now=clock.now())


def _at(claim: Claim, rest: str = "") -> str:
    return f"/buy/orders/{claim.order.reference}/claims/{claim.pk}/{rest}"


def _sent(order: Order, **more: object) -> dict[str, object]:
    line = order.lines.get().pk
    return {"reason": "damaged", "wish": "refund", f"line_{line}": "40", "words": "Mouldy.", **more}


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_request_with_photos_is_made_once_however_often_it_is_sent(signed_in: Client, buyer: User) -> None:
    order = _order(buyer)
    place = f"/buy/orders/{order.reference}/claim/"
    for _time in range(2):
        answer: Any = signed_in.post(place, _sent(order, photos=make.picture(), idempotency_key="k"), follow=True)
        assert answer.status_code == 200
    claim, photo = Claim.objects.get(), Photo.objects.get()
    assert (claim.goods, claim.reason, claim.state) == (4000, "damaged", "asked")
    assert answer.request["PATH_INFO"] == _at(claim)
    page = answer.content.decode()
    assert (photo.sha256 in page, f"/buy/photos/{photo.pk}/?small" in page, "Mouldy." in page) == (True, True, True)
    assert len(_kept_files(order)) >= 2  # the picture, large and small


def _kept_files(order: Order) -> list[Path]:
    """Of this order alone: other tests keep theirs beside it at the same moment."""
    return list(Path(settings.PRIVATE_ROOT, "orders", str(order.pk)).glob("*"))


def test_of_a_refused_request_no_photo_stays(signed_in: Client, buyer: User) -> None:
    claim = make.claim(_order(buyer), now=clock.now())
    before = _kept_files(claim.order)
    for place in (f"/buy/orders/{claim.order.reference}/claim/", _at(claim, "appeal/")):
        answer = signed_in.post(place, _sent(claim.order, photos=[make.picture(), make.picture(801)]))
        assert (answer.status_code, Photo.objects.count(), _kept_files(claim.order)) == (422, 0, before)


def test_ten_photos_are_refused_before_one_is_looked_at(signed_in: Client, buyer: User) -> None:
    order = _order(buyer)
    photos = [SimpleUploadedFile(f"{number}.jpg", b"<html>") for number in range(10)]
    answer = signed_in.post(f"/buy/orders/{order.reference}/claim/", _sent(order, photos=photos))
    assert answer.context["form"].errors == {"photos": ["Show at most 9 pictures at once."]}


def test_the_sum_is_worked_out_without_asking_anybody(signed_in: Client, buyer: User) -> None:
    order = _order(buyer)
    answer = signed_in.post(f"/buy/orders/{order.reference}/claim/", _sent(order, preview="1", reason=""))
    total = answer.context["total"]
    assert (answer.status_code, total.back.minor, total.rest.minor) == (200, 4000, 8800)
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": ""}, "Write something here."),
        ({"lines": "9999"}, "That is more than can be asked for this."),
        ({"reason": "weather"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    signed_in: Client, buyer: User, wrong: dict[str, str], words: str
) -> None:
    order = _order(buyer)
    answer = signed_in.post(f"/buy/orders/{order.reference}/claim/", _sent(order, **wrong))
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Claim.objects.count() == 0


def test_while_the_shop_packs_cancelling_asks_it(signed_in: Client, buyer: User) -> None:
    order = make.packed_order(buyer=buyer, now=clock.now())
    place = f"/buy/orders/{order.reference}/cancellation/"
    assert "Ask the shop to cancel" in signed_in.get(place).content.decode()
    for _time in range(2):
        assert signed_in.post(place, {"words": "A mistake.", "idempotency_key": "k"}).status_code == 302
    claim = Claim.objects.get()
    assert (claim.shipped, claim.total, claim.reason) == (False, 12_800, "no_longer_wanted")


def test_an_offer_is_accepted_and_cannot_be_accepted_again() -> None:
    claim = make.offered_claim(now=clock.now())
    client = _signed_in(claim.order.buyer)
    assert "¥20.00" in client.get(_at(claim, "agreement/")).content.decode()
    assert client.post(_at(claim, "agreement/"), {"idempotency_key": "a"}).headers["Location"] == _at(claim)
    assert make.reread(claim).outcome == "offer_accepted"
    answer = client.post(_at(claim, "agreement/"), {"idempotency_key": "b"})
    assert (answer.status_code, "This request has ended already." in answer.content.decode()) == (422, True)


def test_photos_are_seen_by_both_sides_and_nobody_else() -> None:
    claim = make.claim(now=clock.now())
    photo = add_photo(claim.order_id, make.picture(), now=clock.now(), actor=make.buyer_of(claim.order))
    buyer, seller, stranger = (
        _signed_in(one) for one in (claim.order.buyer, claim.order.shop.owner, make.shop().owner)
    )
    assert seller.get(f"/sell/photos/{photo.pk}/").status_code == 404  # nothing was said of it yet
    add_evidence(claim.pk, words="", photos=[photo.pk], now=clock.now(), actor=make.buyer_of(claim.order))
    for client, place in ((buyer, f"/buy/photos/{photo.pk}/"), (seller, f"/sell/photos/{photo.pk}/")):
        answer: Any = client.get(place)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
        assert "no-store" in answer.headers["Cache-Control"]
        assert b"".join(answer)[8:12] == b"WEBP"
    assert stranger.get(f"/buy/photos/{photo.pk}/").status_code == 404
    assert stranger.get(f"/sell/photos/{photo.pk}/").status_code == 404
    assert (photo.role, stranger.get(_at(claim)).status_code) == (Role.BUYER, 404)


@pytest.mark.parametrize("claims", [1, 3])
def test_the_page_of_a_claim_takes_fifteen_queries(
    claims: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    claim = next(iter([make.claim(now=clock.now()) for _n in range(claims)]))
    client = _signed_in(claim.order.buyer)
    with django_assert_num_queries(15):
        assert client.get(_at(claim)).status_code == 200


def _marks(page: Any) -> dict[str, str]:
    """Beside each label of the form: whether it may be left empty."""
    return {label.strip(): mark for label, mark in re.findall(_LABELLED, page.content.decode())}


def test_what_may_be_left_empty_is_marked_so_and_nothing_else(signed_in: Client, buyer: User) -> None:
    order = _order(buyer)
    place = f"/buy/orders/{order.reference}/claim/"
    for page in (signed_in.get(place), signed_in.post(place, _sent(order, preview="1", reason=""))):
        marks = _marks(page)
        assert (marks["What is wrong"], marks["The shop pays for sending back"]) == ("", "(if you like)")
        assert {marks[label] for label in ("In your own words", "Photos")} == {"(words or photos)"}


def test_who_no_longer_wants_what_was_not_sent_need_not_say_why(signed_in: Client, buyer: User) -> None:
    order = make.paid_order(buyer=buyer, now=clock.now())
    marks = _marks(signed_in.get(f"/buy/orders/{order.reference}/claim/"))
    assert (marks["Why"], marks["In your own words"]) == ("", "(words or photos, if it is something else)")


@pytest.mark.parametrize(
    ("verb", "marks"),
    [
        ("evidence", {"In your own words": "(words or photos)", "Photos": "(words or photos)"}),
        ("appeal", {"Why": "", "Photos": "(if you like)"}),
    ],
)
def test_what_is_said_later_is_marked_as_it_is_needed(
    signed_in: Client, buyer: User, verb: str, marks: dict[str, str]
) -> None:
    order = _order(buyer)
    claim = make.claim(order, now=clock.now()) if verb == "evidence" else make.ruled_claim(order, now=clock.now())
    page = signed_in.get(f"/buy/orders/{order.reference}/claims/{claim.pk}/{verb}/")
    assert _marks(page) == marks
