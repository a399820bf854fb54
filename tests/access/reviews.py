"""An order that may be reviewed, and one whose reviews are open, between the scene's buyer and its shop."""

from datetime import datetime

from marketplace.catalog.models import Shop
from marketplace.catalog.pictures import take_all
from marketplace.users.models import User
from reviews.actions.write_review import write_review
from tests import make


def opinions(buyer: User, shop: Shop, now: datetime) -> dict[str, list[object]]:
    """`ended` is the reference of the first; `opinion` and `shown in public` are the buyer's review and its picture."""
    ended, reviewed = (
        make.completed_order(buyer=buyer, sku=make.sku(make.listing(shop, title="Drunk tea", now=now)), now=now)
        for _order in range(2)
    )
    photos = take_all([make.picture()])
    opinion = write_review(reviewed.pk, stars=2, words="Dry.", photos=photos, now=now, actor=make.buyer_of(reviewed))
    write_review(reviewed.pk, stars=5, now=now, actor=make.seller_of(reviewed))
    return {
        "ended": [ended.reference],
        "opinion": [opinion.pk],
        "shown in public": [opinion.photos.get().pk],
    }
