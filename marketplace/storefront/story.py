"""One order's story, drawn with the custody line: for the front page and for how we protect you."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.money import Money, format_money
from marketplace.trade import times
from marketplace.trade.custody import CustodyLine, Place, Stand, State, Station
from marketplace.trade.spans import days, span

PRICE = 12800
SHIPPED_AFTER = timedelta(days=1)
ON_THE_WAY = timedelta(days=3)
LOOKED_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment of the story: when, in words or as a time; one sentence; and where the money stands.

    On the front page `later` ones wait for a wide window.
    """

    at: datetime | None
    heading: str
    sentence: str
    line: CustodyLine
    later: bool = False


def story(now: datetime) -> list[Scene]:
    """Four scenes of an order that was paid six days ago: paid, delivered, confirmed; or never shipped."""
    amount = format_money(Money(PRICE, settings.CURRENCY))
    paid_at = now - SHIPPED_AFTER - ON_THE_WAY - LOOKED_FOR
    delivered_at = paid_at + SHIPPED_AFTER + ON_THE_WAY
    window = timedelta(seconds=settings.INSPECTION_TRACKED)
    due = delivered_at + window
    return [
        _paid(paid_at, amount),
        _delivered(delivered_at, amount, due, window, now),
        _confirmed(delivered_at + LOOKED_FOR, amount),
        _never_shipped(amount),
    ]


def _line(state: State, place: Place, amount: str, notes: tuple[str, str, str], **more: object) -> CustodyLine:
    names = (_("Lin Yue"), _("Held"), _("Wang’s Tea"))
    places: tuple[Place, Place, Place] = ("buyer", "held", "seller")
    one, two, three = (
        Station(name, note, here=where == place) for name, note, where in zip(names, notes, places, strict=True)
    )
    return CustodyLine(state, "", SafeString(""), (Stand(place, amount),), (one, two, three), **more)  # type: ignore[arg-type]


def _paid(at: datetime, amount: str) -> Scene:
    sentence = _("Lin Yue pays %(amount)s for a tea cake. The shop sees that the money is here, and packs.")
    notes = (_("paid"), _("kept here"), _("not yet"))
    return Scene(at, "", sentence % {"amount": amount}, _line("held", "held", amount, notes))


def _delivered(at: datetime, amount: str, due: datetime, window: timedelta, now: datetime) -> Scene:
    seconds = int(window.total_seconds())
    sentence = _("The parcel is delivered. She has %(days)s to open it and look.") % {"days": days(seconds)}
    notes = (_("has the parcel"), _("counting down"), times.short(due, now))
    line = _line(
        "counting",
        "held",
        amount,
        notes,
        corner=times.left(window - timedelta(days=1)),
        progress=timedelta(days=1) / window,
        ticks=window.days,
    )
    return Scene(at, "", sentence, line, later=True)


def _confirmed(at: datetime, amount: str) -> Scene:
    sentence = _("She confirms. Only now does the shop have the %(amount)s.") % {"amount": amount}
    notes = (_("has the tea"), "", _("paid"))
    return Scene(at, "", sentence, _line("released", "seller", amount, notes))


def _never_shipped(amount: str) -> Scene:
    late = span(settings.SHIP_PROMISE + settings.SHIP_GRACE)
    sentence = _("After %(late)s at the latest the %(amount)s goes back by itself. She need not ask.")
    notes = (_("paid back in full"), "", _("shipped nothing"))
    line = _line("refunded", "buyer", amount, notes)
    return Scene(None, _("Or: the shop never ships"), sentence % {"late": late, "amount": amount}, line, later=True)
