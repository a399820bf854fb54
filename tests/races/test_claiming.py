"""Two at once about the same claim: one wins, the other is told in words, and the money moves once."""

from typing import Any

import pytest

from core.actor import Actor, Role
from core.deadlines import give_notice
from core.models import Deadline
from marketplace.claims.actions.ask_for_ruling import ask_for_ruling
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.asking import Asked, Offered
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.states import ClaimState
from marketplace.orders.models import Order
from tests import make
from tests.journeys.person import Page, Person, Sending
from tests.journeys.site import RunningSite
from tests.races.crowd import at_once, times
from tests.races.stories import ask_worker, ends, posted, refunds, seller_of, shipped_order


def lines_of(order: Order) -> dict[int, int]:
    return {order.lines.get().pk: 4_000}


def claimed(site: RunningSite, order: Order) -> Claim:
    """40.00 are asked for, and the shop knows."""
    claim = open_claim(
        order.pk,
        Asked("refund", lines_of(order)),
        reason="damaged",
        words="The tea is mouldy.",
        now=site.now,
        actor=Actor(Role.BUYER, order.buyer_id),
    )
    give_notice("claim", claim.pk, ["claim_answer"], at=site.now)
    return claim


def at_the_desk(site: RunningSite, order: Order) -> Claim:
    """The shop has refused, the buyer has asked for a ruling, and nothing more was shown."""
    claim = claimed(site, order)
    refuse_claim(claim.pk, words="No.", now=site.now, actor=Actor(Role.SELLER, order.shop.owner_id))
    ask_for_ruling(claim.pk, now=site.now, actor=Actor(Role.BUYER, order.buyer_id))
    site.settled()
    site.clock.forward(days=3, minutes=1)
    site.until(lambda: Claim.objects.get(pk=claim.pk).state == ClaimState.RULING)
    return claim


def act(person: Person, face: str, claim: Claim, verb: str, **fields: Any) -> Sending:
    """The form of one act, filled in."""
    page = person.open(f"/{face}/orders/{claim.order.reference}/claims/{claim.pk}/{verb}/")
    return page.form(f"/{verb}/$").fill(**fields)


def asking(buyer: Person, order: Order) -> Sending:
    page = buyer.open(f"/buy/orders/{order.reference}/claim/")
    said: dict[str, Any] = {"reason": "damaged", "words": "Mouldy.", f"line_{order.lines.get().pk}": "40.00"}
    return page.form(button="Ask the shop").fill(button="Ask the shop", **said)


def confirming(buyer: Person, order: Order) -> Sending:
    return buyer.open(f"/buy/orders/{order.reference}/receipt/").form("/receipt/").fill()


def ruling(operator: Person, claim: Claim, amount: str) -> Sending:
    page = operator.open(f"/staff/claims/{claim.pk}/").form("/ruling/$")
    reasons: dict[str, Any] = {"way": "sum", "sum": amount, "reasons": "The photos show it."}
    return page.submit(button="Count again", **reasons).form("/ruling/$").fill(button="Rule:", **reasons)


def statuses(pages: list[Page]) -> list[int]:
    return sorted(page.status for page in pages)


@pytest.mark.parametrize("order_of_arrival", [1, -1])
def test_confirming_against_claiming(site: RunningSite, order_of_arrival: int) -> None:
    buyer = site.person("Lin Yue")
    order = shipped_order(site, buyer)
    presses = [confirming(buyer, order), asking(buyer, order)][::order_of_arrival]
    answers = statuses(at_once(presses))
    before, after = (Claim.objects.filter(order=order, after_sale=late).count() for late in (False, True))
    # Whoever asks a moment after the release asks after the sale.
    assert (ends([order]), before, after, answers) in [
        (["released"], 0, 1, [200, 200]),
        (["held"], 1, 0, [200, 422]),
    ]
    assert posted(order, "release") == [1 - before]


