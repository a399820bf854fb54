"""The cashier: where a buyer pays, and where a tester makes paying go wrong."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from escrow.sandbox import money, pages
from escrow.sandbox.charges import Ask, decline, promise_late, take
from escrow.sandbox.link import CashierLink, read_link
from escrow.sandbox.models import Charge
from escrow.sandbox.refused import Refused

DIFFERENCE_MINOR: Final = 100


def _pay(ask: Ask) -> str:
    take(ask)
    return "paid"


def _decline(ask: Ask) -> str:
    decline(ask)
    return "declined"


def _pay_late(ask: Ask) -> str:
    promise_late(ask)
    return "pending"


def _pay_twice(ask: Ask) -> str:
    take(ask)
    take(ask)
    return "paid"


def _pay_short(ask: Ask) -> str:
    return _pay(short(ask))


def _pay_over(ask: Ask) -> str:
    return _pay(over(ask))


def _pay_foreign(ask: Ask) -> str:
    return _pay(foreign(ask))


ACTS: Final[dict[str, Callable[[Ask], str]]] = {
    "pay": _pay,
    "decline": _decline,
    "pay-late": _pay_late,
    "pay-twice": _pay_twice,
    "pay-short": _pay_short,
    "pay-over": _pay_over,
    "pay-foreign": _pay_foreign,
}


def short(ask: Ask) -> Ask:
    """100 minor units less, or half of an amount too small for that; 0 when nothing can be kept back."""
    less = ask.amount_minor - DIFFERENCE_MINOR
    return replace(ask, amount_minor=less if less > 0 else ask.amount_minor // 2)


def over(ask: Ask) -> Ask:
    """100 minor units more."""
    return replace(ask, amount_minor=ask.amount_minor + DIFFERENCE_MINOR)


def foreign(ask: Ask) -> Ask:
    """The same figures in another currency."""
    return replace(ask, currency="CNY" if ask.currency == "USD" else "USD")


@require_GET
@pages.person
def show(request: HttpRequest) -> HttpResponse:
    """The page behind a signed address; what is paid or expired says so and takes nothing more."""
    link = read_link(request.GET)
    say = pages.words(request)
    taken = Charge.objects.filter(reference=link.ask.reference)
    context = {"link": link, "back": _returning(link, "")}
    if taken:
        amounts = [money.shown(charge.amount_minor, charge.currency) for charge in taken]
        return pages.render(request, "paid", {**context, "amounts": amounts, "back": _returning(link, "paid")})
    if link.expired:
        return _expired(request, link)
    amount = _shown(link.ask)
    context |= {
        "title": say["cashier_title"].format(amount=amount),
        "amount": amount,
        "pay": {"label": say["pay"].format(amount=amount), "href": _action(request, link, "pay")},
        "decline": {"label": say["decline"], "href": _action(request, link, "decline")},
        "faults": [
            _fault(request, link, act, asked)
            for act, asked in (
                ("pay-late", link.ask),
                ("pay-twice", link.ask),
                ("pay-short", short(link.ask)),
                ("pay-over", over(link.ask)),
                ("pay-foreign", foreign(link.ask)),
            )
            if asked.amount_minor
        ],
    }
    return pages.render(request, "cashier", context)


@require_POST
@pages.person
def press(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """A button: acts once for each reference, then sends the browser back to the shop with 303.

    A reference that has been charged is not charged again here, whatever is pressed and however often.
    """
    link = read_link(request.GET)
    possible = act in ACTS and (act != "pay-short" or short(link.ask).amount_minor > 0)
    if not possible or reference != link.ask.reference:
        raise Refused(HTTPStatus.NOT_FOUND, "unknown")
    with transaction.atomic():
        if Charge.objects.filter(reference=reference).exists():
            result = "paid"
        elif link.expired:
            return _expired(request, link)
        else:
            result = ACTS[act](link.ask)
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": _returning(link, result)})


def _expired(request: HttpRequest, link: CashierLink) -> HttpResponse:
    """410 with the way back to the shop."""
    say = pages.words(request)
    context = {"title": say["expired_title"], "more": say["expired_more"], "back": _returning(link, "")}
    return pages.render(request, "refused", context, HTTPStatus.GONE)


def _returning(link: CashierLink, result: str) -> str:
    """The shop's address with the reference and the result added; a hint for the reader, proof of nothing."""
    parts = urlsplit(link.return_url)
    added = [("reference", link.ask.reference), *([("result", result)] if result else [])]
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query, keep_blank_values=True), *added])))


def _action(request: HttpRequest, link: CashierLink, act: str) -> str:
    """Where a form posts: the signed parameters go along in the address."""
    return f"{reverse('cashier-act', args=(link.ask.reference, act))}?{request.GET.urlencode()}"


def _fault(request: HttpRequest, link: CashierLink, act: str, asked: Ask) -> dict[str, str]:
    """A button for something that can go wrong, with the sentence beside it."""
    say, name = pages.words(request), act.replace("-", "_")
    return {
        "act": act,
        "label": say[name],
        "more": say[f"{name}_more"].format(amount=_shown(asked)),
        "href": _action(request, link, act),
    }


def _shown(ask: Ask) -> str:
    return money.shown(ask.amount_minor, ask.currency)
