"""A claim as its two sides read it: what is asked, all that was said and shown, offers, rulings, the parcel."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.actor import Role
from core.money import Money
from marketplace.catalog.wordings import wording
from marketplace.claims.models import Claim, GoodsBack, Offer, Photo, Ruling, Statement
from marketplace.claims.states import ClaimState, Outcome
from marketplace.orders.models import OrderLine
from marketplace.trade.claim_facts import ClaimFacts
from marketplace.trade.facts import Facts


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: who said it (their name), whether the reader did, and its photos."""

    statement: Statement
    name: str
    mine: bool
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer: by whom, how much goes to the buyer, and what became of it ("" while it waits)."""

    offer: Offer
    name: str
    mine: bool
    amount: Money
    answer: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """One ruling that was given: to the buyer, back to the platform that paid a part of the price, to the shop before
    the fee (None: decided otherwise in the end).
    """

    ruling: Ruling
    to_buyer: Money
    to_us: Money
    to_seller: Money | None


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """All of one claim for one reader. `parts` are (what, how much) and come to `total`, what goes to the buyer,
    and `ours`, what of them is the platform's own discount.
    """

    claim: Claim
    facts: ClaimFacts
    is_now: bool
    parts: tuple[tuple[str, Money], ...]
    ours: Money
    total: Money
    said: tuple[Said, ...]
    offers: tuple[Offered, ...]
    rulings: tuple[Ruled, ...]

    @property
    def parcel(self) -> GoodsBack | None:
        """Where goods are to be sent back, and how they were."""
        return getattr(self.claim, "goods_back", None)

    @property
    def heading(self) -> str:
        """What its sums are: those of an offer take their place once it was accepted; a ruling's stand apart."""
        agreed = {Outcome.AGREED, Outcome.OFFER_ACCEPTED}
        if self.claim.outcome in agreed or any(one.offer.answer == "accepted" for one in self.offers):
            return _("What was agreed")
        return _("What is asked") if self.claim.ended_at is None else _("What was asked")


def find(facts: Facts, claim_id: int) -> ClaimFacts | None:
    """The facts of one claim of an order; None for another order's. No query for the latest one."""
    if facts.claim is not None and facts.claim.claim.pk == claim_id:
        return facts.claim
    claim = Claim.objects.filter(order=facts.order, pk=claim_id).select_related("goods_back", "appeal").first()
    if claim is None:
        return None
    return of_order(facts, claim)


def of_order(facts: Facts, claim: Claim) -> ClaimFacts:
    """The facts of a claim of that order: all of the latest one, of an earlier one what it says itself. No query."""
    if facts.claim is not None and facts.claim.claim.pk == claim.pk:
        return facts.claim
    claim.order = facts.order
    return ClaimFacts(claim, {})


def read(facts: Facts, asked: ClaimFacts, reader: Role) -> ClaimPage:
    """The page of a claim of the order whose facts these are. Five queries at most."""
    claim = asked.claim
    names = {Role.BUYER.value: facts.order.buyer.name, Role.SELLER.value: facts.order.shop.shown_name}
    said = claim.statements.prefetch_related("photos").order_by("at", "pk")
    return ClaimPage(
        claim=claim,
        facts=asked,
        is_now=facts.claim is not None and facts.claim.claim.pk == claim.pk and asked.is_open,
        parts=_parts(claim),
        ours=asked.to_us(claim),
        total=asked.to_buyer(claim),
        said=tuple(Said(one, names[one.role], one.role == reader, tuple(one.photos.all())) for one in said),
        offers=tuple(
            Offered(one, names[one.role], one.role == reader, asked.to_buyer(one), _answer(one))
            for one in _offers(asked)
        ),
        rulings=tuple(
            Ruled(one, asked.to_buyer(one), asked.to_us(one), _rest(facts, asked, one)) for one in _rulings(asked)
        ),
    )


def _offers(asked: ClaimFacts) -> Iterable[Offer]:
    """All of them: those of a claim that is still to be answered are known already."""
    if asked.state in {ClaimState.ASKED, ClaimState.OFFERED}:
        return asked.offers
    return Offer.objects.filter(claim=asked.claim).order_by("made_at", "pk")


def _rulings(asked: ClaimFacts) -> Iterable[Ruling]:
    """Those that were given: none before it ended otherwise, and known while it can be appealed against."""
    if asked.state is not ClaimState.CLOSED:
        return asked.rulings
    return Ruling.objects.filter(claim=asked.claim, given_at__isnull=False).order_by("number")


def _rest(facts: Facts, asked: ClaimFacts, ruling: Ruling) -> Money | None:
    if asked.is_open:
        return asked.to_seller(ruling)
    return facts.earned + facts.fee if ruling.final_at else None


def _parts(claim: Claim) -> tuple[tuple[str, Money], ...]:
    """What is asked now, line by line; after an agreement on other sums, those."""
    currency = claim.order.currency
    rows = list(claim.lines.select_related("line").order_by("pk"))
    goods = sum(row.amount for row in rows if row.line)
    other = sum(row.amount for row in rows if not row.line)
    parts = [(_name(row.line), row.amount) for row in rows]
    if (goods, other) != (claim.goods, claim.other):
        parts = [(_("Of the goods"), claim.goods), (_("Of sending"), claim.other)]
    parts += [(_("Tax on it"), claim.tax), (_("For sending back"), claim.postage)]
    return tuple((name, Money(minor, currency)) for name, minor in parts if minor)


def _name(line: OrderLine | None) -> str:
    if line is None:
        return _("What sending cost")
    return wording(line.title, line.second_title).text


def _answer(offer: Offer) -> str:
    return {
        "accepted": _("accepted"),
        "refused": _("not accepted"),
        "countered": _("answered with another offer"),
        "lapsed": _("not answered"),
    }.get(offer.answer, "")
