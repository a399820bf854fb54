"""What the host bears or passes on: provider fees, goodwill, tax it collected."""

from core.actor import Actor
from core.effects import Effects
from escrow.models import Hold
from escrow.move import Change, Line, Move, NewRow, Taking, entry
from escrow.moves import accounts, traces
from escrow.moves.holds import refund_row

PLATFORM = 0


def provider_fee(amount: int, currency: str, gateway: str, reference: str, *, actor: Actor) -> Move:
    """The provider kept its fee; `reference` names the line of its statement.

    20: expense:provider -> provider 77
    """
    line = Line(accounts.provider_cost(currency), accounts.provider(gateway, currency), amount)
    return Move(
        entries=(entry(PLATFORM, f"provider_fee:{gateway}:{reference}", line),),
        effects=traces.audited(
            traces.of_book(PLATFORM), "provider_fee", actor, amount=amount, currency=currency, gateway=gateway
        ),
    )


def remit_tax(amount: int, currency: str, gateway: str, reference: str, *, version: int, actor: Actor) -> Move:
    """Tax the site collected goes to whom it is due; `version` is that of the account's row.

    19: tax_due -> provider 1,200
    """
    due = accounts.tax_due(currency)
    return Move(
        takings=(Taking(PLATFORM, due, version),),
        entries=(entry(PLATFORM, f"tax:{reference}", Line(due, accounts.provider(gateway, currency), amount)),),
        effects=traces.audited(traces.of_book(PLATFORM), "remit_tax", actor, amount=amount, currency=currency),
    )


def give_goodwill(
    hold: Hold, amount: int, *, source: tuple[int, int], refund_id: int, version: int, actor: Actor
) -> Move:
    """The host gives a buyer something of its own, back the way the order was paid. `version` is that of the capital's
    row: neither a promotion nor a draw comes between.

    20: goodwill -> refund_due 500
    """
    refund = refund_row(
        refund_id,
        book_id=hold.book_id,
        hold_id=hold.id,
        source=source,
        currency=hold.currency,
        amount=amount,
        reason="goodwill",
    )
    line = Line(accounts.goodwill(hold.currency), accounts.refund_due(refund_id, hold.currency), amount)
    return Move(
        changes=(Change(hold),),
        takings=(Taking(PLATFORM, accounts.capital(hold.currency), version),),
        rows=(NewRow("new_refund", refund),),
        entries=(entry(hold.book_id, f"goodwill:{refund_id}", line),),
        effects=Effects(messages=(traces.hold_message(hold, "hold.goodwill_given", amount, refund_id),))
        + traces.audited(traces.of_hold(hold), "give_goodwill", actor, amount=amount, refund=refund_id),
    )
