"""The custody line of an open claim, as the desk reads it: what is frozen, until when to rule, what happens else."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.models import Deadline
from core.money import Money
from marketplace.claims.models import Claim, Offer, Ruling
from marketplace.claims.queries import to_buyer
from marketplace.claims.states import ClaimState
from marketplace.trade import times
from marketplace.trade.custody import CustodyLine, Stand, Station
from marketplace.trade.phrases import amount, at, figure, until


def claim_line(claim: Claim, clocks: Iterable[Deadline], offers: Iterable[Offer], now: datetime) -> CustodyLine:
    """The line of a claim that has not ended, with the deadlines that run."""
    order = claim.order
    money = Money(order.hold.left, order.currency)
    released = claim.after_sale
    offered = next((offer for offer in reversed(list(offers)) if offer.role == "seller"), None)
    asks = _("asks {amount} back").format(amount=amount(by_default(claim)))
    gives = _("offers {amount}").format(amount=amount(to_buyer(claim, offered))) if offered else ""
    since = _("since {date}").format(date=times.day(order.hold.funded_at or claim.opened_at, now))
    return CustodyLine(
        state="claimed" if released else "frozen",
        title=_title(claim).format(amount=amount(money), asked=amount(by_default(claim))),
        sentence=_sentence(claim, {clock.kind: clock.due_at for clock in clocks}, now),
        amounts=(Stand("seller" if released else "held", amount(money)),),
        stations=(
            Station(order.buyer.name, asks),
            Station(_("Hold {number}").format(number=order.hold_id), since, here=not released),
            Station(order.shop.shown_name, gives, here=released),
        ),
        corner="" if released else _("clock stopped"),
    )


def by_default(claim: Claim) -> Money:
    """What the buyer gets when nobody rules: all that is asked, without postage when nothing was sent back."""
    sent = hasattr(claim, "goods_back") and claim.goods_back.sent_at is not None
    return to_buyer(claim, claim if sent else Ruling(goods=claim.goods, other=claim.other, tax=claim.tax))


def _title(claim: Claim) -> str:
    if claim.after_sale:
        return _("{amount} was released, and {asked} of it is asked back")
    if claim.state == ClaimState.RULING:
        return _("{amount} is frozen until you rule")
    if claim.state == ClaimState.APPEALED:
        return _("{amount} is frozen until the appeal is decided")
    return _("{amount} is frozen")


def _sentence(claim: Claim, due: dict[str, datetime], now: datetime) -> SafeString:
    if claim.state == ClaimState.RULING and "ruling_latest" in due:
        return _to_rule(claim, due, now)
    if claim.state == ClaimState.APPEALED and "appeal_latest" in due:
        words = _("Rule on the appeal by {when}. If nobody has ruled by {latest}, the first ruling stands.")
        when = due.get("appeal_promise", due["appeal_latest"])
        return format_html(words, when=until(when, now), latest=at(due["appeal_latest"], now))
    when = min((moment for kind, moment in due.items() if not kind.startswith("custody")), default=now)
    words = _("It waits for this: {what}, until {when}.")
    return format_html(words, what=ClaimState(claim.state).label, when=until(when, now))


def _to_rule(claim: Claim, due: dict[str, datetime], now: datetime) -> SafeString:
    latest = due["ruling_latest"]
    asked = figure(by_default(claim))
    if "ruling_promise" in due:
        words = _(
            "Rule by {when}. If nobody has ruled by {latest}, the {asked} asked for goes back to the buyer "
            "and is counted against us in public."
        )
        return format_html(words, when=until(due["ruling_promise"], now), latest=at(latest, now), asked=asked)
    words = _(
        "The promised time to rule has passed. If nobody has ruled by {latest}, the {asked} asked for goes back to the "
        "buyer and is counted against us in public."
    )
    return format_html(words, latest=until(latest, now), asked=asked)
