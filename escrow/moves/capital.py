"""Moves of the host's own money."""

from core.actor import Actor
from escrow.move import Line, Move, Taking, entry
from escrow.moves import accounts, traces

PLATFORM = 0


def key(reference: str) -> str:
    """The journal's key of the transfer the host calls `reference`."""
    return f"capital:{reference}"


def pay_in(amount: int, currency: str, gateway: str, reference: str, *, actor: Actor) -> Move:
    """0: provider -> capital 100,000."""
    return Move(
        entries=(
            entry(
                PLATFORM,
                key(reference),
                Line(accounts.provider(gateway, currency), accounts.capital(currency), amount),
            ),
        ),
        effects=traces.audited(traces.of_book(PLATFORM), "pay_in_capital", actor, amount=amount, currency=currency),
    )


def draw(amount: int, currency: str, gateway: str, reference: str, *, version: int, actor: Actor) -> Move:
    """0: capital -> provider 100,000. Takes from the capital account, so that two draws do not pass one another."""
    capital = accounts.capital(currency)
    return Move(
        takings=(Taking(PLATFORM, capital, version),),
        entries=(entry(PLATFORM, key(reference), Line(capital, accounts.provider(gateway, currency), amount)),),
        effects=traces.audited(traces.of_book(PLATFORM), "draw_capital", actor, amount=amount, currency=currency),
    )
