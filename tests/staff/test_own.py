"""An operator who buys or sells sees nothing at the desk of an order, a shop or money of their own."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core import clock
from core.actor import Actor, Role
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Decision, Refund
from marketplace.chargebacks.models import Evidence
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.models import Ruling
from marketplace.conversations.actions.report import report
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.api.programs import code, program_of

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
            assert [name for name in ("hearing", "seen", "line") if name in answer.context] == []


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


def _closed_to(user: User, *places: str) -> list[tuple[int, bool]]:
    answers = [_desk(user).get(place) for place in places]
    return [(answer.status_code, "This concerns you" in answer.content.decode()) for answer in answers]


def test_their_shop_and_they_themselves_do_not_stand_at_the_desk(now: datetime) -> None:
    shop = make.shop(now=now)
    ((_buyer, _), (owner, _)) = _operators(make.completed_order(sku=make.sku(make.listing(shop, now=now)), now=now))
    places = [reverse("staff:shop", args=[shop.pk]), reverse("staff:person", args=[owner.pk])]
    assert _closed_to(owner, *places) == [(403, True)] * 2
    assert [_desk(make.operator()).get(place).status_code for place in places] == [200, 200]


def test_a_large_payout_of_theirs_shows_nothing_and_takes_no_proposal(now: datetime, settings: Settings) -> None:
    settings.PAYOUT_FOUR_EYES_ABOVE = 10_000
    shop = make.shop(now=now)
    _operators(make.completed_order(sku=make.sku(make.listing(shop, now=now)), now=now))
    make.bank_account(shop, now=now)
    owner = make.owner_of(shop)
    payout = request_payout(book_id=shop.pk, amount=12_000, currency="CNY", now=now, actor=owner)
    place = reverse("staff:payout", args=[payout.pk])
    shop.owner.refresh_from_db()
    assert _closed_to(shop.owner, place) == [(403, True)]
    assert _desk(shop.owner).post(place, {"way": "send", "reason": "Mine."}).status_code == 403
    assert (_desk(make.operator()).get(place).status_code, Decision.objects.count()) == (200, 0)


def test_a_rejected_refund_of_theirs_shows_nothing_to_either_side(now: datetime) -> None:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order), reason="")
    Refund.objects.update(state="rejected")
    place = reverse("staff:refund", args=[Refund.objects.get().pk])
    for user, own_page in _operators(order):
        answer = _desk(user).get(place)
        page = answer.content.decode()
        assert (answer.status_code, SAID in page, f'href="{own_page}"' in page) == (403, True, True)
    assert _desk(make.operator()).get(place).status_code == 200


def _counted(user: User, place: str) -> int:
    """How many the desk's first page says wait there."""
    (found,) = [one.count for one in _desk(user).get(reverse("staff:desk")).context["queues"] if one.url_name == place]
    return int(found)


def _listed(user: User) -> list[int]:
    """The proposals that wait on their page, and how many the first page counts."""
    page = _desk(user).get(reverse("staff:decisions"))
    return [*(one.pk for one, _lines in page.context["waiting"]), _counted(user, "staff:decisions")]


def test_proposals_about_their_own_money_are_neither_listed_nor_counted(now: datetime) -> None:
    order = make.paid_order(now=now)
    (buyer, _page), (owner, _other) = _operators(order)
    cancel_order(order.pk, now=now, actor=Actor(Role.BUYER, order.buyer_id))
    refund = Refund.objects.get()
    unknown = make.unknown_capture(now)
    make.bank_account(order.shop, now=now)
    kinds: list[tuple[str, int | None, dict[str, object]]] = [
        ("refund_retry", refund.pk, {}),
        ("suspense_match", unknown.pk, {"payment": order.checkout.payment_id}),
        ("debt_write_off", order.shop.book_id, {"amount": 100, "currency": "CNY"}),
        ("goodwill", order.hold_id, {"amount": 100, "currency": "CNY"}),
        ("capital_in", None, {"amount": 100, "currency": "CNY", "gateway": "sandbox", "reference": "B-1"}),
    ]
    proposer = make.operator()
    made = [
        Decision.objects.create(
            kind=kind, subject_id=about, data=data, reason="So.", proposed_by=proposer, proposed_at=now
        ).pk
        for kind, about, data in kinds
    ]
    assert _listed(proposer) == [*made, 5]
    assert _listed(buyer) == [made[2], made[4], 2]
    assert _listed(owner) == [made[4], 1]
    Decision.objects.update(decided_at=now, decided_by=make.operator("Officer Wu"), agreed=False)
    decided = _desk(buyer).get(reverse("staff:decisions")).context["decided"]
    assert sorted(one.pk for one in decided) == [made[2], made[4]]


