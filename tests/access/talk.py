"""A conversation between the scene's buyer and its shop, with a picture, and a report about it."""

from datetime import datetime

from core.actor import Actor, Role
from marketplace.catalog.models import Shop
from marketplace.catalog.pictures import take_all
from marketplace.conversations.actions.ask_shop import ask_shop
from marketplace.conversations.actions.report import report
from marketplace.conversations.actions.write_message import write_message
from marketplace.users.models import User
from tests import make


def conversation(buyer: User, shop: Shop, now: datetime) -> dict[str, list[object]]:
    """`talk` is its thread, `drawn` a picture of it, `reported` a report of the seller's about a message,
    `to report` the address of reporting goods.
    """
    who = Actor(Role.BUYER, buyer.pk)
    asked = ask_shop(shop.pk, words="Whose tea is it?", photos=take_all([make.picture()]), now=now, actor=who)
    write_message(asked.thread_id, words="Mine.", now=now, actor=Actor(Role.SELLER, shop.owner_id))
    made = report("message", asked.pk, ground="spam", now=now, actor=Actor(Role.BUYER, shop.owner_id))
    return {
        "talk": [asked.thread_id],
        "drawn": [asked.photos.get().pk],
        "reported": [made.pk],
        "to report": ["shop", shop.pk],
    }
