"""Reviews of the world: one in every shape in which a page about it looks different."""

from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import ContentFile

from marketplace.catalog.models import Listing
from marketplace.catalog.pictures import take_all
from marketplace.demo import pictures
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from marketplace.users.models import User
from reviews.actions.answer_review import answer_review
from reviews.actions.delete_review import delete_review
from reviews.actions.write_review import write_review
from reviews.models import Review
from tests import make

DRAWINGS = Path(pictures.__file__).parent
AGO = timedelta(days=12)
TORN = """Honest tea. One corner of the wrapper was torn, they wrote before I noticed.

第六泡最甜，杏皮的味道。"""
STRAW = "Our fault, too little straw. We pack porcelain in two boxes since."


def opinions(buyer: User, tea: Listing, now: datetime) -> dict[str, list[object]]:
    """Make them about `tea`; answers what the addresses of their pages want."""
    sealed, reviewed, deleted = (_order(buyer, tea, now - AGO) for _order_of in range(3))
    for order, photos in ((sealed, ()), (reviewed, ("tea-cake", "gaiwan")), (deleted, ())):
        shown = take_all([_drawing(name) for name in photos])
        write_review(order.pk, stars=5, words=TORN, photos=shown, now=now - AGO, actor=make.buyer_of(order))
    for order in (reviewed, deleted):
        write_review(order.pk, stars=5, words="Paid at once.", now=now - AGO, actor=make.seller_of(order))
    gone = _of_buyer(deleted)
    delete_review(gone.pk, reason="It names a telephone number.", now=now, actor=make.desk())
    answered = make.open_review(_order(make.user("林悦悦"), tea, now - AGO), 2, "Came with a chip.", now=now - AGO)
    answer_review(answered.pk, answer=STRAW, now=now, actor=make.seller_of(answered.order))
    return {
        "sealed": [sealed.reference],
        "reviewed": [reviewed.reference],
        "deleted": [deleted.reference],
        "deleted opinion": [gone.pk],
        "answered opinion": [answered.pk],
    }


def _order(buyer: User, tea: Listing, now: datetime) -> Order:
    order = make.delivered_order(buyer=buyer, sku=make.sku(tea), now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    return make.read(order)


def _of_buyer(order: Order) -> Review:
    return Review.objects.get(order=order, by_role="buyer")


def _drawing(name: str) -> "ContentFile[bytes]":
    return ContentFile((DRAWINGS / f"{name}.webp").read_bytes(), name="picture.webp")
