"""Suspensions of the tests, imposed, appealed against and lifted by the same actions as a person's clicks."""

from datetime import datetime

from core.actor import Actor, Role
from marketplace.catalog.actions.suspend_person import suspend_person
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.catalog.models import Shop
from marketplace.suspensions.actions.appeal_suspension import appeal_suspension
from marketplace.suspensions.actions.keep_suspension import keep_suspension
from marketplace.suspensions.actions.lift_suspension import lift_suspension
from marketplace.suspensions.models import Suspension
from marketplace.users.models import User
from tests.make.catalog import NOW, shop
from tests.make.claims import desk
from tests.make.users import user

COUNTERFEIT = "Three buyers showed us counterfeit labels."


def suspended_shop(of: Shop | None = None, *, by: Actor | None = None, now: datetime = NOW) -> Suspension:
    """The suspension of a shop, by an operator of its own unless one is given."""
    of = of or shop(now=now)
    return suspend_shop(of.pk, reason=COUNTERFEIT, now=now, actor=by or desk())


def suspended_person(of: User | None = None, *, by: Actor | None = None, now: datetime = NOW) -> Suspension:
    """The suspension of a person; with it, that of their shop."""
    of = of or user()
    return suspend_person(of.pk, reason=COUNTERFEIT, now=now, actor=by or desk())


def whom(suspension: Suspension) -> Actor:
    """Whoever it concerns, acting."""
    return Actor(Role.SELLER if suspension.subject_type == "shop" else Role.BUYER, suspension.person_id)


def appealed_suspension(of: Suspension | None = None, *, now: datetime = NOW) -> Suspension:
    """One whose appeal waits."""
    of = of or suspended_shop(now=now)
    return appeal_suspension(of.pk, words="The labels are the printer’s.", now=now, actor=whom(of))


def kept_suspension(of: Suspension | None = None, *, by: Actor | None = None, now: datetime = NOW) -> Suspension:
    """One that stands after its appeal."""
    of = of or appealed_suspension(now=now)
    return keep_suspension(of.pk, reason="The printer knows nothing of them.", now=now, actor=by or desk())


def lifted_suspension(of: Suspension | None = None, *, by: Actor | None = None, now: datetime = NOW) -> Suspension:
    """One that has been lifted."""
    of = of or suspended_shop(now=now)
    return lift_suspension(of.pk, reason="The labels have been replaced.", now=now, actor=by or desk())
