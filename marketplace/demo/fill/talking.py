"""What the demo's people ask shops, what is answered, and what somebody reports to the desk: see `talks.toml`."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.actor import Actor, Role
from marketplace.catalog.models import Sku
from marketplace.catalog.pictures import take_all
from marketplace.conversations.actions.ask_shop import ask_shop
from marketplace.conversations.actions.mark_read import mark_read
from marketplace.conversations.actions.report import close_report, report
from marketplace.conversations.actions.write_message import write_message
from marketplace.conversations.models import Message, Subject
from marketplace.demo.fill.director import Act, Director
from marketplace.demo.fill.goods import Shelf, picture, sku_named
from marketplace.demo.fill.people import Cast

Step = Mapping[str, Any]


class Talk:
    """A question about some goods, and what follows; each step is one act of one side, or of the desk."""

    def __init__(self, cast: Cast, buyer: int, sku: Sku) -> None:
        self.cast = cast
        self.buyer = buyer
        self.sku = sku
        self.message: Message
        self.report_id = 0

    def taking(self, step: Step) -> Act:
        return lambda now: VERBS[step["do"]](self, step, self._actor(step), now)

    def _actor(self, step: Step) -> Actor:
        by = step["by"]
        if by == "buyer":
            return Actor(Role.BUYER, self.cast.buyers[self.buyer].user.pk)
        return Actor(Role.SELLER, self.sku.listing.shop.owner_id) if by == "shop" else self.cast.operator(by)


Verb = Callable[[Talk, Step, Actor, datetime], None]


def write(director: Director, cast: Cast, shelves: Sequence[Shelf], end: datetime) -> None:
    """Set down what is said before `end`."""
    for told in talks():
        talk = Talk(cast, told["buyer"], sku_named(shelves, told["goods"]))
        at = end - timedelta(days=told["ago"])
        for step in told["steps"]:
            at += timedelta(days=step["after"])
            director.at(at, talk.taking(step))


def talks() -> list[dict[str, Any]]:
    """As they are written."""
    found: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "talks.toml").read_text())["talk"]
    return found


def _ask(talk: Talk, step: Step, actor: Actor, now: datetime) -> None:
    listing = talk.sku.listing
    talk.message = ask_shop(listing.shop_id, words=step["words"], listing_id=listing.pk, now=now, actor=actor)


def _answer(talk: Talk, step: Step, actor: Actor, now: datetime) -> None:
    """Whoever answers has read what was said before."""
    _read(talk, step, actor, now)
    photos = take_all([picture(slug) for slug in step.get("photos", ())])
    talk.message = write_message(talk.message.thread_id, words=step["words"], photos=photos, now=now, actor=actor)


def _read(talk: Talk, _step: Step, actor: Actor, now: datetime) -> None:
    mark_read(talk.message.thread_id, up_to=talk.message.at, now=now, actor=actor)


def _report(talk: Talk, step: Step, actor: Actor, now: datetime) -> None:
    """The newest message, by the other side."""
    who = Actor(Role.BUYER, actor.person)
    told = {"ground": step["ground"], "words": step["words"]}
    talk.report_id = report(Subject.MESSAGE, talk.message.pk, **told, now=now, actor=who).pk


def _close(talk: Talk, step: Step, actor: Actor, now: datetime) -> None:
    close_report(talk.report_id, answer=step["words"], now=now, actor=actor)


VERBS: Mapping[str, Verb] = {"ask": _ask, "answer": _answer, "read": _read, "report": _report, "close": _close}
