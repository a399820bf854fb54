"""The host's own bank: what a buyer writes on a transfer, and the operators' copies, bookings and list."""

from collections.abc import Callable

from django.test import Client, override_settings
from django.urls import reverse

from tests.axe.page import Answer, Page
from tests.axe.world import World

UNREADABLE = "date,amount\n23/11/2026,12\n"


def _closed(name: str, about: str = "") -> Callable[[World, Client], Answer]:
    """The page while the host has put its own account away."""

    def ask(world: World, client: Client) -> Answer:
        with override_settings(BANK_NUMBER=""):
            return client.get(world.place(name, about) if about else reverse(name))

    return ask


PAGES: dict[str, Page] = {
    "paying by bank transfer": Page("buyers:paying", "buyer", "payment by transfer"),
    "paying in a way that was closed": Page(
        "buyers:paying", "buyer", ask=_closed("buyers:paying", "payment by transfer")
    ),
    "order whose way of paying was closed": Page(
        "buyers:order", "buyer", ask=_closed("buyers:order", "order by transfer")
    ),
    "deposit whose way of paying was closed": Page("sellers:deposit", "beginner", ask=_closed("sellers:deposit")),
    "arrivals": Page("staff:arrivals", "operator"),
    "one line": Page("staff:arrival_new", "operator"),
    "one line refused": Page("staff:arrival_new", "operator", sent={"amount": "a lot"}, status=422),
    "bank statement": Page("staff:bank_statement", "operator"),
    "statement left empty": Page("staff:bank_statement", "operator", sent={"text": ""}, status=422),
    "statement with a problem": Page("staff:bank_statement", "operator", sent={"text": UNREADABLE}, status=422),
    "arrival of nobody": Page("staff:arrival", "operator"),
    "arrival with a slip": Page("staff:arrival", "operator", "slip"),
    "arrival of one's own": Page("staff:arrival", "operator", "own arrival"),
    "arrival that came back": Page("staff:arrival", "operator", "come back"),
    "arrival matched wrongly": Page("staff:arrival", "operator", "slip", sent={"claimed": "1" * 41}, status=422),
    "transfers": Page("staff:transfers", "operator"),
    "transfer": Page("staff:transfer", "operator"),
    "transfer without a reference": Page("staff:transfer", "operator", sent={"bank_reference": ""}, status=422),
    "transfer sent": Page("staff:transfer", "operator", "sent transfer"),
    "transfer refused": Page("staff:transfer", "operator", "refused transfer"),
    "refusal without a reason": Page("staff:transfer_refusal", "operator", sent={"reason": ""}, status=422),
}
