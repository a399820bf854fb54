"""docs/states.md, written from the tables it explains."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import translation

from escrow.payments.states import ACCOUNT_TRANSITIONS, CHARGEBACK_TRANSITIONS, PAYOUT_TRANSITIONS, REFUND_TRANSITIONS
from escrow.states import ALLOWED_WHILE_FROZEN, HOLD_TRANSITIONS, NEEDS_END, NEEDS_FREEZE
from marketplace.trade import document_claims
from marketplace.trade.actions_table import TABLE
from marketplace.trade.status import BY_HOLD

_INTRODUCTION = """\
# States and timers

Written by `manage.py states` from the tables of the code; a test compares them. Durations are today's settings
(`marketplace/settings/policy.py`); each order keeps those of the day it was placed.

Silence counts only after proven notice: a timer that takes something from a person fires only when a notice was read,
a letter to a confirmed address was accepted by the mail server, or an operator told the person, and a quarter of the
window, at most 48 hours, has passed since.
"""


@dataclass(frozen=True, slots=True)
class Timer:
    """One promised time: its kind in the database, its length in words, who acts before, what happens after."""

    kind: str
    length: str
    before: str
    after: str
    notice: str = ""


def timers() -> tuple[Timer, ...]:
    """Every kind of deadline that people are promised, with today's durations."""
    share, of = settings.REMINDER_INSPECTION_SHARE
    return (
        Timer(
            "pay",
            f"{span(settings.PAY_WINDOW)}; {span(settings.PAY_WINDOW_BANK_TRANSFER)} by bank transfer",
            "the buyer pays",
            "closed unpaid; the stock returns",
        ),
        Timer(
            "ship_promise",
            f"{span(settings.SHIP_PROMISE)} from payment, or the shop's shorter promise",
            "the shop ships",
            "the buyer may cancel at once, unasked",
        ),
        Timer(
            "ship_latest",
            f"the promise and {span(settings.SHIP_GRACE)}",
            "the shop ships",
            "refunded in full; counts against the shop",
            "the shop",
        ),
        Timer(
            "release",
            f"{span(settings.INSPECTION_TRACKED)} from the courier's delivery, else "
            f"{span(settings.INSPECTION_UNTRACKED)} from shipping",
            "the buyer confirms or takes more time",
            "released to the shop",
            "the buyer",
        ),
        Timer(
            "handed_over_again",
            f"{span(settings.PARCEL_HANDED_OVER_AGAIN)} from the report that a parcel came back or was lost",
            "the shop sends it again",
            "refunded in full",
            "the shop",
        ),
        Timer("remind_pay", f"{spans(settings.REMINDERS_PAY)} before", "", "the buyer is reminded"),
        Timer("remind_ship", f"{spans(settings.REMINDERS_SHIP)} before the promise", "", "the shop is reminded"),
        Timer("remind_release_third", f"{share}/{of} of the window is left", "", "the buyer is reminded"),
        Timer("remind_release_3d", f"{span(settings.REMINDERS_INSPECTION[0])} before", "", "the buyer is reminded"),
        Timer("remind_release_1d", f"{span(settings.REMINDERS_INSPECTION[1])} before", "", "the buyer is reminded"),
        *(Timer(*row) for row in document_claims.timers()),
        Timer(
            "after_sale",
            f"{span(settings.AFTER_SALE_WINDOW)} from the release",
            "the buyer asks for money back",
            "the release is final",
        ),
        Timer(
            "chargeback_evidence",
            "as the provider says",
            "an operator shows why the charge was right",
            "the provider decides on what it has",
        ),
        Timer(
            "review",
            f"{span(settings.REVIEW_WINDOW)} from the end of the money",
            "both sides review",
            "what was written opens; no review means none",
        ),
        Timer(
            "remind_review",
            f"{span(settings.REMINDER_REVIEW)} from the end of the money",
            "",
            "whoever has not reviewed is reminded, once",
        ),
        Timer(
            "payout_details",
            f"{span(settings.PAYOUT_DETAILS_CHANGE)} from naming another bank account; payouts wait meanwhile",
            "whoever has the letter undoes it",
            "payouts go to the other account",
            "the shop",
        ),
        Timer(
            "scheduled_payout",
            f"every day or every Monday at {settings.PAYOUT_HOUR}:00 of the shop's day, if it wants that",
            "",
            "what is available is paid out, if it is the least the shop has named",
        ),
        Timer(
            "return_deposit",
            f"{span(settings.AFTER_SALE_WINDOW)} from the last order of a shop that has closed",
            "",
            "the deposit goes back; while a question is open, a day later",
        ),
        Timer(
            "suspension_appeal",
            f"{span(settings.SUSPENSION_APPEAL_PROMISE)} from the appeal against a suspension",
            "an operator who did not suspend keeps or lifts it",
            "it stands as overdue, and the desk is told",
        ),
    )


