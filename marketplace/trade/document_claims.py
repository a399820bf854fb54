"""The part of docs/states.md about claims, from the tables of marketplace/claims."""

from django.conf import settings

from core.actor import Role
from marketplace.claims.states import CLAIM_TRANSITIONS, Outcome

#: Time acts by the claim's clocks.
_WHO = {Role.SYSTEM: "time"}

#: kind -> (whose act it waits for, what happens when it passes).
_PASSING = {
    "claim_answer": ("the shop agrees, refuses or offers", "silence is agreement"),
    "offer_answer": ("the other side accepts, counters or refuses", "the claim stands as it was made"),
    "after_refusal": (
        "the buyer changes the claim, withdraws it or asks for a ruling",
        "the claim closes; the window runs on",
    ),
    "goods_back": ("the buyer sends the goods back", "the claim closes; the window runs on"),
    "goods_inspected": ("the shop accepts or contests what came back", "refunded"),
    "evidence": ("both sides show what they have", "the desk rules on what it has"),
    "ruling_promise": ("an operator rules", "the desk is reminded; it is counted"),
    "ruling_latest": ("an operator rules", "all that is asked goes to the buyer, without appeal; counted in public"),
    "appeal_buyer": ("the buyer accepts or appeals", "final, once the shop's time has passed as well"),
    "appeal_seller": ("the shop accepts or appeals", "final, once the buyer's time has passed as well"),
    "appeal_promise": ("another operator rules", "the desk is reminded; it is counted"),
    "appeal_latest": ("another operator rules", "the first ruling is final"),
    "remind_claim": ("", "whoever loses something by silence is told once more"),
    "custody_ruling": ("", "whatever both sides were waiting for: the desk is to rule"),
    "custody_cap": ("an operator rules", "a ruling that was given is final, else as ruling_latest"),
}

#: Whose silence costs them something, and who must have been told therefore.
_TOLD = {
    "claim_answer": "the shop",
    "after_refusal": "the buyer",
    "goods_back": "the buyer",
    "goods_inspected": "the shop",
    "appeal_buyer": "the buyer",
    "appeal_seller": "the shop",
}

Row = tuple[str, str, str, str, str]


def text() -> str:
    """The life of a claim: a diagram, the whole table, the ways it ends."""
    arrows = sorted(
        {
            (where.value, to.value, verb)
            for (where, verb, _role), leads in CLAIM_TRANSITIONS.items()
            for to in leads
            if not verb.startswith(("custody", "remind"))
        }
    )
    diagram = "\n".join(f"    {where} --> {to}: {verb}" for where, to, verb in arrows)
    rows = (
        f"| {where.value} | {_WHO.get(role, role.value)} | {verb} | {', '.join(to.value for to in leads)} |"
        for (where, verb, role), leads in CLAIM_TRANSITIONS.items()
    )
    table = "\n".join(("| in | who | verb | becomes |", "|---|---|---|---|", *rows))
    outcomes = ", ".join(outcome.value for outcome in Outcome)
    return (
        f"## A claim\n\n```mermaid\nstateDiagram-v2\n{diagram}\n```\n\n{table}\n\n"
        "Where a verb may lead to several states, the claim's facts decide which: a refund ends it, a return first\n"
        "waits for the goods; before shipping a refusal ends it; a ruling that divides more than a set amount waits\n"
        "for a second operator. Every other cell is refused with 409 and writes nothing.\n\n"
        f"A claim ends as one of: {outcomes}.\n"
    )


def timers() -> tuple[Row, ...]:
    """(kind, how long, who acts before, what follows, who must have been told) of every clock of a claim."""
    return tuple((kind, length, *_PASSING[kind], _TOLD.get(kind, "")) for kind, length in _lengths().items())


def _lengths() -> dict[str, str]:
    margin = _days(settings.CUSTODY_MARGIN)
    return {
        "claim_answer": f"{_days(settings.CLAIM_ANSWER_UNSHIPPED)} before shipping, else "
        f"{_days(settings.CLAIM_ANSWER_SHIPPED)}",
        "offer_answer": _days(settings.OFFER_ANSWER),
        "after_refusal": _days(settings.AFTER_REFUSAL),
        "goods_back": _days(settings.RETURN_SHIPPING),
        "goods_inspected": f"{_days(settings.RETURN_INSPECTION)} from sending back",
        "evidence": _days(settings.EVIDENCE_WINDOW),
        "ruling_promise": _days(settings.RULING_PROMISE),
        "ruling_latest": _days(settings.RULING_AT_MOST),
        "appeal_buyer": _days(settings.APPEAL_WINDOW),
        "appeal_seller": _days(settings.APPEAL_WINDOW),
        "appeal_promise": _days(settings.APPEAL_RULING_PROMISE),
        "appeal_latest": _days(settings.APPEAL_RULING_AT_MOST),
        "remind_claim": f"{_days(settings.REMINDER_CLAIM)} before a clock that needs notice",
        "custody_ruling": f"{margin} before the provider's cap on holding",
        "custody_cap": "the provider's cap on holding",
    }


def _days(seconds: int) -> str:
    return f"{seconds // settings.DAY} d"