def test_what_is_reported_of_them_or_by_them_is_hidden(now: datetime) -> None:
    shop, reporter = make.shop(now=now), make.user()
    filed = report("shop", shop.pk, ground="other", words="Rude.", now=now, actor=Actor(Role.BUYER, reporter.pk))
    place, listed = reverse("staff:report", args=[filed.pk]), reverse("staff:reports")
    for user in (shop.owner, reporter):
        user.is_staff = True
        user.save()
        program = program_of(user)
        assert _closed_to(user, place) == [(403, True)]
        assert place not in _desk(user).get(listed).content.decode()
        assert _counted(user, "staff:reports") == 0
        assert program.get("/api/v1/desk/reports/")[1]["results"] == []
        assert code(program.get(f"/api/v1/desk/reports/{filed.pk}/")) == (409, "own_report")
    other = make.operator()
    assert (place in _desk(other).get(listed).content.decode(), _counted(other, "staff:reports")) == (True, 1)
    assert [row["id"] for row in program_of(other).get("/api/v1/desk/reports/")[1]["results"]] == [filed.pk]


def test_large_payouts_of_theirs_are_neither_listed_nor_counted(now: datetime, settings: Settings) -> None:
    settings.PAYOUT_FOUR_EYES_ABOVE = 10_000
    waiting = []
    for _shop in range(2):
        shop = make.shop(now=now)
        make.completed_order(sku=make.sku(make.listing(shop, now=now)), now=now)
        make.bank_account(shop, now=now)
        waiting.append(
            request_payout(book_id=shop.pk, amount=12_000, currency="CNY", now=now, actor=make.owner_of(shop)).pk
        )
    shop.owner.is_staff = True
    shop.owner.save()
    assert _rows(make.operator(), "staff:payouts") == [*waiting, 2]
    assert _rows(shop.owner, "staff:payouts") == [waiting[0], 1]


def test_rejected_refunds_of_theirs_are_neither_listed_nor_counted(now: datetime) -> None:
    orders = [make.paid_order(now=now) for _order in range(2)]
    for order in orders:
        cancel_order(order.pk, now=now, actor=make.buyer_of(order), reason="")
    Refund.objects.update(state="rejected")
    first, second = (Refund.objects.get(hold_id=order.hold_id).pk for order in orders)
    assert _rows(make.operator(), "staff:refunds") == [first, second, 2]
    for user, _page in _operators(orders[1]):
        assert _rows(user, "staff:refunds") == [first, 1]


def test_appeals_of_theirs_are_neither_listed_nor_counted(now: datetime) -> None:
    first, second = make.appealed_suspension(now=now), make.appealed_suspension(now=now)
    second.person.is_staff = True
    second.person.save()
    assert _rows(make.operator(), "staff:appeals") == [first.pk, second.pk, 2]
    assert _rows(second.person, "staff:appeals") == [first.pk, 1]


def _rows(user: User, place: str) -> list[int]:
    """What waits on that page, and how many the first page counts."""
    shown = _desk(user).get(reverse(place)).context
    rows: list[Any] = [
        one[0] if isinstance(one, tuple) else one for one in shown["rows" if "rows" in shown else "waiting"]
    ]
    return [*(one.pk for one in rows), _counted(user, place)]
