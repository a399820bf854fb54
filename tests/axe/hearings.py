"""Claims on the desk of the world, one in every shape in which its page looks different."""

from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.test import override_settings

from core.actor import Actor, Role
from marketplace.catalog.models import Sku
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.actions.ask_for_ruling import ask_for_ruling
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.models import Claim
from marketplace.demo import pictures
from marketplace.users.models import User
from tests import make

SHOWN = "It was delivered on the third day, and the buyer wrote that the tea is right."
DRAWINGS = Path(pictures.__file__).parent
AGO = timedelta(days=9)
RATTLED = """The box rattled. One of three lids is in pieces and one bowl has a crack you feel with a nail.

I wanted a set for a wedding, a set of two is no use to me."""
PACKED = (
    "Every set leaves with straw and a drop-test box. A crushed corner is the carrier’s. We offered a new lid at once."
)


def hearings(sku: Sku, operator: User, now: datetime) -> dict[str, list[object]]:
    """Make them; answers what the addresses of their pages want."""
    then = now - AGO
    proposed, seconded = make.claim_to_rule(now=then), make.claim_to_rule(now=then)
    with override_settings(RULING_FOUR_EYES_ABOVE=0):
        make.rule(proposed, 4000, now=now)
        make.rule(seconded, 4000, by=Actor(Role.OPERATOR, operator.pk), now=now)
    own = make.delivered_order(buyer=operator, now=then)
    return {
        **_disputes(operator, now),
        "shown hearing": [_shown(sku, then).pk],
        "hearing of a proposal": [proposed.pk],
        "proposal": [proposed.rulings.get().pk],
        "own proposal": [seconded.pk],
        "appealed hearing": [make.appealed_claim(now=then).pk],
        "offered hearing": [make.offered_claim(now=now).pk],
        "ended hearing": [make.closed_claim(now=now).pk],
        "own hearing": [_to_rule(make.claim(own, now=then), then).pk],
    }


def _shown(sku: Sku, now: datetime) -> Claim:
    """Both sides said something and showed pictures."""
    order = make.delivered_order(sku=sku, now=now)
    claim = make.claim(order, make.asked_of(order, shipping=300), words=RATTLED, now=now)
    sides = (
        (make.buyer_of(order), ("tea-cake", "gaiwan", "honey"), "Taken within the hour."),
        (make.seller_of(order), ("tea-tin", "basket"), PACKED),
    )
    refuse_claim(claim.pk, words="It was whole when it left us.", now=now, actor=make.seller_of(order))
    ask_for_ruling(claim.pk, now=now, actor=make.buyer_of(order))
    for actor, names, words in sides:
        shown = [add_photo(order.pk, _drawing(name), now=now, actor=actor).pk for name in names]
        add_evidence(claim.pk, words=words, photos=shown, now=now, actor=actor)
    pass_clock(claim.pk, "evidence", now=make.due_of(claim, "evidence"))
    return make.reread(claim)


def _to_rule(claim: Claim, now: datetime) -> Claim:
    refuse_claim(claim.pk, words="It was dry.", now=now, actor=make.seller_of(claim.order))
    ask_for_ruling(claim.pk, now=now, actor=make.buyer_of(claim.order))
    pass_clock(claim.pk, "evidence", now=make.due_of(claim, "evidence"))
    return make.reread(claim)


def _drawing(name: str) -> "ContentFile[bytes]":
    return ContentFile((DRAWINGS / f"{name}.webp").read_bytes(), name="picture.webp")


def _disputes(operator: User, now: datetime) -> dict[str, list[object]]:
    """A payment that waits for our evidence, and one whose evidence is written."""
    waits, shown = (make.chargeback(make.delivered_order(now=now), now=now) for _number in range(2))
    submit_evidence(shown.pk, statement=SHOWN, now=now, actor=Actor(Role.OPERATOR, operator.pk))
    return {"disputed": [waits.pk], "shown dispute": [shown.pk]}
