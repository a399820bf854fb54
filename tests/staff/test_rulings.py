"""Ruling at the desk: what the page counts is what the books then do, and nobody rules where they must not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from core import clock
from core.actor import SYSTEM, Actor, Role
from core.money import Money
from escrow.invariants import check_site
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Refund
from escrow.queries import debt
from escrow.terms import Division
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.models import Claim, Ruling
from marketplace.staff.ruling_form import RulingForm
from marketplace.staff.views.one_claim import counted_by
from marketplace.users.models import User
from tests import make
from tests.claims import seen
from tests.payments.provider_side import account

pytestmark = pytest.mark.django_db
REASONS = "The photo of the buyer shows mould on one cake."
Form = dict[str, Any]


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=4))


def desk_of(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def lines(claim: Claim, goods: str, sending: str = "0") -> Form:
    return {"way": "lines", f"line_{claim.order.lines.get().pk}": goods, "line_sending": sending, "reasons": REASONS}


def typed(claim: Claim, form: Form) -> RulingForm:
    read = RulingForm(form, claim=claim)
    assert read.is_valid(), read.errors
    return read


def post(claim: Claim, form: Form, operator: User | None = None, *, do: str = "ruling") -> Any:
    return desk_of(operator or make.operator()).post(reverse(f"staff:{do}", args=[claim.pk]), form)


#: What is typed, and what comes of 128.00 (118.00 of goods, 10.00 of sending, 2.5 % fee): buyer, shop, our charge.
WAYS = [
    ({"way": "lines"}, (0, 12_505, 295)),
    ({"way": "nothing"}, (0, 12_505, 295)),
    ({"way": "all"}, (12_800, 0, 0)),
    ({"way": "sum", "sum": "40"}, (4_000, 8_605, 195)),
    ({"way": "sum", "sum": "¥40.01"}, (4_001, 8_605, 194)),
    ({"way": "sum", "sum": "１２０"}, (12_000, 800, 0)),
    ({"way": "sum", "sum": "40", "postage": "6.50"}, (4_650, 7_955, 195)),
    ({"way": "all", "postage": "6.50"}, (12_800, 0, 0)),
]


@pytest.mark.parametrize(("form", "ends"), WAYS)
def test_what_is_counted_is_what_the_ruling_does_to_the_minor_unit(
    form: Form, ends: tuple[int, int, int], now: datetime
) -> None:
    claim = make.claim_to_rule(now=now)
    counted = counted_by(typed(claim, {**form, "reasons": REASONS}))
    buyer, shop, fee = ends
    assert counted.division == Division(buyer=buyer, promotions=0, seller=shop, fee=fee, tax=0)
    answer = post(claim, {**form, "reasons": REASONS, "counted": counted.stamp})
    assert (answer.status_code, make.reread(claim).state) == (302, "ruled")
    for actor in (make.buyer_of(claim.order), make.seller_of(claim.order)):
        accept_ruling(claim.pk, now=clock.now(), actor=actor)
    assert seen.after_funding(claim.order) == settled(claim, *ends)
    assert check_site(clock.now()) == []


def settled(claim: Claim, buyer: int, seller: int, fee: int) -> list[tuple[str, str, str, int]]:
    hold, shop = claim.order.hold_id, claim.order.shop_id
    refund = Refund.objects.filter(hold_id=hold).values_list("pk", flat=True).first()
    moves = [(f"refund_due:{refund}", buyer), (f"payable:{shop}", seller), ("income:fees", fee)]
    return [(f"hold:{hold}:settle", f"hold:{hold}", name, minor) for name, minor in moves if minor]


def test_by_line_each_line_counts_for_itself(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    counted = counted_by(typed(claim, lines(claim, "58", "6")))
    assert (counted.to_buyer, counted.to_shop) == (Money(6_400, "CNY"), Money(6_250, "CNY"))
    assert [share.ruled.minor for share in counted.shares] == [6_400, 6_250, 150]
    assert [share.nothing_back.minor for share in counted.shares] == [0, 12_505, 295]


def test_the_page_begins_with_what_is_asked(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    shown = desk_of(make.operator()).get(reverse("staff:claim", args=[claim.pk])).content.decode()
    assert ('value="40.00"' in shown, "Rule: ¥40.00 back, ¥86.05 to the shop" in shown) == (True, True)


def test_a_preview_shows_the_sums_keeps_what_was_typed_and_writes_nothing(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    before = seen.everything(claim)
    answer = post(claim, {**lines(claim, "58", "6"), "reasons": "Half a thought"}, do="ruling_preview")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert ("Rule: ¥64.00 back, ¥62.50 to the shop" in shown, "Half a thought" in shown) == (True, True)
    assert seen.everything(claim) == before


def test_htmx_gets_the_sums_alone(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    client = desk_of(make.operator())
    address = reverse("staff:ruling_preview", args=[claim.pk])
    shown = client.post(address, lines(claim, "58", "6"), headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in shown, 'id="said"' in shown, "Rule: ¥64.00 back" in shown) == (False, True, True)
    wrong = client.post(address, lines(claim, "999", "6"), headers={"HX-Request": "true"})
    assert (wrong.status_code, "That is more than was agreed for this." in wrong.content.decode()) == (200, True)


REFUSED = [
    ({}, "This field is required."),
    ({"way": "gold"}, "Select a valid choice."),
    ({"way": "sum", "sum": "a lot"}, "Write the amount in figures, like 128.00."),
    ({"way": "sum", "sum": "NaN"}, "Write the amount in figures, like 128.00."),
    ({"way": "sum", "sum": "1e3"}, "Write the amount in figures, like 128.00."),
    ({"way": "sum", "sum": "1.005"}, "The amount has too many figures after the point."),
    ({"way": "sum", "sum": "-5"}, "An amount given back cannot be negative."),
    ({"way": "sum", "sum": "128.01"}, "That is more than is left."),
    ({"way": "sum", "sum": "128", "postage": "0.01"}, "That is more than is left."),
    ({"way": "lines", "line_sending": "10.01"}, "That is more than was agreed for this."),
    ({"way": "nothing", "reasons": " "}, "This field is required."),
    ({"way": "nothing", "counted": "1:2"}, "The sums changed after they were counted."),
]


@pytest.mark.parametrize(("form", "words"), REFUSED)
def test_a_ruling_that_cannot_be_is_refused_in_words_and_nothing_is_lost(form: Form, words: str, now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    before = seen.everything(claim)
    answer = post(claim, {"reasons": REASONS, **form})
    shown = answer.content.decode()
    assert (answer.status_code, words in shown) == (422, True)
    assert REASONS in shown or form.get("reasons") == " "
    assert seen.everything(claim) == before


def test_a_form_sent_twice_rules_once(now: datetime) -> None:
    claim, client = make.appealed_claim(now=now), desk_of(make.operator())
    form = {**lines(claim, "10"), "idempotency_key": "k"}
    address = reverse("staff:ruling", args=[claim.pk])
    answers = [client.post(address, form).status_code for _time in range(2)]
    assert (answers, Ruling.objects.filter(number=2).count()) == ([302, 302], 1)


def test_a_second_press_of_a_button_that_came_too_late_is_refused_in_words(now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    answer = post(claim, lines(claim, "10"))
    assert (answer.status_code, "That cannot be done about this request now." in answer.content.decode()) == (422, True)


def test_above_the_set_amount_another_operator_agrees(now: datetime, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 12_799
    claim, first, second = make.claim_to_rule(now=now), make.operator("A"), make.operator("B")
    shown = desk_of(first).get(reverse("staff:claim", args=[claim.pk])).content.decode()
    assert "Propose: ¥40.00 back, ¥86.05 to the shop" in shown
    answer = desk_of(first).post(reverse("staff:ruling", args=[claim.pk]), lines(claim, "58"), follow=True)
    assert "Proposed. Another operator has to agree." in answer.content.decode()
    agree = reverse("staff:ruling_agreement", args=[Ruling.objects.get().pk])
    assert agree not in answer.content.decode()
    shown = desk_of(second).get(reverse("staff:claim", args=[claim.pk])).content.decode()
    assert (agree in shown, "Agree: ¥58.00 back, ¥68.50 to the shop" in shown, REASONS in shown) == (True, True, True)
    answer = desk_of(first).post(agree)
    refused = "Somebody else must agree with your ruling."
    assert (answer.status_code, refused in answer.content.decode(), make.reread(claim).state) == (422, True, "ruling")
    twice = [desk_of(second).post(agree, {"idempotency_key": "k"}).status_code for _time in range(2)]
    assert (twice, make.reread(claim).state, Ruling.objects.get().second_id) == ([302, 302], "ruled", second.pk)


def test_a_proposal_is_put_aside_with_reasons_and_another_one_made(now: datetime, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0
    claim, second = make.claim_to_rule(now=now), desk_of(make.operator())
    post(claim, lines(claim, "58"))
    aside = reverse("staff:ruling_refusal", args=[Ruling.objects.get().pk])
    answer = second.post(aside, {"reasons": "  "})
    assert (answer.status_code, Ruling.objects.get().declined_at) == (422, None)
    answer = second.post(aside, {"reasons": "Look at the second picture."}, follow=True)
    shown = answer.content.decode()
    assert ("Put aside. Another ruling can be proposed." in shown, "Your ruling" in shown) == (True, True)
    assert "Look at the second picture." in shown
    again = second.post(aside, {"reasons": "Once more."})
    assert (again.status_code, "This ruling has been decided on already." in again.content.decode()) == (422, True)


def test_nobody_rules_on_their_own_order_as_buyer_or_as_shop(now: datetime, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0
    claim, proposed = make.claim_to_rule(now=now), make.claim_to_rule(now=now)
    make.rule(proposed, 4000, now=now)
    ruling = proposed.rulings.get()
    for own in (claim, proposed):
        for person in (own.order.buyer, own.order.shop.owner):
            User.objects.filter(pk=person.pk).update(is_staff=True)
            address = reverse("staff:ruling_agreement", args=[ruling.pk]) if own is proposed else ""
            answer = desk_of(person).post(address or reverse("staff:ruling", args=[claim.pk]), lines(own, "58"))
            words = "This is about an order of your own"
            assert (answer.status_code, words in answer.content.decode()) == (403, True)
    assert (Ruling.objects.get().given_at, make.reread(claim).state) == (None, "ruling")


def test_an_appeal_is_not_ruled_on_by_whoever_ruled_first(now: datetime) -> None:
    first = make.operator()
    claim = make.appealed_claim(by=Actor(Role.OPERATOR, first.pk), now=now)
    answer = post(claim, lines(claim, "0"), first)
    words = "An appeal is ruled on by somebody who did not rule before."
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert post(claim, lines(claim, "10")).status_code == 302
    assert (make.reread(claim).outcome, seen.after_funding(claim.order)) == (
        "ruled",
        settled(claim, 1_000, 11_530, 270),
    )


@pytest.mark.parametrize("do", ["ruling", "ruling_preview", "ruling_agreement", "ruling_refusal"])
def test_to_others_nothing_of_this_exists(do: str, now: datetime, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0
    claim = make.claim_to_rule(now=now)
    if do not in {"ruling", "ruling_preview"}:
        make.rule(claim, 4000, now=now)
    number = claim.pk if do in {"ruling", "ruling_preview"} else claim.rulings.get().pk
    form = lines(claim, "10")
    for client in (Client(), desk_of(make.user()), desk_of(claim.order.buyer), desk_of(claim.order.shop.owner)):
        assert client.post(reverse(f"staff:{do}", args=[number]), form).status_code == 404
    assert make.reread(claim).state == "ruling"
    assert desk_of(make.operator()).post(reverse(f"staff:{do}", args=[1]), form).status_code == 404


def test_after_the_sale_the_desk_sees_who_would_bear_it_and_that_is_what_happens(now: datetime) -> None:
    order = make.completed_order(now=now)
    shop = order.shop_id
    account(now, book_id=shop)
    request_payout(book_id=shop, amount=11_505, currency="CNY", now=now, actor=SYSTEM)
    claim = make.claim_to_rule(order, now=now)
    counted = counted_by(typed(claim, {"way": "sum", "sum": "40", "reasons": REASONS}))
    assert counted.division == Division(buyer=4_000, promotions=0, seller=8_605, fee=195, tax=0)
    assert (counted.held.minor, [(name, money.minor) for name, money in counted.sources]) == (
        12_800,
        [("Our charge, given back", 100), ("Available money of the shop", 1_000), ("New debt of the shop", 2_900)],
    )
    desk = desk_of(make.operator())
    shown = desk.get(reverse("staff:claim", args=[claim.pk])).content.decode()
    told = ("¥128.00 was released, and ¥40.00 of it is asked back", "New debt of the shop", "What was released")
    assert [words for words in told if words not in shown] == []
    assert "After the sale: the shop has the money" in desk.get(reverse("staff:claims")).content.decode()
    post(claim, {"way": "sum", "sum": "40", "reasons": REASONS, "counted": counted.stamp})
    for actor in (make.buyer_of(claim.order), make.seller_of(claim.order)):
        accept_ruling(claim.pk, now=clock.now(), actor=actor)
    assert (debt(shop, "CNY"), seen.refunds()) == (2_900, [(4_000, "after_sale_ruled")])
    assert check_site(clock.now()) == []
