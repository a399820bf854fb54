"""Where there is something to report, a link to it stands beside."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.actor import Role
from marketplace.catalog.cards import address
from marketplace.conversations.models import Message
from marketplace.users.models import User
from reviews.actions.delete_review import delete_review
from reviews.models import Review
from tests import make
from tests.conversations.test_pages import browser


@pytest.fixture
def review(db: None) -> Review:
    return make.open_review(now=clock.now())


def links(client: Client, place: str, subject: str) -> list[str]:
    """The numbers of what the page leads to a report of."""
    page = client.get(place)
    assert page.status_code == 200
    start = f'href="/report/{subject}/'
    return [part.split("/", 1)[0] for part in page.content.decode().split(start)[1:]]


def places_of(review: Review) -> dict[str, str]:
    listing = review.order.lines.get().sku.listing
    return {
        "goods": address(listing),
        "shop": reverse("storefront:shop", args=[review.shop.slug]),
        "all of the goods": f"{address(listing)}reviews/",
        "all of the shop": f"/s/{review.shop.slug}/reviews/",
    }


@pytest.mark.parametrize("where", ["goods", "shop", "all of the goods", "all of the shop"])
def test_a_public_review_has_one_wherever_it_stands(review: Review, where: str) -> None:
    assert links(Client(), places_of(review)[where], "review") == [str(review.pk)]


def test_the_shop_reports_what_was_written_about_it_and_nobody_their_own(review: Review) -> None:
    seller, buyer = browser(review.shop.owner), browser(review.author)
    assert links(seller, "/sell/reviews/", "review") == [str(review.pk)]
    assert links(seller, f"/sell/orders/{review.order.reference}/review/", "review") == [str(review.pk)]
    assert links(buyer, f"/buy/orders/{review.order.reference}/review/", "review") == []


def test_what_was_deleted_has_none_and_operators_delete_instead(review: Review) -> None:
    place = places_of(review)["all of the shop"]
    assert links(browser(make.operator()), place, "review") == []
    delete_review(review.pk, reason="An address was in it.", now=clock.now(), actor=make.desk())
    assert links(Client(), place, "review") == []


def test_goods_and_a_shop_have_one(review: Review) -> None:
    places = places_of(review)
    assert links(Client(), places["goods"], "listing") == [str(review.order.lines.get().sku.listing_id)]
    assert links(Client(), places["shop"], "shop") == [str(review.shop_id)]


@pytest.fixture
def said(db: None) -> tuple[Message, Message]:
    """What the buyer and the shop wrote about an order that has a claim."""
    claim = make.claim()
    return make.letter(claim.order), make.letter(claim.order, "We will.", by=Role.SELLER)


@pytest.mark.parametrize("where", ["messages/{thread}/", "orders/{order}/", "orders/{order}/claims/{claim}/"])
def test_a_message_of_the_other_side_has_one_wherever_it_stands(said: tuple[Message, Message], where: str) -> None:
    of_buyer, of_shop = said
    order: Any = of_buyer.thread.order
    place = where.format(thread=of_buyer.thread_id, order=order.reference, claim=order.claims.get().pk)
    reads: list[tuple[str, User, Message]] = [
        ("/buy/", order.buyer, of_shop),
        ("/sell/", order.shop.owner, of_buyer),
    ]
    for face, person, theirs in reads:
        assert links(browser(person), f"{face}{place}", "message") == [str(theirs.pk)]