def test_the_timer_against_a_claim_and_an_extension(site: RunningSite) -> None:
    """Six orders fall due at the moment at which their buyer claims, and asks for more time."""
    buyer = site.person("Lin Yue")
    orders = [shipped_order(site, buyer) for _order in range(6)]
    presses = [asking(buyer, order) for order in orders]
    presses += [buyer.open(f"/buy/orders/{order.reference}/extension/").form("/extension/").fill() for order in orders]
    due = Deadline.objects.filter(kind="release", subject_id__in=[order.hold_id for order in orders])
    site.clock.forward_to(max(due.values_list("due_at", flat=True)))
    ask_worker(site, *["release"] * 4)
    assert set(statuses(at_once(presses))) <= {200, 422}
    site.settled()
    for order in orders:
        claims = Claim.objects.filter(order=order, after_sale=False).count()
        assert (ends([order]), posted(order, "release")) in [(["released"], [1]), (["held"], [0])]
        assert ends([order]) == ["held"] or not claims


def test_two_rulings(site: RunningSite) -> None:
    order = shipped_order(site, site.person("Lin Yue"))
    claim = at_the_desk(site, order)
    operators = [site.person(name, is_staff=True) for name in ("Officer Zhou", "Officer Qian")]
    pages = at_once(
        [ruling(operator, claim, amount) for operator, amount in zip(operators, ("10.00", "20.00"), strict=True)]
    )
    assert statuses(pages) == [200, 422]
    assert Ruling.objects.filter(claim=claim, given_at__isnull=False).count() == 1


@pytest.mark.parametrize("order_of_arrival", [1, -1])
def test_an_offer_accepted_against_withdrawn(site: RunningSite, order_of_arrival: int) -> None:
    """The buyer takes the offer on the telephone and withdraws at the desk."""
    buyer = site.person("Lin Yue")
    order = shipped_order(site, buyer)
    claim = claimed(site, order)
    make_offer(claim.pk, Offered("refund", 2_000), now=site.now, actor=Actor(Role.SELLER, order.shop.owner_id))
    presses = [act(buyer, "buy", claim, "agreement"), act(buyer, "buy", claim, "withdrawal")][::order_of_arrival]
    assert statuses(at_once(presses)) == [200, 422]
    outcome = Claim.objects.get(pk=claim.pk).outcome
    assert (outcome, posted(order, "refund")) in [("offer_accepted", [1]), ("withdrawn", [0])]


def test_an_offer_accepted_by_the_buyer_against_agreed_by_the_shop(site: RunningSite) -> None:
    """Refund against refund: 20.00 by the offer or 40.00 as asked, never both."""
    buyer = site.person("Lin Yue")
    order = shipped_order(site, buyer)
    seller = seller_of(site, order)
    claim = claimed(site, order)
    make_offer(claim.pk, Offered("refund", 2_000), now=site.now, actor=Actor(Role.SELLER, order.shop.owner_id))
    presses = [*times(act(buyer, "buy", claim, "agreement"), 3), *times(act(seller, "sell", claim, "agreement"), 3)]
    at_once(presses)
    assert [amount for amount, _state in refunds(order)] in [[2_000], [4_000]]
    assert posted(order, "refund") == [1]


def test_shipping_against_asking_to_cancel(site: RunningSite) -> None:
    buyer = site.person("Lin Yue")
    order = make.packed_order(buyer=buyer.user, now=site.now)
    seller = seller_of(site, order)
    shipping = seller.open(f"/sell/orders/{order.reference}/shipment/").form("shipment")
    cancelling = buyer.open(f"/buy/orders/{order.reference}/cancellation/").form("/cancellation/$")
    presses = [shipping.fill(carrier="By hand", number=f"N{order.pk}"), cancelling.fill(words="I found it here.")]
    pages = at_once(presses)
    assert 200 in statuses(pages)
    shipped, asked = hasattr(make.read(order), "shipment"), Claim.objects.filter(order=order).exists()
    assert shipped or asked
    assert ends([order]) == ["held"]


def test_ten_agreements_give_back_once(site: RunningSite) -> None:
    order = shipped_order(site, site.person("Lin Yue"))
    claim = claimed(site, order)
    pages = at_once(times(act(seller_of(site, order), "sell", claim, "agreement"), 10))
    assert set(statuses(pages)) == {200}
    assert ([amount for amount, _state in refunds(order)], posted(order, "refund")) == ([4_000], [1])
