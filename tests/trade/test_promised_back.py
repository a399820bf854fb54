"""What people are told will go back is what goes back, also where the platform paid a part."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from core.actor import Actor, Role
from core.models import OutboxMessage
from core.money import Money, format_money
from escrow.payments.models import Refund
from escrow.terms import Back, divide_back
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.agree import agree
from marketplace.claims.asking import Asked
from marketplace.claims.models import Claim, Wish
from marketplace.notifications.notify import notify
from marketplace.notifications.reading import notices_of, read
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order
from marketplace.trade import claim_page
from marketplace.trade.claim_facts import ClaimFacts
from marketplace.trade.claim_forms import AskForm, OfferForm
from marketplace.trade.claim_sums import sum_of
from marketplace.trade.facts import gather, with_facts
from marketplace.trade.phrases import plain
from marketplace.trade.representation import describe
from tests import make
from tests.access.asking import undone

pytestmark = pytest.mark.django_db


def _with_a_promotion(now: datetime) -> Order:
    checkout = make.checkout(make.basket(), now=now, coupons=make.promotion().code)
    make.heard(checkout.payment, now=now, reference="c1")
    order = make.read(checkout.orders.get())
    assert 0 < order.hold.discount < order.hold.remaining
    return order


def _came_back(order: Order) -> str:
    return format_money(Money(Refund.objects.get(hold_id=order.hold_id).amount, order.currency), "en")


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER])
def test_whoever_cancels_is_told_what_the_buyer_gets(role: Role, now: datetime) -> None:
    order = _with_a_promotion(now)
    told = {offer.action: offer.consequence for offer in describe(order, role, now).offers}["cancel"]
    by: Actor = make.buyer_of(order) if role is Role.BUYER else make.seller_of(order)
    cancel_order(order.pk, now=now, actor=by, reason="sold out")
    assert f"{_came_back(order)} goes back" in told


def test_a_shop_that_is_packing_is_asked_for_what_the_buyer_gets(now: datetime) -> None:
    order = _with_a_promotion(now)
    start_packing(order.pk, now=now, actor=make.seller_of(order))
    offers = describe(make.read(order), Role.BUYER, now).offers
    told = [offer.consequence for offer in offers if "Without an answer" in offer.consequence]
    cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="sold out")
    assert [f"{_came_back(order)} goes back" in words for words in told] == [True]


def test_the_shops_button_names_what_it_pays_back(now: datetime, client: Client) -> None:
    order = _with_a_promotion(now)
    client.force_login(order.shop.owner)
    page = client.get(reverse("sellers:cancellation", args=[order.reference])).content.decode()
    cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="sold out")
    assert f"Cancel and pay back {_came_back(order)}" in page


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER])
def test_the_heading_says_what_of_the_sum_in_keeping_is_the_buyers(role: Role, now: datetime) -> None:
    order = _with_a_promotion(now)
    hold = order.hold
    paid, ours, kept = (Money(x, "CNY") for x in (hold.amount - hold.discount, hold.discount, hold.remaining))
    line = describe(order, role, now).line
    all_of_it, theirs, rest = (format_money(money, "en") for money in (kept, paid, ours))
    whose = "you paid and could get back" if role is Role.BUYER else f"{order.buyer.name} paid"
    words = f"Of the {all_of_it}, {theirs} is what {whose}, and {rest} is a discount that we pay."
    assert line.title.startswith(f"{all_of_it} is held")
    assert plain(line.sentence).endswith(words)


def test_of_an_order_that_was_paid_alone_no_part_is_named(now: datetime) -> None:
    order = make.read(make.paid_order(now=now))
    for role in (Role.BUYER, Role.SELLER):
        assert "discount" not in describe(order, role, now).line.sentence


def test_the_notice_of_the_payment_names_what_the_buyer_paid(now: datetime) -> None:
    order = _with_a_promotion(now)
    paid = Money(order.hold.amount - order.hold.discount, "CNY")
    notify(OutboxMessage.objects.get(topic="order.paid"), now)
    (notice,) = read(list(notices_of(order.buyer)), now)
    assert notice.text == f"You paid {format_money(paid, 'en')} for your order {order.reference}. It is held."


def test_who_asks_for_money_back_reads_what_of_the_most_would_come(now: datetime) -> None:
    order = _with_a_promotion(now)
    form = AskForm(order=order, shipped=False, again=False)
    row, line = form.amounts[0], form.rows[0]
    assert line.line is not None
    most = sum_of(order, Asked(Wish.REFUND, {line.line.pk: line.most}, 0), reason="", shipped=False)
    back = format_money(most.back, "en")
    assert most.back < most.asked
    assert f"{back} would come back to you; the rest is our own discount." in row.help_text


def _all_of(form: AskForm) -> Asked:
    """Everything that its rows let one ask for."""
    lines = {row.line.pk: row.most for row in form.rows if row.line}
    return Asked(Wish.REFUND, lines, sum(row.most for row in form.rows if not row.line))


def _asked_for(order: Order, now: datetime, goods: int | None = None) -> Claim:
    return make.claim(order, make.asked_of(order, goods), reason="no_longer_wanted", now=now)


def _page_of(claim: Claim) -> claim_page.ClaimPage:
    (facts,) = gather(with_facts(Order.objects.filter(pk=claim.order_id)))
    assert facts.claim is not None
    return claim_page.read(facts, facts.claim, Role.SELLER)


def test_who_asks_for_everything_gets_what_the_form_says_of_both_together_and_not_their_sum(now: datetime) -> None:
    order = _with_a_promotion(now)
    form = AskForm(order=order, shipped=False, again=False)
    alone = [sum_of(order, asked, reason="", shipped=False).back for asked in _each_alone(form)]
    paid = Money(order.hold.amount - order.hold.discount, "CNY")
    assert sum(back.minor for back in alone) == paid.minor + 1
    for row, back in zip(form.amounts, alone, strict=True):
        assert f"Of that alone, {format_money(back, 'en')} would come back to you" in row.help_text
    whole = format_money(Money(order.hold.amount, "CNY"), "en")
    assert form.together == (
        f"Together at most {whole}. Of that, {format_money(paid, 'en')} would come back to you; "
        "the rest is our own discount."
    )
    claim = make.claim(order, _all_of(form), reason="no_longer_wanted", now=now)
    agree(claim.pk, now=now, actor=make.seller_of(order))
    assert _came_back(order) == format_money(paid, "en")
    page = _page_of(claim)
    assert (page.total, page.ours) == (paid, Money(order.hold.discount, "CNY"))


def _delivered(order: Order, now: datetime) -> Order:
    ship_order(order.pk, "SF Express", "SF0000000001", now=now, actor=make.seller_of(order))
    order = make.read(order)
    record_parcel_event(order.shipment.pk, "delivered", now, now=now)
    return make.read(order)


def _each_alone(form: AskForm) -> list[Asked]:
    rows = ((row.line, row.most) for row in form.rows)
    return [Asked(Wish.REFUND, {line.pk: most}) if line else Asked(Wish.REFUND, {}, most) for line, most in rows]


def test_both_forms_of_a_request_say_what_comes_back_together(now: datetime, client: Client) -> None:
    order = _with_a_promotion(now)
    client.force_login(order.buyer)
    words = "Together at most"
    assert words in client.get(reverse("buyers:claim_open", args=[order.reference])).content.decode()
    claim = make.refused_claim(_delivered(order, now), now=now)
    change = reverse("buyers:claim_change", args=[order.reference, claim.pk])
    assert words in client.get(change).content.decode()


def test_whoever_makes_an_offer_reads_what_of_the_most_would_reach_the_buyer(now: datetime, client: Client) -> None:
    order = _delivered(_with_a_promotion(now), now)
    claim = make.claim(order, now=now)
    client.force_login(order.shop.owner)
    page = client.get(reverse("sellers:claim_offers", args=[order.reference, claim.pk])).content.decode()
    most = Back.all_of(order.hold)
    for part in (Back(goods=most.goods, tax=most.tax), Back(other=most.other)):
        theirs = format_money(Money(divide_back(order.hold, part).buyer, "CNY"), "en")
        whole = format_money(Money(part.goods + part.other, "CNY"), "en")
        assert f"At most {whole}. Of that alone, {theirs} would reach the buyer; the rest is our own discount." in page
    whole = format_money(Money(most.total - most.tax, "CNY"), "en")
    paid = format_money(Money(order.hold.amount - order.hold.discount, "CNY"), "en")
    assert f"Together at most {whole}. Of that, {paid} would reach the buyer; the rest is our own discount." in page
    assert "Of the goods, to give back" in page


def test_of_an_order_that_was_paid_alone_an_offer_names_no_discount(now: datetime) -> None:
    form = OfferForm(claim=make.claim(now=now))
    assert (form.together, "discount" in str(form)) == ("", False)


def test_of_an_order_that_was_paid_alone_the_form_names_no_discount(now: datetime) -> None:
    form = AskForm(order=make.delivered_order(now=now), shipped=True, again=False)
    assert len(form.rows) > 1
    assert form.together == ""


def test_a_shop_that_answers_reads_what_leaves_it_and_what_of_that_is_not_the_buyers(now: datetime) -> None:
    order = _with_a_promotion(now)
    claim = _asked_for(order, now)
    page = _page_of(claim)
    whole, theirs, ours = (format_money(money, "en") for money in (Money(claim.total, "CNY"), page.total, page.ours))
    words = f"It is {whole} in all: {theirs} for {order.buyer.name}, and {ours} that goes back to us, our own discount."
    told = describe(make.read(order), Role.SELLER, now)
    assert told.sentence.endswith(f"{theirs} goes back. {words}")
    assert {offer.action: offer.consequence for offer in told.offers}["agree"].endswith(words)
    assert words not in describe(make.read(order), Role.BUYER, now).sentence
    agree(claim.pk, now=now, actor=make.seller_of(order))
    assert _came_back(order) == theirs


def test_a_shop_whose_buyer_paid_alone_reads_one_sum(now: datetime) -> None:
    claim = make.claim(now=now)
    told = describe(make.read(claim.order), Role.SELLER, now)
    assert "in all" not in told.sentence + "".join(offer.consequence for offer in told.offers)


def test_the_sums_of_a_request_add_up_on_its_page(now: datetime, client: Client) -> None:
    order = _with_a_promotion(now)
    claim = _asked_for(order, now)
    page = _page_of(claim)
    assert sum(part.minor for _name, part in page.parts) == page.ours.minor + page.total.minor
    for person, face in ((order.buyer, "buyers"), (order.shop.owner, "sellers")):
        client.force_login(person)
        shown = client.get(reverse(f"{face}:claim", args=[order.reference, claim.pk])).content.decode()
        assert "Of it our own discount, which goes back to us" in shown
        assert format_money(page.ours, "en") in shown


def test_the_sums_of_an_offer_and_of_a_ruling_say_the_same(now: datetime) -> None:
    order = _delivered(_with_a_promotion(now), now)
    with undone():
        offer = make.offered_claim(order, by=Role.BUYER, now=now).offers.get(role="buyer")
        told = describe(make.read(order), Role.SELLER, now)
        taken = {one.action: one.consequence for one in told.offers}["accept_offer"]
        assert f"It is {format_money(Money(offer.total, 'CNY'), 'en')} in all" in taken
        assert "in all" in told.sentence
    claim = make.ruled_claim(order, now=now)
    (ruled,) = _page_of(claim).rulings
    assert ruled.to_seller is not None
    assert ruled.to_us.minor > 0
    assert ruled.to_buyer + ruled.to_us + ruled.to_seller == Money(order.hold.amount, "CNY")
    assert (
        f"{format_money(ruled.to_us, 'en')} that goes back to us"
        in describe(make.read(order), Role.SELLER, now).sentence
    )


def test_when_a_part_went_back_three_sums_make_up_what_was_held(now: datetime) -> None:
    order = _with_a_promotion(now)
    held = order.hold.amount
    claim = make.claim(order, make.asked_of(order, 4_000), reason="no_longer_wanted", now=now)
    agree(claim.pk, now=now, actor=make.seller_of(order))
    order = make.read(order)
    hold = order.hold
    back, ours = Refund.objects.get(hold_id=hold.pk).amount, hold.discount_back
    assert (ours > 0, back + ours + hold.remaining) == (True, held)
    for role in (Role.BUYER, Role.SELLER, Role.OPERATOR):
        view = describe(order, role, now)
        assert view.title.startswith(f"{format_money(Money(hold.remaining, 'CNY'), 'en')} is held")
        assert f"{format_money(Money(back, 'CNY'), 'en')} goes back to " in plain(view.sentence)
        came = format_money(Money(ours, "CNY"), "en")
        assert plain(view.sentence).endswith(f"Besides, {came} of our own discount came back to us.")


def test_the_sums_of_a_request_are_headed_by_what_they_are(now: datetime) -> None:
    def heading(claim: Claim) -> str:
        order = make.read(claim.order)
        return claim_page.read(gather([order])[0], ClaimFacts(make.reread(claim), {}), Role.BUYER).heading

    claim = make.offered_claim(now=now)
    assert heading(claim) == "What is asked"
    accept_offer(claim.pk, now=now, actor=make.buyer_of(claim.order))
    assert heading(claim) == "What was agreed"
    assert heading(make.closed_claim(now=now)) == "What was asked"
    assert heading(make.ruled_claim(now=now)) == "What is asked"
    agreed = make.claim(now=now)
    agree(agreed.pk, now=now, actor=make.seller_of(agreed.order))
    assert heading(agreed) == "What was agreed"
