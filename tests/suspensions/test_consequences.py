"""What is suspended begins nothing new; what is open runs on, with all rights."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from escrow import invariants as of_books
from escrow import queries as books
from escrow.invariants import check_site
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout, Refund
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.cards import address
from marketplace.catalog.models import Shop
from marketplace.catalog.queries import live_listings, shelves, shops_named
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.appeal_ruling import appeal_ruling
from marketplace.orders.actions.basket import add_line, basket_of_user
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order
from marketplace.orders.quote import quote_of
from marketplace.suspensions import invariants
from reviews.actions.answer_review import answer_review
from reviews.actions.write_review import write_review
from reviews.models import Review
from tests import make
from tests.sandbox.running import Sandbox

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SHOP_WORDS = "This shop is suspended. Nothing is sold there for now."
PERSON_WORDS = "Your account is suspended. What is open runs on; nothing new can be begun."


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def refused(act: Callable[[], object]) -> tuple[str, str]:
    """Code and words of the refusal."""
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code, refusal.value.words


def status(client: Client, place: str) -> int:
    return client.get(place).status_code


def test_the_goods_of_a_suspended_shop_vanish_and_come_back(client: Client, now: datetime) -> None:
    shop = make.shop(name="Yulan Embroidery")
    listing = make.listing(shop, title="Peony hoop", category="tea")
    make.listing(title="Bamboo hat")
    places = {
        "/": "Peony hoop",
        "/search/?q=hoop": "Peony hoop",
        "/search/?q=yulan": "Yulan Embroidery",
        "/c/tea/": "Peony hoop",
        f"/s/{shop.slug}/": "Peony hoop",
        "/api/v1/listings/": "Peony hoop",
    }

    def seen() -> list[bool]:
        return [words in client.get(place).content.decode() for place, words in places.items()]

    def counted() -> tuple[int, int, int]:
        tea = next(shelf for shelf in shelves() if shelf.slug == "tea")
        return live_listings().count(), tea.goods, shops_named("yulan").count()  # type: ignore[attr-defined]

    assert (seen(), counted()) == ([True] * 6, (2, 1, 1))
    suspension = make.suspended_shop(shop, now=now)
    assert (seen(), counted()) == ([False] * 6, (1, 0, 0))
    pages = (address(listing), f"/api/v1/listings/{listing.pk}/")
    assert [status(client, place) for place in pages] == [404, 404]
    make.lifted_suspension(suspension, now=now)
    assert (seen(), counted()) == ([True] * 6, (2, 1, 1))
    assert [status(client, place) for place in pages] == [200, 200]


def test_the_page_of_a_suspended_shop_says_so(client: Client, now: datetime) -> None:
    shop = make.listing().shop
    make.suspended_shop(shop, now=now)
    page = client.get(f"/s/{shop.slug}/")
    said = ("This shop is suspended", "What was ordered before runs on", 'content="noindex"')
    assert (page.status_code, [words in page.content.decode() for words in said]) == (200, [True, True, True])
    assert "counterfeit" not in page.content.decode()
    told = client.get(f"/api/v1/shops/{shop.slug}/").json()
    assert (told["suspended"], "counterfeit" in str(told)) == (True, False)


def test_its_owner_sees_a_page_of_goods_and_that_nobody_else_does(client: Client, now: datetime) -> None:
    listing = make.listing()
    make.suspended_shop(listing.shop, now=now)
    client.force_login(listing.shop.owner)
    assert "Nobody but you sees this page." in client.get(address(listing)).content.decode()


def test_nothing_of_a_suspended_shop_goes_into_a_basket_or_out_of_it(now: datetime) -> None:
    buyer, sku, other = make.user(), make.sku(), make.sku()
    basket = make.basket(buyer, {sku: 1, other: 1}, now=now)
    make.suspended_shop(sku.listing.shop, now=now)
    assert refused(lambda: add_line(basket_of_user(buyer, now=now), sku.pk, 1, now=now)) == (
        "shop_suspended",
        SHOP_WORDS,
    )
    quote = quote_of(basket)
    words = f"The shop of “{sku.listing.title}” is suspended. Nothing is sold there for now."
    assert [(line.sku.pk, line.problem, line.words) for line in quote.problems] == [(sku.pk, "shop_suspended", words)]
    assert refused(lambda: make.checkout(basket, now=now)) == ("shop_suspended", words)
    assert Order.objects.count() == 0


def test_a_suspended_shop_shows_no_listing_and_may_go_on_writing_them(now: datetime) -> None:
    shop = make.shop()
    make.suspended_shop(shop, now=now)
    draft = create_listing(shop, title="Tea", price=100, stock=1, now=now)
    assert refused(lambda: publish_listing(draft, now=now)) == ("shop_suspended", SHOP_WORDS)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_orders_of_a_suspended_shop_run_on(now: datetime) -> None:
    order, claim = make.paid_order(now=now), make.claim(now=now)
    for shop in (order.shop, claim.order.shop):
        make.suspended_shop(shop, now=now)
    seller = make.seller_of(order)
    start_packing(order.pk, now=now, actor=seller)
    ship_order(order.pk, "SF", "SF-1", now=now, actor=seller)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    write_review(order.pk, stars=5, now=now, actor=seller)
    agree(claim.pk, now=now, actor=make.seller_of(claim.order))
    assert (make.read(order).hold.state, make.reread(claim).outcome, Review.objects.count()) == (
        "released",
        "agreed",
        1,
    )
    assert books.available(order.shop.book_id, "CNY") > 0
    assert check_site(now + DAY) == []


def test_the_payouts_of_a_suspended_shop_wait_and_go_on(now: datetime, sandbox: Sandbox) -> None:
    shop = make.completed_order(now=now).shop
    owner = Actor(Role.SELLER, shop.owner_id)
    names = {"bank": "ICBC", "holder": "Wang", "number": "6222000000001234"}
    set_payout_account(book_id=shop.book_id, owner_id=shop.owner_id, **names, now=now, actor=owner)

    def ask() -> Payout:
        return request_payout(book_id=shop.book_id, amount=5_000, currency="CNY", now=now, actor=owner)

    waiting = ask()
    suspension = make.suspended_shop(shop, now=now)
    assert refused(ask)[0] == "payouts_stopped"
    assert work_off_payouts(now + DAY) == 0
    waiting.refresh_from_db()
    assert waiting.state == "requested"
    make.lifted_suspension(suspension, now=now + DAY)
    assert (work_off_payouts(now + DAY), ask().state) == (1, "requested")
    assert [*invariants.check_all(now + DAY), *of_books.check_all(now + DAY)] == []


def test_a_suspended_person_orders_nothing_opens_no_shop_and_reviews_nothing(now: datetime) -> None:
    person = make.user()
    ended = make.completed_order(buyer=person, now=now)
    basket = make.basket(person, now=now)
    make.suspended_person(person, now=now)
    acts: tuple[Callable[[], object], ...] = (
        lambda: make.checkout(basket, now=now),
        lambda: open_shop(person, now=now, name="Tea", region="Jingmai"),
        lambda: write_review(ended.pk, stars=5, now=now, actor=make.buyer_of(ended)),
    )
    assert [refused(act) for act in acts] == [("person_suspended", PERSON_WORDS)] * 3
    assert (Order.objects.count(), Shop.objects.filter(owner=person).count(), Review.objects.count()) == (1, 0, 0)


def test_a_suspended_owner_answers_no_review(now: datetime) -> None:
    review = make.open_review(now=now)
    make.suspended_person(review.shop.owner, now=now)
    seller = make.seller_of(review.order)
    assert refused(lambda: answer_review(review.pk, answer="Thanks.", now=now, actor=seller))[0] == "person_suspended"


def test_a_suspended_person_keeps_all_rights_of_open_orders(now: datetime) -> None:
    person = make.user()
    arrived = make.delivered_order(buyer=person, now=now)
    ruled = make.ruled_claim(now=now)
    make.suspended_person(person, now=now)
    make.suspended_person(ruled.order.shop.owner, now=now)
    confirmed = make.delivered_order(buyer=make.user(), now=now)
    make.suspended_person(Order.objects.get(pk=confirmed.pk).buyer, now=now)
    later = now + 3 * DAY
    claim = make.claim(arrived, now=now)
    agree(claim.pk, now=now, actor=make.seller_of(arrived))
    confirm_receipt(confirmed.pk, now=now, actor=make.buyer_of(confirmed))
    appeal_ruling(ruled.pk, words="Look again.", now=later, actor=make.seller_of(ruled.order))
    assert (make.reread(claim).outcome, make.read(confirmed).hold.state, make.reread(ruled).state) == (
        "agreed",
        "released",
        "appealed",
    )
    assert list(Refund.objects.values_list("payer_id", "state")) == [(person.pk, "due")]


def test_a_person_who_is_free_again_orders_again(now: datetime) -> None:
    person = make.user()
    basket = make.basket(person, now=now)
    make.lifted_suspension(make.suspended_person(person, now=now), now=now)
    assert make.checkout(basket, now=now).buyer_id == person.pk
    assert open_shop(person, now=now, name="Tea", region="Jingmai").owner_id == person.pk


def test_a_checkout_that_was_placed_before_is_answered_again(now: datetime) -> None:
    person = make.user()
    basket = make.basket(person, now=now)
    version = basket.version
    first = make.checkout(basket, now=now, key="form-1")
    make.suspended_person(person, now=now)
    basket.version = version
    assert make.checkout(basket, now=now, key="form-2").pk == first.pk
