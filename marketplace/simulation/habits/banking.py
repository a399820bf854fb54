"""Shops name another bank account, and some of them undo it; some have their money sent by itself."""

from datetime import timedelta
from functools import partial

from django.conf import settings

from escrow.payments import bank_accounts
from escrow.payments.actions.payout_details import change_payout_details, undo_payout_details
from escrow.payments.actions.payout_schedule import set_payout_schedule
from escrow.payments.states import Rhythm
from marketplace.simulation.happening import Act, Doing
from marketplace.simulation.people import Stall
from marketplace.simulation.world import World

#: The shares of shops that change their account, of changes that are undone, and of shops with a schedule.
CHANGE, UNDO, SCHEDULE = 0.6, 0.4, 0.4


def begin(world: World) -> None:
    for stall in world.cast.stalls:
        chance = world.wanted.chance("banking", stall.shop)
        if chance.likely(SCHEDULE):
            rhythm = chance.choice((Rhythm.DAY, Rhythm.WEEK))
            _seller(world, 30 * chance.random(), "set a schedule", partial(_schedule, world, stall, rhythm))
        hours = 48.0
        while chance.likely(CHANGE):
            hours += chance.between(0, world.wanted.days * 8)
            number = f"62220299{int(hours):04d}{stall.shop:06d}"
            _seller(world, hours, "change bank account", partial(_change, world, stall, number))
            if chance.likely(UNDO):
                _seller(world, hours + chance.between(1, 30), "undo bank account", partial(_undo, world, stall))


def _seller(world: World, hours: float, what: str, act: Act) -> None:
    world.at(world.now + timedelta(hours=hours), Doing(what, "seller", act))


def _schedule(world: World, stall: Stall, rhythm: Rhythm) -> None:
    set_payout_schedule(
        book_id=stall.shop,
        currency=settings.CURRENCY,
        rhythm=rhythm,
        minimum=5_000,
        zone="Asia/Shanghai",
        now=world.now,
        actor=stall.keeper,
    )


def _change(world: World, stall: Stall, number: str) -> None:
    world.model.means("account", stall.shop, what=number)
    change_payout_details(
        book_id=stall.shop,
        owner_id=stall.owner.pk,
        bank="ABC",
        holder=stall.owner.name,
        number=number,
        now=world.now,
        actor=stall.keeper,
    )


def _undo(world: World, stall: Stall) -> None:
    """Whoever is too late finds nothing to undo."""
    waiting = bank_accounts.waiting(stall.shop)
    if waiting is not None:
        undo_payout_details(waiting.pk, now=world.now, actor=stall.keeper)
