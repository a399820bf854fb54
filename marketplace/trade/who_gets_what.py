"""Who gets what by a ruling, to the minor unit, before it is given: the computation is that of the ruling itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actor import Actor
from core.errors import DomainError
from core.money import Money
from escrow.bearing import bearing
from escrow.terms import Back, Division
from marketplace.claims.actions.propose_ruling import propose_ruling
from marketplace.claims.asking import Divided
from marketplace.claims.dividing import back_for
from marketplace.claims.models import Claim, Ruling, Sums
from marketplace.claims.preview import preview
from marketplace.claims.sums import read_divided
from marketplace.trade.custody import CustodyLine, Place, Stand, Station
from marketplace.trade.phrases import amount

_SINCE = gettext_lazy("The sums changed after they were counted. Look at them again, then rule.")
#: The first rows are shown even when nothing goes there.
ALWAYS = 3


@dataclass(frozen=True, slots=True)
class Share:
    """What one party gets: when nothing goes back, and as ruled."""

    name: str
    nothing_back: Money
    ruled: Money


@dataclass(frozen=True, slots=True)
class Counted:
    """A ruling that is not given yet, counted out. The shares of either column add up to `held`: what is held, or was
    released. Of what was released `sources` say where what goes back would come from: (name, amount).
    """

    division: Division
    shares: tuple[Share, ...]
    held: Money
    line: CustodyLine
    sources: tuple[tuple[str, Money], ...] = ()

    @property
    def to_buyer(self) -> Money:
        return Money(self.division.buyer, self.held.currency)

    @property
    def to_shop(self) -> Money:
        return Money(self.division.seller, self.held.currency)

    @property
    def stamp(self) -> str:
        """What the pressed button promised: sent along with the ruling, so that nothing else is ruled."""
        return f"{self.division.buyer}:{self.division.seller}"


def count_divided(claim: Claim, divided: Divided) -> Counted:
    """Count out what an operator has typed.

    Raises `Invalid` for sums that cannot be read, `DomainError` back_too_much when more is given than is left.
    """
    return count_ruling(claim, Ruling(claim=claim, **read_divided(claim.order.hold, divided)))


def rule_as_counted(
    claim: Claim, divided: Divided, *, counted: str, reasons: str, now: datetime, actor: Actor
) -> Ruling:
    """Rule `divided`, when it still comes to the sums of the stamp `counted` (empty: nothing was promised).

    Refused: `counted_before`, and as `propose_ruling` and `count_divided` refuse.
    """
    if counted not in {"", count_divided(claim, divided).stamp}:
        raise DomainError("counted_before", _SINCE)
    return propose_ruling(claim.pk, divided, reasons=reasons, now=now, actor=actor)


def count_ruling(claim: Claim, ruling: Sums) -> Counted:
    """Count out a ruling that was proposed or given and is not final. Raises as `count_divided`."""
    hold = claim.order.hold
    back = back_for(hold, ruling)
    ruled, nothing = preview(hold, back), preview(hold, Back())
    return Counted(
        division=ruled,
        shares=tuple(_shares(claim, nothing, ruled)),
        held=Money(hold.left, hold.currency),
        line=_line(claim, ruled),
        sources=tuple(_sources(claim, back)) if claim.after_sale else (),
    )


def _sources(claim: Claim, back: Back) -> Iterator[tuple[str, Money]]:
    """Who bears what is taken back, as far as the shop's money goes today."""
    names = (
        _("Our charge, given back"),
        _("Tax, given back"),
        _("Available money of the shop"),
        _("Deposit of the shop"),
        _("New debt of the shop"),
    )
    for name, minor in zip(names, bearing(claim.order.hold, back), strict=True):
        if minor:
            yield name, Money(minor, claim.order.currency)


def _shares(claim: Claim, nothing: Division, ruled: Division) -> Iterator[Share]:
    """Buyer and shop always; the site's charge, tax and own discount where there are any."""
    rows = [
        (_("To {name}").format(name=claim.order.buyer.name), nothing.buyer, ruled.buyer),
        (_("To {name}").format(name=claim.order.shop.shown_name), nothing.seller, ruled.seller),
        (_("Our charge"), nothing.fee, ruled.fee),
        (_("Tax we collect"), nothing.tax, ruled.tax),
        (_("Our own discount, back to us"), nothing.promotions, ruled.promotions),
    ]
    for place, (name, before, after) in enumerate(rows):
        if place < ALWAYS or before or after:
            yield Share(name, Money(before, claim.order.currency), Money(after, claim.order.currency))


def _line(claim: Claim, ruled: Division) -> CustodyLine:
    """Both sums in dashed boxes: nothing has moved."""
    sums: tuple[tuple[Place, int], ...] = (("buyer", ruled.buyer), ("seller", ruled.seller))
    stands = tuple(
        Stand(place, amount(Money(minor, claim.order.currency)), firm=False) for place, minor in sums if minor
    )
    return CustodyLine(
        state="settled",
        title="",
        sentence=SafeString(""),
        amounts=stands,
        stations=(
            Station(claim.order.buyer.name, "", here=bool(ruled.buyer)),
            Station(
                _("Hold {number}").format(number=claim.order.hold_id),
                _("nothing left") if claim.after_sale else _("emptied"),
            ),
            Station(claim.order.shop.shown_name, _("less our charge") if ruled.fee else "", here=bool(ruled.seller)),
        ),
    )