def span(seconds: int) -> str:
    """A duration as people say it: "72 h", "7 d"."""
    return f"{seconds // settings.DAY} d" if seconds % settings.DAY == 0 else f"{seconds // settings.HOUR} h"


def spans(several: Iterable[int]) -> str:
    """Several durations in one cell."""
    return ", ".join(span(seconds) for seconds in several)


def text() -> str:
    """The whole page."""
    with translation.override("en"):
        sections = (
            _INTRODUCTION,
            _life("The hold (money)", HOLD_TRANSITIONS),
            _frozen(),
            _life("A refund", REFUND_TRANSITIONS),
            _life("A payout", PAYOUT_TRANSITIONS),
            _life("A shop's bank account", ACCOUNT_TRANSITIONS),
            _life("A chargeback", CHARGEBACK_TRANSITIONS),
            _statuses(),
            document_claims.text(),
            _offers(),
            _timers(),
        )
        return "\n".join(sections)


def _life(title: str, transitions: Mapping[tuple[Any, str], StrEnum | Any]) -> str:
    arrows = "\n".join(f"    {state.value} --> {new.value}: {verb}" for (state, verb), new in transitions.items())
    rows = (f"| {state.value} | {verb} | {new.value} |" for (state, verb), new in transitions.items())
    table = "\n".join(("| in | verb | becomes |", "|---|---|---|", *rows))
    return f"## {title}\n\n```mermaid\nstateDiagram-v2\n{arrows}\n```\n\n{table}\n"


def _frozen() -> str:
    allowed, needing = _words(ALLOWED_WHILE_FROZEN), _words(NEEDS_FREEZE)
    return (
        f"While a freeze is open only these are allowed: {allowed}. These need one: {needing}.\n"
        f"These are about money that was released: {_words(NEEDS_END)}; the state stays, what was given back grows.\n"
        "Every other verb is refused with 409 and writes nothing.\n"
    )


def _statuses() -> str:
    rows = [f"| {hold.value} | | {status.value} |" for hold, status in BY_HOLD.items()]
    rows += ["| held | nothing yet | to_ship |", "| held | packing began | packing |", "| held | a parcel | shipped |"]
    table = "\n".join(("| hold | and | status |", "|---|---|---|", *rows))
    return f"## The order (goods): derived, never stored\n\n{table}\n"


def _offers() -> str:
    rows = (f"| {rule.status.value} | {rule.role.value} | {rule.action} |" for rule in TABLE)
    table = "\n".join(("| status | who | may |", "|---|---|---|", *rows))
    return f"## Who is offered what\n\n{table}\n"


def _timers() -> str:
    rows = (f"| {t.kind} | {t.length} | {t.before} | {t.after} | {t.notice} |" for t in timers())
    head = ("| kind | how long | who acts before | when it passes | needs notice to |", "|---|---|---|---|---|")
    return "\n".join(("## Timers", "", *head, *rows, ""))


def _words(verbs: Iterable[str]) -> str:
    return ", ".join(sorted(verbs))
