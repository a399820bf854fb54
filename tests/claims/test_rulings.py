"""The desk divides what is held, for good: four eyes, acceptance, appeals, defaults, the cap; the whole journal."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from core.actor import Actor, Role
from core.errors import DomainError, Invalid
from escrow.invariants import check_site
from escrow.payments.models import Refund
from escrow.terms import Back, Division
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.actions.agree_to_ruling import agree_to_ruling
from marketplace.claims.actions.appeal_ruling import appeal_ruling
from marketplace.claims.actions.decline_ruling import decline_ruling
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.propose_ruling import propose_ruling
from marketplace.claims.asking import Divided
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.preview import preview
from tests import make
from tests.claims import seen
from tests.make import escrow as books
from tests.orders import seen as of_orders

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _settled(claim: Claim, buyer: int, shop: int, fee: int) -> list[of_orders.Line]:
    """The one entry of a ruling; what comes to nothing is left out."""
    hold = claim.order.hold_id
    key, kept = f"hold:{hold}:settle", f"hold:{hold}"
    refund = Refund.objects.filter(hold_id=hold).first()
    parts = [
        (f"refund_due:{refund.pk if refund else 0}", buyer),
        (f"payable:{claim.order.shop_id}", shop),
        ("income:fees", fee),
    ]
    return [(key, kept, account, amount) for account, amount in parts if amount]


def _refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(DomainError) as refusal:
        act()
    assert refusal.value.code == code


def _both_accept(claim: Claim, now: datetime) -> None:
    for actor in (make.buyer_of(claim.order), make.seller_of(claim.order)):
        accept_ruling(claim.pk, now=now, actor=actor)


def test_a_ruling_both_accept_is_final_at_once(now: datetime) -> None:
    claim = make.ruled_claim(goods=4000, now=now)
    later = now + 4 * DAY
    foreseen = preview(claim.order.hold, Back(4000))
    _both_accept(claim, later)
    after, ruling = make.reread(claim), Ruling.objects.get()
    assert seen.after_funding(claim.order) == _settled(claim, 4000, 8605, 195)
    assert foreseen == Division(buyer=4000, promotions=0, seller=8605, fee=195, tax=0)
    assert (after.order.hold.state, after.order.hold.remaining, after.outcome) == ("settled", 0, "ruled")
    assert (ruling.given_at, ruling.final_at) == (now + 3 * DAY, later)
    assert (seen.clocks(after), of_orders.open_deadlines(claim.order)) == ({}, {})
    assert (seen.freezes(), seen.refunds()) == ([("claim", True)], [(4000, "settled")])
    assert seen.topics(claim)[-3:] == ["claim.ruling_accepted", "claim.ruling_accepted", "claim.closed"]
    assert check_site(later) == []


@pytest.mark.parametrize(("back", "parts"), [((0, 0), (0, 12_505, 295)), ((11_800, 1000), (12_800, 0, 0))])
def test_all_to_the_shop_or_all_to_the_buyer(back: tuple[int, int], parts: tuple[int, int, int], now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    make.rule(claim, back[0], other=back[1], now=now + 3 * DAY)
    _both_accept(claim, now + 3 * DAY)
    assert seen.after_funding(claim.order) == _settled(claim, *parts)
    assert check_site(now + 3 * DAY) == []


def test_nobody_moves_money_before_the_ruling_is_final(now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    accept_ruling(claim.pk, now=now + 4 * DAY, actor=make.buyer_of(claim.order))
    before = seen.everything(claim)
    _refused("accepted_already", lambda: accept_ruling(claim.pk, now=now, actor=make.buyer_of(claim.order)))
    _refused(
        "accepted_already", lambda: appeal_ruling(claim.pk, words="No.", now=now, actor=make.buyer_of(claim.order))
    )
    assert (seen.everything(claim), seen.after_funding(claim.order)) == (before, [])


def test_a_ruling_is_final_when_both_sides_let_their_time_pass(now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    due = make.run_out(claim, "appeal_buyer")
    assert due == now + 10 * DAY
    pass_clock(claim.pk, "appeal_buyer", now=due)
    assert (make.reread(claim).state, seen.clocks(claim)) == ("ruled", {"appeal_seller": due})
    _refused("appeal_too_late", lambda: appeal_ruling(claim.pk, words="No.", now=due, actor=make.buyer_of(claim.order)))
    make.run_out(claim, "appeal_seller")
    pass_clock(claim.pk, "appeal_seller", now=due)
    assert (make.reread(claim).outcome, seen.after_funding(claim.order)) == ("ruled", _settled(claim, 4000, 8605, 195))
    assert check_site(due) == []


def test_one_accepts_and_the_others_time_passes(now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    accept_ruling(claim.pk, now=now + 4 * DAY, actor=make.seller_of(claim.order))
    due = make.run_out(claim, "appeal_buyer")
    pass_clock(claim.pk, "appeal_buyer", now=due)
    assert make.reread(claim).outcome == "ruled"
    assert check_site(due) == []


def test_above_the_set_amount_a_second_operator_must_agree(now: datetime, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 12_799
    claim = make.claim_to_rule(now=now)
    one, two = make.desk(), make.desk()
    ruling = propose_ruling(claim.pk, Divided(4000), reasons="Mould.", now=now, actor=one)
    assert (ruling.given_at, make.reread(claim).state) == (None, "ruling")
    before = seen.everything(claim)
    _refused("four_eyes", lambda: agree_to_ruling(ruling.pk, now=now, actor=one))
    _refused("proposed_already", lambda: propose_ruling(claim.pk, Divided(1), reasons="x", now=now, actor=two))
    assert seen.everything(claim) == before
    given = agree_to_ruling(ruling.pk, now=now, actor=two)
    assert (given.given_at, given.second_id, make.reread(claim).state) == (now, two.user_id, "ruled")
    _refused("claim_not_now", lambda: agree_to_ruling(ruling.pk, now=now, actor=make.desk()))
    assert check_site(now) == []


def test_a_declined_proposal_makes_room_for_another(now: datetime, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0
    claim = make.claim_to_rule(now=now)
    ruling = propose_ruling(claim.pk, Divided(4000), reasons="Mould.", now=now, actor=make.desk())
    with pytest.raises(Invalid):
        decline_ruling(ruling.pk, reasons=" ", now=now, actor=make.desk())
    declined = decline_ruling(ruling.pk, reasons="Look at photo 2.", now=now, actor=make.desk())
    assert (declined.declined_at, declined.declined_reasons) == (now, "Look at photo 2.")
    _refused("ruling_decided", lambda: agree_to_ruling(ruling.pk, now=now, actor=make.desk()))
    again = propose_ruling(claim.pk, Divided(5000), reasons="All of it.", now=now, actor=make.desk())
    assert (again.number, again.given_at, make.reread(claim).state) == (1, None, "ruling")


def test_nobody_rules_on_their_own_order(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    for person in (claim.order.buyer_id, claim.order.shop.owner_id):
        actor = Actor(Role.OPERATOR, person)
        _refused("own_order", lambda: propose_ruling(claim.pk, Divided(1), reasons="x", now=now, actor=actor))  # noqa: B023
    assert Ruling.objects.count() == 0


@pytest.mark.parametrize(("divided", "code"), [(Divided(11_801), "back_too_much"), (Divided(-1), "amount_unreadable")])
def test_no_more_is_divided_than_is_left(divided: Divided, code: str, now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    _refused(code, lambda: propose_ruling(claim.pk, divided, reasons="x", now=now, actor=make.desk()))


def test_an_appeal_is_ruled_on_by_somebody_else_and_that_is_final(now: datetime) -> None:
    first = make.desk()
    claim = make.appealed_claim(goods=4000, by=first, now=now)
    later = now + 5 * DAY
    _refused("ruled_before", lambda: propose_ruling(claim.pk, Divided(0), reasons="x", now=later, actor=first))
    make.rule(claim, 1000, now=later)
    after = make.reread(claim)
    assert seen.after_funding(claim.order) == _settled(claim, 1000, 11_530, 270)
    assert (after.outcome, list(Ruling.objects.order_by("number").values_list("goods", "final_at"))) == (
        "ruled",
        [(4000, None), (1000, later)],
    )
    assert check_site(later) == []


def test_neither_the_first_operator_nor_the_first_second_decides_on_the_appeal(
    now: datetime, settings: Settings
) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0
    one, two, three, four = (make.desk() for _operator in range(4))
    claim = make.claim_to_rule(now=now)
    ruling = propose_ruling(claim.pk, Divided(4000), reasons="Mould.", now=now, actor=one)
    agree_to_ruling(ruling.pk, now=now, actor=two)
    appeal_ruling(claim.pk, words="Unheard.", now=now, actor=make.buyer_of(claim.order))
    again = propose_ruling(claim.pk, Divided(9000), reasons="More.", now=now, actor=three)
    for who in (one, two):
        _refused("ruled_before", lambda who=who: agree_to_ruling(again.pk, now=now, actor=who))  # type: ignore[misc]
    agree_to_ruling(again.pk, now=now, actor=four)
    assert seen.after_funding(claim.order) == _settled(claim, 9000, 3730, 70)
    assert check_site(now) == []


def test_without_a_ruling_on_the_appeal_the_first_one_stands(now: datetime) -> None:
    claim = make.appealed_claim(now=now)
    promised, latest = make.due_of(claim, "appeal_promise"), make.due_of(claim, "appeal_latest")
    assert (promised, latest) == (now + 10 * DAY, now + 17 * DAY)
    pass_clock(claim.pk, "appeal_promise", now=promised)
    assert (make.reread(claim).state, seen.topics(claim)[-1]) == ("appealed", "claim.ruling_overdue")
    pass_clock(claim.pk, "appeal_latest", now=latest)
    after = make.reread(claim)
    assert (after.outcome, Ruling.objects.get().final_at) == ("first_ruling", latest)
    assert seen.after_funding(claim.order) == _settled(claim, 4000, 8605, 195)
    assert check_site(latest) == []


def test_after_thirty_days_without_a_ruling_the_buyer_gets_what_is_asked(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    promised, latest = make.due_of(claim, "ruling_promise"), make.due_of(claim, "ruling_latest")
    assert (promised, latest) == (now + 10 * DAY, now + 33 * DAY)
    pass_clock(claim.pk, "ruling_promise", now=promised)
    pass_clock(claim.pk, "ruling_latest", now=latest)
    ruling = Ruling.objects.get()
    assert (ruling.by_default, ruling.operator_id, ruling.goods, ruling.final_at) == (True, None, 4000, latest)
    assert (make.reread(claim).outcome, seen.after_funding(claim.order)) == (
        "default",
        _settled(claim, 4000, 8605, 195),
    )
    _refused("claim_closed", lambda: appeal_ruling(claim.pk, words="x", now=latest, actor=make.seller_of(claim.order)))
    assert check_site(latest) == []


def test_a_proposal_nobody_seconded_does_not_stop_the_default(now: datetime, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0
    claim = make.claim_to_rule(now=now)
    propose_ruling(claim.pk, Divided(0), reasons="x", now=now, actor=make.desk())
    latest = make.due_of(claim, "ruling_latest")
    pass_clock(claim.pk, "ruling_latest", now=latest)
    assert list(Ruling.objects.order_by("proposed_at").values_list("by_default", "declined_at", "final_at")) == [
        (False, latest, None),
        (True, None, latest),
    ]
    assert check_site(latest) == []


def test_before_the_cap_the_desk_takes_over_and_at_the_cap_the_default_applies(now: datetime) -> None:
    claim = make.offered_claim(now=now)
    takes_over, cap = make.due_of(claim, "custody_ruling"), make.due_of(claim, "custody_cap")
    pass_clock(claim.pk, "custody_ruling", now=takes_over)
    after = make.reread(claim)
    assert (after.state, after.offers.get().answer) == ("ruling", "lapsed")
    assert seen.clocks(after) == {"ruling_promise": cap, "ruling_latest": cap}
    pass_clock(claim.pk, "custody_cap", now=cap)
    assert (make.reread(claim).outcome, seen.after_funding(claim.order)) == (
        "default",
        _settled(claim, 4000, 8605, 195),
    )
    assert check_site(cap) == []


def test_an_order_that_was_never_sent_is_divided_too_and_its_goods_are_for_sale_again(now: datetime) -> None:
    claim = make.claim(make.packed_order(now=now), now=now)
    takes_over = make.due_of(claim, "custody_ruling")
    pass_clock(claim.pk, "custody_ruling", now=takes_over)
    make.rule(claim, 11_800, other=1000, now=takes_over)
    _both_accept(claim, takes_over)
    after = make.reread(claim).order
    assert (after.hold.state, after.closed_by, of_orders.stock(after)) == ("settled", "claim", [(10, 0, 0)])
    assert seen.after_funding(claim.order) == _settled(claim, 12_800, 0, 0)
    assert check_site(takes_over) == []


def test_at_the_cap_a_ruling_that_was_given_applies(now: datetime) -> None:
    claim = make.ruled_claim(goods=1000, now=now)
    cap = make.due_of(claim, "custody_cap")
    pass_clock(claim.pk, "custody_cap", now=cap)
    assert (make.reread(claim).outcome, seen.after_funding(claim.order)) == (
        "ruled",
        _settled(claim, 1000, 11_530, 270),
    )
    assert check_site(cap) == []


def test_the_books_own_example_with_the_platforms_discount(now: datetime) -> None:
    """11P of docs/money.md: 4,000 of 12,800 with a discount of 1,000 in it; the desk previews what is posted."""
    hold = books.hold(now, books.P)
    assert preview(hold, Back(4000)) == Division(buyer=3688, promotions=312, seller=8600, fee=200, tax=0)
