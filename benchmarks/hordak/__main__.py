"""Holds and their releases as two transfers each: prints how many a second. A program of its own, for Django reads its
settings once.

Bare bookkeeping: no states, no refusals, no audit, no outbox, no deadlines.
"""

import sys
from typing import Any

import django
from django.core.management import call_command
from django.db import transaction

from benchmarks.workers import run

CONNECTIONS = 8
SHOPS = 40


def main(seconds: float, at_most: int) -> float:
    """Deals a second over 8 connections in two processes."""
    django.setup()
    call_command("migrate", verbosity=0)
    # Models can be imported only now.
    from hordak.models import Account, AccountType  # noqa: PLC0415
    from moneyed import Money  # noqa: PLC0415

    def account(name: str, kind: str) -> Any:
        return Account.objects.get_or_create(name=name, type=kind, currencies=["CNY"])[0]

    provider = account("Provider", AccountType.asset)
    held = account("Held for buyers", AccountType.liability)
    shops = [account(f"Shop {number}", AccountType.liability) for number in range(SHOPS)]
    amount = Money("128.00", "CNY")

    def act(number: int) -> object:
        with transaction.atomic():
            held.transfer_to(provider, amount, description=f"fund {number}")
        with transaction.atomic():
            shops[number % SHOPS].transfer_to(held, amount, description=f"release {number}")
        return None

    return run(act, range(at_most), connections=CONNECTIONS, seconds=seconds).rate


if __name__ == "__main__":
    print(main(float(sys.argv[1]), int(sys.argv[2])))
