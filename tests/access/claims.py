"""A claim in each state that an address is about, between the scene's buyer and its shop."""

from datetime import datetime

from marketplace.catalog.models import Shop
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.ask_for_ruling import ask_for_ruling
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.actions.send_back import send_back
from marketplace.claims.asking import Offered
from marketplace.claims.models import Claim
from marketplace.users.models import User
from tests import make


def stages(buyer: User, shop: Shop, now: datetime) -> dict[str, list[object]]:
    """State -> the reference of the order and the number of the claim; "asked claim" the number alone; `proof` is a
    photo the buyer sent.
    """
    made = {
        stage: _claim(buyer, shop, now) for stage in ("asked", "offered", "countered", "refused", "evidence", "ruled")
    }
    made |= {stage: _claim(buyer, shop, now, wish="return") for stage in ("to_send_back", "inspecting")}
    for stage in ("offered", "countered"):
        make_offer(made[stage].pk, Offered("refund", 2000), now=now, actor=make.seller_of(made[stage].order))
    make_offer(made["countered"].pk, Offered("refund", 3000), now=now, actor=make.buyer_of(made["countered"].order))
    for stage in ("refused", "evidence", "ruled"):
        refuse_claim(made[stage].pk, words="It was dry.", now=now, actor=make.seller_of(made[stage].order))
    for stage in ("evidence", "ruled"):
        ask_for_ruling(made[stage].pk, now=now, actor=make.buyer_of(made[stage].order))
    pass_clock(made["ruled"].pk, "evidence", now=make.due_of(made["ruled"], "evidence"))
    make.rule(make.reread(made["ruled"]), 4000, now=now)
    for stage in ("to_send_back", "inspecting"):
        agree(made[stage].pk, now=now, actor=make.seller_of(made[stage].order))
    gone = made["inspecting"]
    send_back(gone.pk, carrier="ZTO", number="BACK-1", now=now, actor=make.buyer_of(gone.order))
    asked = made["asked"].order
    photo = add_photo(asked.pk, make.picture(), now=now, actor=make.buyer_of(asked))
    add_evidence(made["asked"].pk, words="", photos=[photo.pk], now=now, actor=make.buyer_of(asked))
    return {
        "proof": [photo.pk],
        **{stage: [claim.order.reference, claim.pk] for stage, claim in made.items()},
        **{f"{stage} claim": [claim.pk] for stage, claim in made.items()},
    }


def _claim(buyer: User, shop: Shop, now: datetime, *, wish: str = "refund") -> Claim:
    order = make.delivered_order(buyer=buyer, sku=make.sku(make.listing(shop, title="Damp tea", now=now)), now=now)
    make.return_address(shop, now=now)
    return make.claim(order, make.asked_of(order, 4000, wish=wish), now=now)
