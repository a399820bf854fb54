"""Buyers complain; shops agree, refuse, offer less or are silent; goods go back; the desk rules, and rules again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Sum

from core.actor import Actor
from marketplace.claims.actions.accept_goods import accept_goods
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.appeal_ruling import appeal_ruling
from marketplace.claims.actions.ask_for_ruling import ask_for_ruling
from marketplace.claims.actions.contest_goods import contest_goods
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.actions.refuse_offer import refuse_offer
from marketplace.claims.actions.send_back import send_back
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.asking import Asked, Offered
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.orders.models import Charge, ChargeType
from marketplace.simulation.habits.deal import Deal
from marketplace.simulation.happening import Act
from marketplace.simulation.model.facts import Given

Action = Callable[..., object]

#: What a shop answers, with shares, by manner.
ANSWERS = {
    "honest": {"agree": 50, "offer": 20, "refuse": 20, "nothing": 10},
    "slow": {"agree": 30, "offer": 10, "refuse": 20, "nothing": 40},
    "silent": {"agree": 0, "offer": 0, "refuse": 0, "nothing": 100},
    "cheating": {"agree": 5, "offer": 20, "refuse": 65, "nothing": 10},
}
#: The share of those who want to send the goods back as well.
RETURNS = 0.3
#: What becomes of an offer, and of goods that came back, with shares.
OFFERED = {"accept": 50, "refuse": 30, "nothing": 20}
INSPECTED = {"accept": 60, "contest": 24, "nothing": 16}
#: How likely it is that somebody who looks at a ruling accepts it, and that one side of a claim appeals.
ACCEPTS, APPEALS = 0.4, 0.4
#: What a line costs: the goods, less the shop's coupon.
OF_A_LINE = (ChargeType.GOODS, ChargeType.SELLER_DISCOUNT)
WORDS = "The handle came off on the second day."


def begin(deal: Deal, hours: float) -> None:
    """The buyer complains so many hours from now."""
    Complaint(deal).begin(hours)


def begin_before_shipping(deal: Deal, hours: float, goes_on: Act) -> None:
    """The buyer changes their mind so many hours from now; when that has an end, the shop `goes_on`."""
    Complaint(deal, goes_on).begin(hours)


class Complaint:
    """One claim and how both sides go on with it; before shipping, and `goes_on` then, there is nothing to send back
    and nothing for the desk.
    """

    def __init__(self, deal: Deal, goes_on: Act | None = None) -> None:
        self.deal = deal
        self.chance = deal.chance
        self.goes_on = goes_on
        self.wish = "return" if self.chance.likely(RETURNS) and goes_on is None else "refund"
        self.share = 1.0 if deal.buyer.manner == "cheating" else self.chance.choice((1, 1, 0.5, 0.3, 0.1))

    @property
    def claim(self) -> Claim:
        """As it stands now."""
        return Claim.objects.filter(order_id=self.deal.order).latest("pk")

    def begin(self, hours: float) -> None:
        self.deal.buyer_does(hours, "claim", self._open, then=self._opened)

    def _open(self) -> None:
        paid = Charge.objects.filter(order_id=self.deal.order, type__in=OF_A_LINE).values_list("line")
        lines = {
            line: max(1, int(price * self.share))
            for line, price in paid.annotate(price=Sum("amount")).order_by("line")
            if price
        }
        shipping = self.deal.ordered.shipping if self.share == 1 else 0
        self.asked = Given(sum(lines.values()), shipping)
        self.deal.world.model.means("claim", self.deal.order, what=self.asked)
        open_claim(
            self.deal.order,
            Asked(self.wish, lines, shipping),
            reason="damaged" if self.goes_on is None else "no_longer_wanted",
            words=WORDS,
            only_unshipped=self.goes_on is not None,
            now=self.deal.world.now,
            actor=self.deal.buys,
        )

    def _opened(self) -> None:
        if not Claim.objects.filter(order_id=self.deal.order).exists():
            return  # What broke off the first time was refused the second time: there is none.
        shares = ANSWERS[self.deal.stall.manner]
        hours = self.chance.between(2, 82 if self.goes_on is None else 42)
        answer = self.chance.among(shares)
        if self.chance.likely(0.08):
            self.buyer(hours * self.chance.random(), "withdraw", withdraw, then=self.goes_on)
        match answer:
            case "agree":
                self.seller(hours, "agree", agree, then=self.goes_on or self._send_back)
            case "offer":
                self.deal.seller_does(hours, "offer", self._offer, then=self._offered)
            case "refuse":
                self.deal.seller_does(hours, "refuse", self._refuse, then=self.goes_on or self._refused)
            case _ if self.wish == "return":
                self._send_back()

    def _offer(self) -> None:
        offered = Given(max(1, self.asked.goods // 2))
        self.deal.world.model.means("offer", self.deal.order, what=offered)
        make_offer(self.claim.pk, Offered("refund", offered.goods), now=self.deal.world.now, actor=self.deal.sells)

    def _offered(self) -> None:
        hours = self.chance.between(2, 42)
        match self.chance.among(OFFERED):
            case "accept":
                self.buyer(hours, "accept offer", accept_offer, then=self.goes_on)
            case "refuse":
                self.buyer(hours, "refuse offer", refuse_offer)
                self.deal.seller_does(hours + 20, "refuse", self._refuse, then=self.goes_on or self._refused)

    def _refuse(self) -> None:
        refuse_claim(
            self.claim.pk, words="It was whole when it left us.", now=self.deal.world.now, actor=self.deal.sells
        )

    def _refused(self) -> None:
        """Most ask the desk; some leave it."""
        if self.chance.likely(0.85):
            self.buyer(self.chance.between(3, 103), "ask for a ruling", ask_for_ruling, then=self._watch)

    def _send_back(self) -> None:
        """Goods go back, if that was the wish; the shop looks at them, or does not."""
        if self.wish != "return" or self.chance.likely(0.1):
            return
        hours = 130 if self.deal.stall.manner == "silent" else self.chance.between(10, 110)
        self.deal.buyer_does(hours, "send back", self._sends, then=self._inspected)

    def _sends(self) -> None:
        send_back(
            self.claim.pk,
            carrier="ZTO",
            number=f"BK{self.deal.order:010d}",
            now=self.deal.world.now,
            actor=self.deal.buys,
        )

    def _inspected(self) -> None:
        hours = self.chance.between(60, 160)
        match self.chance.among(INSPECTED):
            case "accept":
                self.seller(hours, "accept goods", accept_goods)
            case "contest":
                self.deal.seller_does(hours, "contest goods", self._contest, then=self._watch)

    def _contest(self) -> None:
        contest_goods(
            self.claim.pk, words="What came back is not ours.", now=self.deal.world.now, actor=self.deal.sells
        )

    def _watch(self) -> None:
        """Whoever waits for a ruling looks now and then, and accepts or appeals."""
        for days in (6, 9, 14):
            self.buyer(days * 24, "accept ruling", self._accepts)
            self.seller(days * 24 + 5, "accept ruling", self._accepts)
        if self.chance.likely(APPEALS):
            by_buyer = self.chance.likely(0.5)
            (self.buyer if by_buyer else self.seller)(8 * 24 + 1, "appeal", self._appeals)

    def _accepts(self, claim_id: int, **more: Any) -> None:
        if self.chance.likely(ACCEPTS) and self.claim.state == ClaimState.RULED:
            accept_ruling(claim_id, **more)

    def _appeals(self, claim_id: int, **more: Any) -> None:
        appeal_ruling(claim_id, words="Nobody looked at the second picture.", **more)

    def buyer(self, hours: float, what: str, action: Action, then: Act | None = None) -> None:
        """Let the buyer do something that needs nothing but its moment."""
        self.deal.buyer_does(hours, what, partial(self._act, action, self.deal.buys), then)

    def seller(self, hours: float, what: str, action: Action, then: Act | None = None) -> None:
        """Let the seller do so."""
        self.deal.seller_does(hours, what, partial(self._act, action, self.deal.sells), then)

    def _act(self, action: Action, actor: Actor) -> None:
        action(self.claim.pk, now=self.deal.world.now, actor=actor)
