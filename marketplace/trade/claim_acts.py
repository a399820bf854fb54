"""Every verb of the claims' table as a form and one call: both sides' pages and the API come from here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from marketplace.catalog.pictures import Taken
from marketplace.claims.actions.accept_goods import accept_goods
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import keep_photo
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.appeal_ruling import appeal_ruling
from marketplace.claims.actions.ask_for_ruling import ask_for_ruling
from marketplace.claims.actions.change_claim import change_claim
from marketplace.claims.actions.contest_goods import contest_goods
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.actions.refuse_offer import refuse_offer
from marketplace.claims.actions.send_back import send_back
from marketplace.claims.actions.waive_return import waive_return
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.asking import Asked, Offered
from marketplace.claims.models import Claim, Photo, Wish
from marketplace.trade.claim_forms import AskForm, OfferForm, ParcelForm, PlainForm, ReadForm, ReasonForm, WordsForm

NOTHING_ASKED, NOTHING_OFFERED = Asked(Wish.REFUND), Offered(Wish.REFUND, 0)


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends about a claim: who, when, and of the rest what the verb wants, read from a form or from JSON.

    `photos` are numbers of pictures that were kept before.
    """

    claim: Claim
    now: datetime
    actor: Actor
    words: str = ""
    photos: Sequence[int] = ()
    carrier: str = ""
    number: str = ""
    asked: Asked = NOTHING_ASKED
    offered: Offered = NOTHING_OFFERED

    @property
    def who(self) -> dict[str, Any]:
        return {"now": self.now, "actor": self.actor}

    @property
    def said(self) -> dict[str, Any]:
        return {"words": self.words, "photos": self.photos, **self.who}


@dataclass(frozen=True, slots=True)
class Act:
    """One verb: its form, its call, and what is said when it is done."""

    form: Callable[..., ReadForm]
    call: Callable[[Sent], object]
    done: Promise


def _change_form(data: Any = None, files: Any = None, *, claim: Claim) -> AskForm:
    return AskForm(data, files, order=claim.order, shipped=claim.shipped, again=True)


ACTS: Mapping[str, Act] = {
    "agree": Act(PlainForm, lambda sent: agree(sent.claim.pk, **sent.who), _("You agreed.")),
    "refuse": Act(
        ReasonForm, lambda sent: refuse_claim(sent.claim.pk, **sent.said), _("Refused. The buyer reads your reason.")
    ),
    "offer": Act(
        OfferForm,
        lambda sent: make_offer(sent.claim.pk, sent.offered, words=sent.words, **sent.who),
        _("Your offer is made. The other side is told."),
    ),
    "accept_offer": Act(PlainForm, lambda sent: accept_offer(sent.claim.pk, **sent.who), _("You agreed.")),
    "refuse_offer": Act(
        PlainForm, lambda sent: refuse_offer(sent.claim.pk, **sent.who), _("You did not accept the offer.")
    ),
    "withdraw": Act(PlainForm, lambda sent: withdraw(sent.claim.pk, **sent.who), _("Your request is withdrawn.")),
    "change": Act(
        _change_form,
        lambda sent: change_claim(sent.claim.pk, sent.asked, **sent.said),
        _("Your request is changed. The shop is asked anew."),
    ),
    "ask_for_ruling": Act(
        PlainForm, lambda sent: ask_for_ruling(sent.claim.pk, **sent.who), _("We rule. Show us what you have.")
    ),
    "send_back": Act(
        ParcelForm,
        lambda sent: send_back(sent.claim.pk, carrier=sent.carrier, number=sent.number, **sent.who),
        _("Thank you. The shop is told."),
    ),
    "waive_return": Act(
        PlainForm, lambda sent: waive_return(sent.claim.pk, **sent.who), _("The money goes back to the buyer.")
    ),
    "accept_goods": Act(
        PlainForm, lambda sent: accept_goods(sent.claim.pk, **sent.who), _("The money goes back to the buyer.")
    ),
    "contest_goods": Act(
        ReasonForm, lambda sent: contest_goods(sent.claim.pk, **sent.said), _("We rule. Show us what you have.")
    ),
    "add_evidence": Act(
        WordsForm, lambda sent: add_evidence(sent.claim.pk, **sent.said), _("Added. The other side is told.")
    ),
    "accept_ruling": Act(PlainForm, lambda sent: accept_ruling(sent.claim.pk, **sent.who), _("You accepted it.")),
    "appeal": Act(
        ReasonForm,
        lambda sent: appeal_ruling(sent.claim.pk, **sent.said),
        _("Your appeal is made. Somebody else looks at everything again."),
    ),
}


@contextmanager
def kept_photos(order_id: int, taken: Sequence[Taken], *, now: datetime, actor: Actor) -> Iterator[list[int]]:
    """The numbers of the photos, kept for what is said in this block. Raises as `keep_photo` does.

    The transaction takes its rows back when something is refused, but no files: those go here.
    """
    kept: list[Photo] = []
    try:
        kept.extend(keep_photo(order_id, one, now=now, actor=actor) for one in taken)
        yield [photo.pk for photo in kept]
    except BaseException:
        for photo in kept:
            photo.file.delete(save=False)
            photo.small.delete(save=False)
        raise
